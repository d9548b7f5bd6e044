import { describe, expect, it } from "vitest";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { requireRetest as rule } from "../../../../policy/src/rules/requireRetest";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import {
  ago,
  aPlan,
  aPlannedWave,
  aRecord,
  aSeenServer,
  aServer,
  aServerRecord,
  aWave,
  aWaveOf,
  DB,
  observing,
  WEB,
} from "../factories";

const failure = { event: "LAUNCH_FAILED", message: "Insufficient capacity." };
const failed = aRecord({
  verdict: "FAILED",
  servers: [
    aServerRecord({ launchStatus: "FAILED", failure }),
    aServerRecord({ sourceServerId: WEB, hostname: "web-1" }),
    aServerRecord({
      sourceServerId: "s-00000000000000003",
      hostname: "app-1",
      failure: { ...failure, event: "SERVER_SKIPPED" },
    }),
  ],
});
const planOf = (record: DrillWaveOutputs, wave?: JudgedWave) =>
  aPlan(aPlannedWave({ record, ...(wave === undefined ? {} : { wave }) }));
const { verdict: _verdict, ...unjudged } = aRecord();
const { lastLaunch: _launch, ...neverLaunched } = aSeenServer();
const failing = { lastLaunch: { type: "DRILL", at: ago({ days: 1 }), status: "FAILED" } };
const failingWave = aWaveOf(failing);
/** As for a wave that this run creates. */
function withoutRecord(wave: JudgedWave) {
  const { record: _record, ...planned } = aPlannedWave({ wave, isNew: true });
  return aPlan(planned);
}
/** As for a wave that this run updates or replaces. */
function hidingRecord(wave: JudgedWave) {
  const { record: _record, ...planned } = aPlannedWave({ wave });
  return aPlan(planned);
}
const selecting = { sourceServers: undefined, selector: { tags: { Tier: "database" } } };
const db = `database, db-1 (${DB})`;
const fix = 'pulumi up while attempts are left (retries.maximumAttempts), then triggers: ["2026-11-24"]';
const launchFailed = `its last launch (DRILL) on 2026-11-23 is FAILED in DRS, must be drilled again until it launches | ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "a drill that passed", plan: aPlan(), said: ["database: compliant"] },
    {
      label: "a drill that was degraded",
      plan: planOf(aRecord({ verdict: "DEGRADED" })),
      said: ["database: compliant"],
    },
    { label: "no wave", plan: { waves: [] }, said: [] },
    {
      label: "a drill that failed",
      plan: planOf(failed),
      said: [
        `database: its drill of 2026-11-17 FAILED (db-1 (${DB}) by LAUNCH_FAILED, ` +
          `app-1 (s-00000000000000003) by SERVER_SKIPPED), must be drilled again until it passes | ${fix}`,
      ],
    },
    {
      label: "a drill that failed of servers that were not verified far enough",
      plan: planOf(aRecord({ verdict: "FAILED" })),
      said: [`database: its drill of 2026-11-17 FAILED, must be drilled again until it passes | ${fix}`],
    },
    {
      label: "a drill that failed, with nothing observed",
      plan: planOf(aRecord({ verdict: "FAILED" }), aWave({ observed: undefined, observe: "off" })),
      said: [
        "database: its drill of 2026-11-17 FAILED, must be drilled again until it passes | " +
          'pulumi up while attempts are left (retries.maximumAttempts), then triggers: ["<today>"]',
      ],
    },
    {
      label: "a drill that passed, whatever was launched since",
      plan: planOf(aRecord(), failingWave),
      said: ["database: compliant"],
    },
    { label: "a launch that succeeded, without a record", plan: withoutRecord(aWave()), said: [`${db}: compliant`] },
    {
      label: "a server that was never launched, without a record",
      plan: withoutRecord(aWave({ observed: observing([neverLaunched]) })),
      said: [`${db}: compliant`],
    },
    {
      label: "a launch that is under way, without a record",
      plan: withoutRecord(aWaveOf({ lastLaunch: { type: "DRILL", status: "IN_PROGRESS" } })),
      said: [`${db}: compliant`],
    },
    {
      label: "a launch that failed, without a record",
      plan: withoutRecord(failingWave),
      said: [`${db}: ${launchFailed}`],
    },
    {
      label: "a launch that failed, with a record that the engine hides",
      plan: hidingRecord(failingWave),
      said: [`${db}: ${launchFailed}`],
    },
    {
      label: "a launch that succeeded, with a record that the engine hides: status checks may have failed",
      plan: hidingRecord(aWave()),
      said: [
        `${db}: unknown during preview: the last drill's record, which the engine hides while a change of the wave is planned`,
      ],
    },
    {
      label: "a launch that failed at a time that DRS does not tell",
      plan: withoutRecord(aWaveOf({ lastLaunch: { type: "RECOVERY", status: "FAILED" } })),
      said: [`${db}: its last launch (RECOVERY) is FAILED in DRS, must be drilled again until it launches | ${fix}`],
    },
    {
      label: "a launch that failed, with a record that is not judged yet",
      plan: planOf(unjudged, failingWave),
      said: [`${db}: ${launchFailed}`],
    },
    {
      label: "a server that was not found, and the other",
      plan: withoutRecord(
        aWave({
          sourceServers: [aServer({ sourceServerId: WEB }), aServer()],
          observed: observing([aSeenServer(failing)]),
        }),
      ),
      said: [`database, ${WEB}: not observed: AWS does not list ${WEB}`, `${db}: ${launchFailed}`],
    },
    {
      label: "a selector's servers",
      plan: withoutRecord(aWave({ ...selecting, observed: observing([aSeenServer(failing)]) })),
      said: [`${db}: ${launchFailed}`],
    },
    {
      label: "servers that are unknown at preview, and the others",
      plan: aPlan(...withoutRecord(aWave({}, ["sourceServers"], "hidden")).waves, aPlannedWave()),
      said: ["hidden: unknown during preview: sourceServers", "database: compliant"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("never blocks the up that retests", () => {
    expect(rule.levels).toEqual({ recommended: "advisory", strict: "advisory" });
  });

  it("takes no configuration", () => {
    expect(() => planAnswers(rule, aPlan(), { maximum: 1 })).toThrow(
      `configuration of ${rule.name}: unknown setting "maximum"`,
    );
  });
});
