import { describe, expect, it } from "vitest";
import type { JudgedWave } from "../../../../policy/src/judged/wave";
import { limitSnapshotAge as rule } from "../../../../policy/src/rules/limitSnapshotAge";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import { planAnswers } from "../answersOf";
import { ago, aPlan, aPlannedWave, aServer, aWave, aWaveAmid } from "../factories";

const SNAPSHOT = "pit-00000000000000001";
const pinned = { sourceServers: [aServer({ recoverySnapshotId: SNAPSHOT })] };
const amid = (surroundings: Partial<Surroundings>) => aWaveAmid(surroundings, pinned);
const taken = (at: { days?: number; hours?: number }) => amid({ snapshots: { [SNAPSHOT]: ago(at) } });
const old = (hours: string, maximum = "24 hours") =>
  `(${hours} old) would start from a pinned snapshot that is older than ${maximum}: the drill would prove that the server ` +
  "of that day can be recovered | leave out recoverySnapshotId, and DRS takes a snapshot when the drill starts";

const { record: _record, ...recordless } = aPlannedWave();

/** What the rule says of each server of a wave that was never drilled. */
function answersOf(wave: JudgedWave, config: object = {}): string[] {
  return planAnswers(rule, aPlan({ ...recordless, wave, isNew: true }), config).map((said) =>
    said.replace(/^database, [^:]+: /, ""),
  );
}

describe(rule.name, () => {
  it.each([
    { label: "no snapshot pinned", wave: aWave(), said: ["notApplicable"] },
    { label: "none pinned, not observed", wave: aWave({ observed: undefined }), said: ["notApplicable"] },
    {
      label: "a selector's servers",
      wave: aWave({ sourceServers: undefined, selector: { tags: { Tier: "web" } } }),
      said: ["notApplicable"],
    },
    { label: "a recent snapshot", wave: taken({ hours: 1 }), said: ["compliant"] },
    { label: "one of exactly a day", wave: taken({ hours: 24 }), said: ["compliant"] },
    { label: "one of more", wave: taken({ hours: 24.5 }), said: [old("24.5 hours")] },
    { label: "one of a week", wave: taken({ days: 7 }), said: [old("168 hours")] },
  ])("$label", ({ wave, said }) => {
    expect(answersOf(wave)).toEqual(said);
  });

  it("does not judge a drill that has been run, and judges again when a change of the wave is planned", () => {
    const wave = taken({ days: 7 });
    const changing = { ...recordless, wave };
    expect(planAnswers(rule, aPlan(aPlannedWave({ wave })))).toEqual(["database: notApplicable"]);
    expect(planAnswers(rule, aPlan(changing))).toEqual([expect.stringContaining(old("168 hours"))]);
  });

  it.each([
    { maximumAgeHours: 1, hours: 2, said: [old("2 hours", "1 hour")] },
    { maximumAgeHours: 8760, hours: 8760, said: ["compliant"] },
  ])("accepts $maximumAgeHours hours", ({ maximumAgeHours, hours, said }) => {
    expect(answersOf(taken({ hours }), { maximumAgeHours })).toEqual(said);
  });

  it.each([
    { maximumAgeHours: 0, flaw: "maximumAgeHours: expected at least 1, got 0" },
    { maximumAgeHours: 8761, flaw: "maximumAgeHours: expected at most 8760, got 8761" },
  ])("refuses $maximumAgeHours hours", ({ maximumAgeHours, flaw }) => {
    expect(() => answersOf(aWave(), { maximumAgeHours })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
