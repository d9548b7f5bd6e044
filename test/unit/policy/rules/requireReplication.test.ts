import { describe, expect, it } from "vitest";
import { requireReplication as rule } from "../../../../policy/src/rules/requireReplication";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveOf, DB } from "../factories";

const inState = (replicationState: string) => aWaveOf({ replicationState });
const show = `aws drs describe-source-servers --filters sourceServerIDs=${DB} --query 'items[0].dataReplicationInfo' # shows the error, or the step that it is in`;
const wrong = (state: string, fix = show, wanted = "CONTINUOUS or CREATING_SNAPSHOT or BACKLOG or RESCAN") =>
  `the state of its data replication is ${state}, must be ${wanted} | ${fix}`;

describe(rule.name, () => {
  it.each([
    { state: "CONTINUOUS", said: "compliant" },
    { state: "CREATING_SNAPSHOT", said: "compliant" },
    { state: "BACKLOG", said: "compliant" },
    { state: "RESCAN", said: "compliant" },
    { state: "STOPPED", said: wrong("STOPPED", `aws drs start-replication --source-server-id ${DB}`) },
    ...["INITIATING", "INITIAL_SYNC", "PAUSED", "STALLED", "DISCONNECTED", "NEW_IN_AWS"].map((state) => ({
      state,
      said: wrong(state),
    })),
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
    { states: ["BACKLOG"], state: "BACKLOG", said: "compliant" },
    { states: ["BACKLOG"], state: "CONTINUOUS", said: wrong("CONTINUOUS", show, "BACKLOG") },
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
