import { describe, expect, it } from "vitest";
import { WaveFailedError } from "../../../../provider/src/errors";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import { toState } from "../../../../provider/src/lifecycle/state";
import { updateWave } from "../../../../provider/src/lifecycle/updateWave";
import type { DrillWaveOutputs, PendingStep } from "../../../../provider/src/vocabulary";
import { runWave } from "../../../../provider/src/wave/runWave";
import { aFailedServer, anIntent, aServer, DB, failedOutputs, inputs, NONCE, WEB } from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf, type Outcome } from "../fakeWorld";

/** State of a wave that was created in this world, as it was saved last. */
async function aState(world: FakeWorld, given: Partial<WaveInputs> = {}, timeoutSeconds = 5400) {
  const saved: DrillWaveOutputs[] = [];
  const request = { intent: anIntent(given), drillNonce: NONCE, sourceServerIds: [DB, WEB] };
  await runWave(contextIn(world, timeoutSeconds), request, (outputs) => void saved.push(outputs)).catch(() => {});
  const last = saved.at(-1);
  if (last === undefined) throw new Error("the drill saved nothing");
  return toState(inputs(given), last);
}

const failing = (...outcomes: Outcome[]) => {
  const world = fakeWorld();
  world.outcomes.set(WEB, outcomes);
  return world;
};
const NO_CAPACITY = { event: "LAUNCH_FAILED", message: "no capacity" };
const save = () => {};

describe(updateWave.name, () => {
  it("resumes a wait, and starts nothing", async () => {
    const world = fakeWorld();
    const outputs = await updateWave(contextIn(world), await aState(world, {}, 60), inputs(), save);
    expect([outputs.verdict, world.countOf("startRecovery")]).toEqual(["PASSED", 1]);
  });

  it("launches the failed servers again, and no others", async () => {
    const world = failing(NO_CAPACITY);
    const outputs = await updateWave(contextIn(world), await aState(world), inputs(), save);
    expect([outputs.verdict, world.calls.filter((call) => call.startsWith("start"))]).toEqual([
      "PASSED",
      [`startRecovery ${DB},${WEB}`, `startRecovery ${WEB}`],
    ]);
  });

  it("launches again only what the program still counts as critical", async () => {
    const world = failing(NO_CAPACITY);
    const sourceServers = [{ sourceServerId: DB }, { sourceServerId: WEB, impactLevel: "OPTIONAL" as const }];
    const outputs = await updateWave(contextIn(world), await aState(world), inputs({ sourceServers }), save);
    expect([outputs.verdict, world.countOf("startRecovery")]).toEqual(["DEGRADED", 1]);
  });

  it("fails again, calling nothing, when every attempt is used", async () => {
    const world = fakeWorld();
    const olds = toState(inputs(), failedOutputs());
    const once = inputs({ retries: { maximumAttempts: 1 } });
    await expect(updateWave(contextIn(world), olds, once, save)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched is still running; `pulumi destroy` terminates it. " +
          "Every attempt is used: change `triggers` to drill again.",
      ),
    );
    expect(world.calls).toEqual([]);
  });

  it("judges under the args as they are now, calling nothing", async () => {
    const world = fakeWorld();
    const olds = toState(inputs(), failedOutputs());
    const outputs = await updateWave(contextIn(world), olds, inputs({ minimumLaunched: 1 }), save);
    expect([outputs.verdict, outputs.servers, world.calls]).toEqual(["DEGRADED", [aServer(), aFailedServer()], []]);
  });

  it.each<{ label: string; before: PendingStep[]; olds: Partial<WaveInputs> }>([
    { label: "that was interrupted", before: ["cleanup"], olds: { cleanup: "afterDrill" } },
    { label: "that the program asks for now", before: [], olds: {} },
  ])("does a cleanup $label", async ({ before, olds }) => {
    const world = fakeWorld();
    const state = {
      ...(await aState(world)),
      ...(olds.cleanup === undefined ? {} : { requestedCleanup: olds.cleanup }),
    };
    const news = inputs({ cleanup: "afterDrill" });
    const outputs = await updateWave(contextIn(world), { ...state, pending: before }, news, save);
    expect([outputs.cleanup, outputs.pending, outputs.verdict]).toEqual([
      { status: "COMPLETED", jobId: "drsjob-2" },
      [],
      "PASSED",
    ]);
    expect(world.calls.filter((call) => call.startsWith("startTermination"))).toEqual([
      `startTermination ${instanceIdOf("drsjob-1", DB)},${instanceIdOf("drsjob-1", WEB)}`,
    ]);
  });

  it("keeps the level that a cleaned-up drill was judged at, although the program asks for more now", async () => {
    const world = fakeWorld();
    const state = await aState(world, { cleanup: "afterDrill", success: "launched" });
    world.calls.length = 0;
    const news = inputs({ cleanup: "afterDrill", success: "statusChecks" });
    const { verdict, servers } = await updateWave(contextIn(world), state, news, save);
    expect([verdict, servers.map(({ verifiedTo }) => verifiedTo), world.calls]).toEqual([
      "PASSED",
      ["launched", "launched"],
      [],
    ]);
  });
});
