import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../../provider/src/errors";
import { observeOrRefuse } from "../../../../../provider/src/wave/look/observeOrRefuse";
import type { WaveRequest } from "../../../../../provider/src/wave/waveRequest";
import { APP, anIntent, aRefusal, DB, NONCE, WEB } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const aRequest = (changes: Partial<WaveRequest> = {}): WaveRequest => ({
  intent: anIntent(),
  drillNonce: NONCE,
  sourceServerIds: [DB, WEB],
  ...changes,
});
const denied = () => aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration");
const UNREAD = `launch configuration of ${DB} could not be read: ${denied().message}`;

describe(observeOrRefuse.name, () => {
  it("sees the request's servers, whatever a selector matches now", async () => {
    const intent = { selector: { tags: { Tier: "none" } } };
    const { observation, problems } = await observeOrRefuse(contextIn(fakeWorld()), aRequest({ intent }));
    expect([observation.servers.map(({ sourceServerId }) => sourceServerId), problems]).toEqual([[DB, WEB], []]);
  });

  it("asks nothing for no servers: DRS would take an empty filter for all of them", async () => {
    const world = fakeWorld();
    await expect(observeOrRefuse(contextIn(world), aRequest({ sourceServerIds: [] }))).rejects.toThrow(
      new PreflightError(["the wave has no servers"]),
    );
    expect(world.calls).toEqual([]);
  });

  it("refuses with everything that could not be seen", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [denied()];
    await expect(observeOrRefuse(contextIn(world), aRequest({ sourceServerIds: [DB, APP] }))).rejects.toThrow(
      new PreflightError([`${APP} is not a source server of this account in us-west-2`, UNREAD]),
    );
  });

  it("warns where the program asks for defaults", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [denied()];
    const context = contextIn(world);
    const intent = anIntent({ onUnreadableLaunchConfiguration: "useDefaults" });
    const { warnings } = await observeOrRefuse(context, aRequest({ intent }));
    expect(warnings).toEqual([`${UNREAD}; defaults are assumed`]);
    expect(context.lines.filter((line) => line.startsWith("warn"))).toEqual(warnings.map((text) => `warn ${text}`));
  });
});
