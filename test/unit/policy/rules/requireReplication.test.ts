import { describe, expect, it } from "vitest";
import { requireReplication as rule } from "../../../../policy/src/rules/requireReplication";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveOf, DB } from "../factories";

const inState = (replicationState: string) => aWaveOf({ replicationState });
const FIX = "remove the cause on the server or in the staging area (DRS says more in dataReplicationInfo of each)";
const losing = (state: string, cause = "") =>
  `${cause}would lose what has changed since their last snapshot: their replication is ${state} | ${FIX}`;
const stuck = (state: string, fix = FIX) => `cannot start: their replication is ${state} | ${fix}`;

describe(rule.name, () => {
  it.each([
    { state: "CONTINUOUS", said: "compliant" },
    { state: "CREATING_SNAPSHOT", said: "compliant" },
    { state: "BACKLOG", said: "compliant" },
    { state: "RESCAN", said: "compliant" },
    { state: "STOPPED", said: stuck("STOPPED", `aws drs start-replication --source-server-id ${DB}`) },
    ...["INITIATING", "INITIAL_SYNC", "DISCONNECTED"].map((state) => ({ state, said: stuck(state) })),
    ...["PAUSED", "STALLED", "NEW_IN_AWS"].map((state) => ({ state, said: losing(state) })),
  ])("$state", ({ state, said }) => {
    expect(waveAnswers(rule, inState(state))).toEqual([said]);
  });

  it.each([
    {
      label: "a state that is not reported",
      wave: aWaveOf({ replicationState: undefined }),
      said: [`not observed: the replication state of db-1 (${DB}) is not reported`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { replication: { error: "AGENT_NOT_SEEN: no contact" }, cause: "(AGENT_NOT_SEEN: no contact) " },
    { replication: { failedStep: "CREATE_STAGING_DISKS" }, cause: "(the step CREATE_STAGING_DISKS failed) " },
    { replication: {}, cause: "" },
  ])("says the cause that DRS gives: $replication", ({ replication, cause }) => {
    expect(waveAnswers(rule, aWaveOf({ replicationState: "STALLED", replication }))).toEqual([
      losing("STALLED", cause),
    ]);
  });

  it.each([
    { states: ["BACKLOG"], state: "BACKLOG", said: "compliant" },
    { states: ["BACKLOG"], state: "CONTINUOUS", said: losing("CONTINUOUS") },
  ])("accepts $states and sees $state", ({ states, state, said }) => {
    expect(waveAnswers(rule, inState(state), { states })).toEqual([said]);
  });

  it.each([
    { states: [], flaw: "states: expected at least 1 entry, got []" },
    {
      states: ["HEALTHY"],
      flaw:
        "states[0]: expected one of STOPPED, INITIATING, INITIAL_SYNC, BACKLOG, CREATING_SNAPSHOT, " +
        'CONTINUOUS, PAUSED, RESCAN, STALLED, DISCONNECTED, got "HEALTHY"',
    },
  ])("refuses $states", ({ states, flaw }) => {
    expect(() => waveAnswers(rule, aWave(), { states })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
