import { describe, expect, it } from "vitest";
import { requireReplicationCoverage as rule } from "../../../../policy/src/rules/requireReplicationCoverage";
import type { ObservedPitRule, ObservedReplicationConfiguration } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveAmid, DB } from "../factories";

const replicating = (configuration: ObservedReplicationConfiguration) =>
  aWaveAmid({ replicationConfigurations: { [DB]: { autoReplicateNewDisks: true, ...configuration } } });
const daily = (retentionDuration: number, changes: Partial<ObservedPitRule> = {}): ObservedPitRule => ({
  units: "DAY",
  interval: 1,
  retentionDuration,
  enabled: true,
  ...changes,
});
const HOURLY: ObservedPitRule = { units: "HOUR", interval: 2, retentionDuration: 48, enabled: false };
const kept = (days: string, rules: string) =>
  `(points in time are kept for ${days}) could not go back 30 days | keep daily points in time for longer, which costs ` +
  `their snapshots; aws drs update-replication-configuration --source-server-id ${DB} --pit-policy ${rules}`;
const DAY_30 = "units=DAY,interval=1,retentionDuration=30,enabled=true";

describe(rule.name, () => {
  it.each([
    { label: "on", configuration: {}, said: "compliant" },
    {
      label: "off",
      configuration: { autoReplicateNewDisks: false },
      said:
        "would come up without disks that they get later (autoReplicateNewDisks is off): no drill of before shows that | " +
        `aws drs update-replication-configuration --source-server-id ${DB} --auto-replicate-new-disks`,
    },
  ])("judges new disks: $label", ({ configuration, said }) => {
    expect(waveAnswers(rule, replicating(configuration))).toEqual([said]);
  });

  it("does not know what DRS does not say", () => {
    const wave = aWaveAmid({ replicationConfigurations: { [DB]: {} } });
    expect(waveAnswers(rule, wave, { minimumRetentionDays: 30 })).toEqual([
      `not observed: whether new disks of db-1 (${DB}) are replicated is not reported`,
    ]);
    expect(waveAnswers(rule, wave, { newDisks: false, minimumRetentionDays: 30 })).toEqual([
      `not observed: the point-in-time policy of db-1 (${DB}) is not reported`,
    ]);
  });

  it("asks for no retention by default, and for new disks unless told not to", () => {
    const wave = replicating({ autoReplicateNewDisks: false, pitPolicy: [daily(1)] });
    expect([waveAnswers(rule, aWave()), waveAnswers(rule, wave, { newDisks: false })]).toEqual([
      ["compliant"],
      ["compliant"],
    ]);
  });

  it.each([
    { label: "as long as asked", pitPolicy: [daily(30)], said: "compliant" },
    { label: "longer", pitPolicy: [daily(365)], said: "compliant" },
    { label: "a day too short", pitPolicy: [daily(29)], said: kept("29 days", `ruleID=1,${DAY_30}`) },
    {
      label: "off, with other rules that stay as they are",
      pitPolicy: [HOURLY, daily(90, { enabled: false })],
      said: kept("0 days", `ruleID=1,units=HOUR,interval=2,retentionDuration=48,enabled=false ruleID=2,${DAY_30}`),
    },
    {
      label: "without a word on whether it is on",
      pitPolicy: [{ units: "DAY", interval: 1, retentionDuration: 30 }],
      said: "compliant",
    },
    {
      label: "only hourly",
      pitPolicy: [{ ...HOURLY, enabled: true }],
      said: kept("2 days", `ruleID=1,units=HOUR,interval=2,retentionDuration=48,enabled=true ruleID=2,${DAY_30}`),
    },
    {
      label: "of a unit that is new",
      pitPolicy: [daily(1, { units: "WEEK" })],
      said: "not observed: what the unit WEEK of a point-in-time rule is not reported",
    },
  ])("judges retention that is $label", ({ pitPolicy, said }) => {
    expect(waveAnswers(rule, replicating({ pitPolicy }), { minimumRetentionDays: 30 })).toEqual([said]);
  });
});
