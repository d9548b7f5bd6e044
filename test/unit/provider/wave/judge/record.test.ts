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
}

/** The record of a server that launched 529 s after the start and passed its checks at 600 s. */
function record({ server, facts, verification, job }: Changes = {}) {
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
      ec2: { instanceId: "i-00000001", state: "running", instanceType: "r5.2xlarge" },
    },
    { job: aJob(job), log: [...log] },
    { startedAt: START, attempt: 1 },
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
      recoveryTimeSeconds: 529,
      verifiedSeconds: 600,
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

  it("measures the recovery time of a server whose checks failed, and no time to verification", () => {
    const failure = { event: "STATUS_CHECKS_FAILED", message: "…" };
    const { record: recorded } = record({
      verification: { isFinal: true, verifiedTo: "running", leftStopped: false, failure },
    });
    const { recoveryTimeSeconds, verifiedSeconds, verifiedTo } = recorded;
    expect({ recoveryTimeSeconds, verifiedSeconds, verifiedTo }).toEqual({
      recoveryTimeSeconds: 529,
      verifiedSeconds: undefined,
      verifiedTo: "running",
    });
  });

  describe("recovery time", () => {
    it("is the job's end without a LAUNCH_END, with a warning", () => {
      const { record: recorded, warnings } = record({ facts: { log: [] } });
      expect({ seconds: recorded.recoveryTimeSeconds, warnings }).toEqual({
        seconds: 540,
        warnings: [`recovery time of ${NAME} is the job's end: the log has no LAUNCH_END`],
      });
    });

    it("counts from the first attempt, also for a server that a later attempt launched", () => {
      const later = START + 1_000_000;
      const launched = { ...aLogItem("LAUNCH_END", 1_500), at: later + 500_000 };
      const { record: recorded } = record({ facts: { log: [launched] }, job: { createdAt: later } });
      expect(recorded.recoveryTimeSeconds).toBe(1500);
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
