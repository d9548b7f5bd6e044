import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drillPolicies } from "../../../../policy/src/policies/drillPolicies";
import { disallowDrift } from "../../../../policy/src/rules/disallowDrift";
import {
  aLaunchConfiguration,
  aRecord,
  aSeenServer,
  aServer,
  aTemplate,
  aWave,
  aWaveOf,
  OBSERVED_AT,
  observing,
  SUBNET,
} from "../factories";
import { managing, planning } from "../managed";
import { runPolicies, type Shown } from "../runPolicies";

beforeAll(() => {
  vi.useFakeTimers({ now: new Date(OBSERVED_AT), toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

const RULE = disallowDrift.name;
const PAGE = `(https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE})`;

/** What the rule says, without its page. */
async function saidOf(...shown: Shown[]): Promise<string[]> {
  const reports = await runPolicies(drillPolicies(), shown);
  return reports.filter(({ policy }) => policy === RULE).map(({ message }) => message.replace(` ${PAGE}`, ""));
}

const drilled = { wave: aWave(), record: aRecord() };
const untagged = { values: { copyTags: false } };

describe(RULE, () => {
  it.each<{ label: string; shown: Shown[] }>([
    { label: "what is stored as the program says", shown: [managing(), drilled] },
    { label: "a program without settings", shown: [drilled] },
    { label: "what the program itself changes", shown: [planning({ stored: untagged }), drilled] },
    {
      label: "what was changed back by this very up",
      shown: [managing({ stored: { ...untagged, drifted: ["copyTags"] } }), drilled],
    },
    {
      label: "settings that this run does not look at, as long as nothing is drilled",
      shown: [
        managing(),
        { wave: aWaveOf({ launchConfiguration: aLaunchConfiguration({ copyTags: false }) }), record: aRecord() },
      ],
    },
    { label: "a new drill of settings that are as the program says", shown: [managing(), { wave: aWave() }] },
  ])("has nothing to say of $label", async ({ shown }) => {
    expect(await saidOf(...shown)).toEqual([]);
  });

  it("says what somebody else has changed, once for forty servers", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => `s-${String(index + 10).padStart(17, "0")}`);
    const wave = aWave({
      sourceServers: ids.map((sourceServerId) => aServer({ sourceServerId })),
      observed: observing(ids.map((sourceServerId, index) => aSeenServer({ sourceServerId, hostname: `db-${index}` }))),
    });
    const settings = ids.map((sourceServerId, index) =>
      planning({ name: `db-${index}`, args: { sourceServerId }, stored: { ...untagged, drifted: ["copyTags"] } }),
    );
    expect(await saidOf(...settings, { wave, record: aRecord() })).toEqual([
      "db-0 (copyTags is false, true in code), db-1 (copyTags is false, true in code), db-2 (copyTags is false, true in " +
        "code) and 37 more would be changed back by `up` to LaunchConfiguration db-0, LaunchConfiguration db-1, " +
        "LaunchConfiguration db-2 and 37 more: they are no longer stored as the last `up` left them. Fix: run `pulumi up`, " +
        "or put the change into the program where it is meant",
    ]);
  });

  it("says it of a server in no wave", async () => {
    const other = planning({
      args: { sourceServerId: "s-00000000000000009" },
      stored: { ...untagged, drifted: ["copyTags"] },
    });
    expect((await saidOf(other, drilled)).map((text) => text.split(" would")[0])).toEqual([
      "s-00000000000000009 (copyTags is false, true in code)",
    ]);
  });

  it("says that a new drill does not wait for what is to be written", async () => {
    expect(await saidOf(planning({ stored: untagged }), { wave: aWave() })).toEqual([
      "db-1 (copyTags is false, true in code) would be drilled before their settings are written by LaunchConfiguration " +
        "database: the drill would prove what the program does not want. Fix: name it in the wave's settings",
    ]);
  });

  it("says that a new drill launches with what this run does not write", async () => {
    const changed = aWaveOf({
      launchConfiguration: aLaunchConfiguration({ copyTags: false }),
      launchTemplate: aTemplate({ subnetId: "subnet-00000000000000009" }),
    });
    const args = { launchTemplate: { subnetId: SUBNET } };
    expect(await saidOf(managing({ args }), { wave: changed })).toEqual([
      "db-1 (copyTags is false, true in code and launchTemplate.subnetId is subnet-00000000000000009, " +
        `${SUBNET} in code) would be drilled with other settings than the program has in LaunchConfiguration database: the ` +
        "drill would prove what the program does not want. Fix: run `pulumi up` without --target, or let it have that as well",
    ]);
  });
});
