import { describe, expect, it } from "vitest";
import type { FinalVerification, ServerFacts } from "../../../../../provider/src/wave/follow/verification";
import { recordServer } from "../../../../../provider/src/wave/judge/record";
import {
  aJob,
  aLog,
  aLogItem,
  anInstanceStatus,
  aParticipant,
  aPlannedServer,
  aRecoveryInstance,
  DB,
  START,
} from "../../factories";

const NAME = `db-1 (${DB})`;

interface Changes {
  server?: Parameters<typeof aPlannedServer>[0];
  facts?: Partial<ServerFacts>;
  verification?: FinalVerification;
  job?: Parameters<typeof aJob>[0];
  /** When the last look before was that did not see it done. */
  unfinishedAt?: { at: number | undefined };
  /** What state says of the looks before this operation. */
  unrecoveredSeconds?: number;
}

/** The record of a server that launched 529 s after the start and passed its checks at 600 s. */
function record({ server, facts, verification, job, ...changes }: Changes = {}) {
  const log = facts?.log ?? aLog();
  return recordServer(
    {
      server: aPlannedServer({ role: "database", ...server }),
      facts: {
        participant: aParticipant(),
        log,
        jobEndedAt: START + 533_000,
        firstLookAt: START + 533_000,
        expectedActions: undefined,
        instance: aRecoveryInstance({ pointInTimeAt: START - 5_000 }),
        status: anInstanceStatus(),
        launchDisposition: "STARTED",
        success: "statusChecks",
        now: START + 600_000,
        ...facts,
      },
      verification: verification ?? { isFinal: true, verifiedTo: "statusChecks", leftStopped: false },
      unfinishedAt: changes.unfinishedAt === undefined ? START + 590_000 : changes.unfinishedAt.at,
      ec2: { instanceId: "i-00000001", state: "running", instanceType: "r5.2xlarge" },
    },
    { job: aJob(job), log: [...log] },
    { startedAt: START, attempt: 1, unrecoveredSeconds: changes.unrecoveredSeconds },
  );
}

describe(recordServer.name, () => {
  it("records everything of a server that recovered", () => {
    const { record: recorded, warnings } = record();
    expect({ ...recorded, phases: recorded.phases.length, warnings }).toEqual({
      sourceServerId: DB,
      hostname: "db-1",
      role: "database",
      impactLevel: "CRITICAL",
      launchStatus: "LAUNCHED",
      recoveryInstanceId: "i-00000001",
      launchConfiguration: { launchDisposition: "STARTED" },
      instanceType: "r5.2xlarge",
      verifiedTo: "statusChecks",
      postLaunchActions: [],
      launchTimeSeconds: 529,
      recoveryTimeSeconds: 600,
      recoveryTimeAtLeastSeconds: 590,
      recoveryPointSeconds: 8, // 5 s from the snapshot to the job, and 3 s of lag
      phases: 3,
      attempt: 1,
      warnings: [],
    });
  });

  it("measures no recovery of a server that did not launch", () => {
    const failure = { event: "LAUNCH_FAILED", message: "no capacity" };
    const { record: recorded, warnings } = record({
      facts: {
        participant: aParticipant({ launchStatus: "FAILED" }),
        log: [aLogItem("LAUNCH_FAILED", 300)],
        instance: undefined,
      },
      verification: { isFinal: true, leftStopped: false, failure },
    });
    expect({ recorded, warnings }).toEqual({
      recorded: {
        sourceServerId: DB,
        hostname: "db-1",
        role: "database",
        impactLevel: "CRITICAL",
        launchStatus: "FAILED",
        launchConfiguration: { launchDisposition: "STARTED" },
        instanceType: "r5.2xlarge",
        postLaunchActions: [],
        phases: [],
        attempt: 1,
        failure,
      },
      warnings: [],
    });
  });

  it("measures the launch time of a server whose checks failed, and no recovery time", () => {
    const failure = { event: "STATUS_CHECKS_FAILED", message: "…" };
    const { record: recorded } = record({
      verification: { isFinal: true, verifiedTo: "running", leftStopped: false, failure },
    });
    const { launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, verifiedTo } = recorded;
    expect({ launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, verifiedTo }).toEqual({
      launchTimeSeconds: 529,
      recoveryTimeSeconds: undefined,
      recoveryTimeAtLeastSeconds: undefined,
      verifiedTo: "running",
    });
  });

  describe("recovery time", () => {
    it.each<{ label: string; changes: Changes; pair: [number, number] }>([
      { label: "the last look that did not see it and the first that did", changes: {}, pair: [590, 600] },
      {
        label: "the launch and the first look, when the first look sees it",
        changes: { unfinishedAt: { at: undefined } },
        pair: [529, 600],
      },
      {
        label: "the launch and the first look, when nobody looked for two hours",
        changes: { unfinishedAt: { at: undefined }, facts: { now: START + 7_800_000 } },
        pair: [529, 7800],
      },
      {
        label: "the last look of an operation before this one and the first look",
        changes: { unfinishedAt: { at: undefined }, unrecoveredSeconds: 580, facts: { now: START + 7_800_000 } },
        pair: [580, 7800],
      },
      {
        label: "the job's start and the first look, when the log says no launch",
        changes: { unfinishedAt: { at: undefined }, facts: { log: [] } },
        pair: [0, 600],
      },
      {
        label: "no less than the launch, which the service's time of whole seconds may seem to follow",
        changes: { unfinishedAt: { at: undefined }, facts: { now: START + 528_000 } },
        pair: [529, 529],
      },
      {
        label: "the launch alone, where launched is enough",
        changes: { verification: { isFinal: true, verifiedTo: "launched", leftStopped: false } },
        pair: [529, 529],
      },
      {
        label: "two looks where launched is enough and post-launch actions ran, of which no time is known",
        changes: {
          verification: { isFinal: true, verifiedTo: "launched", leftStopped: false },
          facts: { participant: aParticipant({ postLaunchActions: [{ name: "a", status: "SUCCEEDED" }] }) },
        },
        pair: [590, 600],
      },
    ])("is between $label", ({ changes, pair }) => {
      const { record: recorded } = record(changes);
      expect([recorded.recoveryTimeAtLeastSeconds, recorded.recoveryTimeSeconds]).toEqual(pair);
    });
  });

  describe("launch time", () => {
    it("is the job's end without a LAUNCH_END, with a warning", () => {
      const { record: recorded, warnings } = record({ facts: { log: [] } });
      expect({ seconds: recorded.launchTimeSeconds, warnings }).toEqual({
        seconds: 540,
        warnings: [`launch time of ${NAME} is the job's end: the log has no LAUNCH_END`],
      });
    });

    it("counts from the first attempt, also for a server that a later attempt launched", () => {
      const later = START + 1_000_000;
      const launched = { ...aLogItem("LAUNCH_END", 1_500), at: later + 500_000 };
      const { record: recorded } = record({ facts: { log: [launched] }, job: { createdAt: later } });
      expect(recorded.launchTimeSeconds).toBe(1500);
    });
  });

  describe("recovery point", () => {
    it.each([
      {
        label: "of a pinned snapshot is its age alone",
        changes: { server: { recoverySnapshotId: "pit-1" } },
        seconds: 5,
        warnings: [],
      },
      {
        label: "of an older snapshot, which DRS took when it could take none, is its age, with a warning",
        changes: { facts: { log: [...aLog(), aLogItem("USING_PREVIOUS_SNAPSHOT", 1)] } },
        seconds: 5,
        warnings: [`${NAME} was launched from an older snapshot: DRS could not take one`],
      },
      {
        label: "of a snapshot taken after the job's creation is the lag: nothing newer was lost",
        changes: { facts: { instance: aRecoveryInstance({ pointInTimeAt: START + 400 }) } },
        seconds: 3,
        warnings: [],
      },
      {
        label: "is to the millisecond",
        changes: {
          server: { lagSeconds: 0.1 },
          facts: { instance: aRecoveryInstance({ pointInTimeAt: START - 200 }) },
        },
        seconds: 0.3,
        warnings: [],
      },
    ])("$label", ({ changes, seconds, warnings }) => {
      const result = record(changes as Changes);
      expect({ seconds: result.record.recoveryPointSeconds, warnings: result.warnings }).toEqual({ seconds, warnings });
    });

    it("is absent with a warning when DRS does not say which snapshot was used", () => {
      const { pointInTimeAt: _pointInTimeAt, ...instance } = aRecoveryInstance();
      const { record: recorded, warnings } = record({ facts: { instance } });
      expect({ seconds: recorded.recoveryPointSeconds, warnings }).toEqual({
        seconds: undefined,
        warnings: [`recovery point of ${NAME} cannot be determined: DRS does not say which snapshot was used`],
      });
    });
  });

  it("warns of a server that was judged as launched only, and not where that is what was asked for", () => {
    const stopped: FinalVerification = { isFinal: true, verifiedTo: "launched", leftStopped: true };
    expect(record({ verification: stopped }).warnings).toEqual([
      `${NAME} is left STOPPED by its launch configuration and was judged as launched only`,
    ]);
    expect(record({ verification: stopped, facts: { success: "launched" } }).warnings).toEqual([]);
  });
});
