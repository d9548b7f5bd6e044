import {
  EC2InstanceState,
  FailbackState,
  InitiatedBy,
  JobLogEvent,
  JobStatus,
  JobType,
  LaunchActionRunStatus,
  LaunchStatus,
  type Job as SdkJob,
} from "@aws-sdk/client-drs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timeOf } from "../../../../provider/src/drs/members";
import * as translate from "../../../../provider/src/drs/translate";
import { DB, jobArn } from "../factories";

const AT = "2024-09-16T04:42:46.324841+00:00";
const AT_MS = Date.UTC(2024, 8, 16, 4, 42, 46, 324);

describe(timeOf.name, () => {
  it.each([
    { label: "microseconds and an offset, as DRS really sends it", text: AT, expected: AT_MS },
    { label: "as the API model says", text: "2024-09-16T04:42:46.324Z", expected: AT_MS },
    { label: "another offset", text: "2024-09-16T06:42:46.324+02:00", expected: AT_MS },
    { label: "whole seconds", text: "2024-09-16T04:42:46Z", expected: AT_MS - 324 },
  ])("reads $label", ({ text, expected }) => {
    expect(timeOf(text)).toBe(expected);
  });

  it.each(["soon", "", "yesterday 10:00", 17, null, undefined, {}])("knows no time in %j", (odd) => {
    expect(timeOf(odd)).toBeUndefined();
  });
});

describe(translate.toJob.name, () => {
  const JOB = { jobID: "drsjob-1", arn: jobArn("drsjob-1"), creationDateTime: AT };

  it("reads the answer that StartRecovery really gives, whose tags hold the job's own ARN", () => {
    expect(
      translate.toJob({
        ...JOB,
        type: "LAUNCH",
        initiatedBy: "START_DRILL",
        status: "PENDING",
        participatingServers: [{ sourceServerID: DB, launchStatus: "PENDING", launchActionsStatus: { runs: [] } }],
        tags: { resourceArn: jobArn("drsjob-1") },
      }),
    ).toEqual({
      jobId: "drsjob-1",
      arn: jobArn("drsjob-1"),
      type: "LAUNCH",
      initiatedBy: "START_DRILL",
      status: "PENDING",
      createdAt: AT_MS,
      servers: [{ sourceServerId: DB, launchStatus: "PENDING", postLaunchActions: [] }],
      tags: { resourceArn: jobArn("drsjob-1") },
    });
  });

  it("takes nothing for granted that DRS does not say", () => {
    expect(translate.toJob(JOB)).toEqual({
      jobId: "drsjob-1",
      arn: jobArn("drsjob-1"),
      type: "unknown",
      initiatedBy: "unknown",
      status: "unknown",
      createdAt: AT_MS,
      servers: [],
      tags: {},
      tagsUnknown: true,
    });
  });

  it.each(Object.values(JobStatus))("passes the status %s on", (status) => {
    expect(translate.toJob({ ...JOB, status }).status).toBe(status);
  });

  it.each(Object.values(JobType))("passes the type %s on", (type) => {
    expect(translate.toJob({ ...JOB, type }).type).toBe(type);
  });

  it.each(Object.values(InitiatedBy))("passes the initiator %s on", (initiatedBy) => {
    expect(translate.toJob({ ...JOB, initiatedBy }).initiatedBy).toBe(initiatedBy);
  });

  it.each(Object.values(LaunchStatus))("passes the launch status %s on", (launchStatus) => {
    const participatingServers = [{ sourceServerID: DB, launchStatus }];
    expect(translate.toJob({ ...JOB, participatingServers }).servers).toEqual([
      { sourceServerId: DB, launchStatus, postLaunchActions: [] },
    ]);
  });

  it("reads when the job ended", () => {
    expect(translate.toJob({ ...JOB, endDateTime: "2024-09-16T04:51:46.324841+00:00" }).endedAt).toBe(AT_MS + 540_000);
  });

  it.each(Object.values(LaunchActionRunStatus))("passes an action's status %s on", (status) => {
    const launchActionsStatus = { runs: [{ action: { name: "check" }, status, failureReason: "no agent" }] };
    const participatingServers = [{ sourceServerID: DB, launchActionsStatus }];
    expect(translate.toJob({ ...JOB, participatingServers }).servers[0]?.postLaunchActions).toEqual([
      { name: "check", status, failureReason: "no agent" },
    ]);
  });

  it.each([
    { label: "name", run: { action: { name: "check", actionCode: "AWS-Check" }, runId: "r-1" }, name: "check" },
    { label: "code", run: { action: { actionCode: "AWS-Check" }, runId: "r-1" }, name: "AWS-Check" },
    { label: "run", run: { runId: "r-1" }, name: "r-1" },
    { label: "lack of any", run: {}, name: "unnamed action" },
  ])("names an action by its $label", ({ run, name }) => {
    const participatingServers = [{ sourceServerID: DB, launchActionsStatus: { runs: [run] } }];
    expect(translate.toJob({ ...JOB, participatingServers }).servers[0]?.postLaunchActions).toMatchObject([{ name }]);
  });

  it.each([
    { label: "its id", job: { ...JOB, jobID: undefined }, seen: { jobId: "drsjob-1", arn: jobArn("drsjob-1") } },
    { label: "its ARN", job: { ...JOB, arn: undefined }, seen: { jobId: "drsjob-1", arn: undefined } },
    { label: "both", job: { ...JOB, jobID: undefined, arn: undefined }, seen: { jobId: "", arn: undefined } },
    {
      label: "both, with an ARN of something else",
      job: { ...JOB, jobID: undefined, arn: "arn:aws:drs:us-west-2:1:source-server/s-1" },
      seen: { jobId: "", arn: "arn:aws:drs:us-west-2:1:source-server/s-1" },
    },
  ])("reads what is there of a job without $label", ({ job, seen }) => {
    const { jobId, arn } = translate.toJob(job as SdkJob);
    expect({ jobId, arn }).toEqual(seen);
  });

  it.each([
    { label: "that it launched, once", statuses: ["LAUNCHED", "LAUNCHED"], launchStatus: "LAUNCHED" },
    { label: "more than that it goes on", statuses: ["LAUNCHED", "PENDING"], launchStatus: "LAUNCHED" },
    { label: "more than nothing", statuses: [undefined, "IN_PROGRESS"], launchStatus: "IN_PROGRESS" },
    { label: "what speaks against a launch", statuses: ["FAILED", "LAUNCHED"], launchStatus: "FAILED" },
    { label: "a word that is new, too", statuses: ["LAUNCHED", "NEW"], launchStatus: "NEW" },
  ])("reads of a server that is listed twice $label", ({ statuses, launchStatus }) => {
    const launchActionsStatus = { runs: [{ runId: "run-1" }] };
    const participatingServers = statuses.map((status) => ({
      sourceServerID: DB,
      launchStatus: status as never,
      launchActionsStatus,
    }));
    for (const list of [participatingServers, [...participatingServers].reverse()]) {
      expect(translate.toJob({ ...JOB, participatingServers: list }).servers).toEqual([
        { sourceServerId: DB, launchStatus, postLaunchActions: [{ name: "run-1", runId: "run-1" }] },
      ]);
    }
  });

  it.each([
    { label: "none", tags: {}, seen: { tags: {}, tagsUnknown: undefined } },
    { label: "nothing of its tags", tags: null as never, seen: { tags: {}, tagsUnknown: true } },
    { label: "no set of tags", tags: "odd" as never, seen: { tags: {}, tagsUnknown: true } },
  ])("knows a job without tags from one of which DRS says $label", ({ tags: given, seen }) => {
    const { tags, tagsUnknown } = translate.toJob({ ...JOB, tags: given });
    expect({ tags, tagsUnknown }).toEqual(seen);
  });

  it("counts servers without an id beside those that are named", () => {
    const participatingServers = [{ sourceServerID: undefined }, { sourceServerID: DB }] as never;
    expect(translate.toJob({ ...JOB, participatingServers })).toMatchObject({
      servers: [{ sourceServerId: DB, postLaunchActions: [] }],
      unnamedServers: 1,
    });
  });

  it("reads when the SSM agent was found, and which action a run is of", () => {
    const launchActionsStatus = {
      ssmAgentDiscoveryDatetime: AT,
      runs: [{ action: { actionId: "a-1", name: "check", optional: true }, status: "SUCCEEDED" as const }],
    };
    const participatingServers = [{ sourceServerID: DB, recoveryInstanceID: "i-1", launchActionsStatus }];
    expect(translate.toJob({ ...JOB, participatingServers }).servers).toEqual([
      {
        sourceServerId: DB,
        recoveryInstanceId: "i-1",
        agentDiscoveredAt: AT_MS,
        postLaunchActions: [{ actionId: "a-1", name: "check", optional: true, status: "SUCCEEDED" }],
      },
    ]);
  });
});

describe(translate.toJobLogItem.name, () => {
  it.each([...Object.values(JobLogEvent), "LAUNCH_END", "WHAT_AWS_ADDS"])("passes the event %s on", (event) => {
    expect(translate.toJobLogItem({ logDateTime: AT, event: event as JobLogEvent })).toEqual({ at: AT_MS, event });
  });

  it("reads whose it is, what it launched and why it failed", () => {
    const eventData = { sourceServerID: DB, targetInstanceID: "i-1", rawError: "no capacity" };
    expect(translate.toJobLogItem({ logDateTime: AT, event: "LAUNCH_FAILED", eventData })).toEqual({
      at: AT_MS,
      event: "LAUNCH_FAILED",
      sourceServerId: DB,
      targetInstanceId: "i-1",
      message: "no capacity",
    });
  });

  it("says unknown for an event without a name", () => {
    expect(translate.toJobLogItem({ logDateTime: AT })).toEqual({ at: AT_MS, event: "unknown" });
  });
});

describe(translate.toLaunchAction.name, () => {
  it.each([
    {
      action: { actionId: "a-1", name: "check", actionCode: "AWS-Check", active: true, optional: false },
      expected: { actionId: "a-1", name: "check", active: true, optional: false },
    },
    { action: { actionCode: "AWS-Check" }, expected: { name: "AWS-Check" } },
    { action: {}, expected: { name: "unnamed action" } },
  ])("reads $action", ({ action, expected }) => {
    expect(translate.toLaunchAction(action)).toEqual(expected);
  });
});

describe("an answer with any member absent or of another type", () => {
  const readers = {
    toJob: translate.toJob,
    toJobLogItem: translate.toJobLogItem,
    toRecoveryInstance: translate.toRecoveryInstance,
    toRecoverySnapshot: translate.toRecoverySnapshot,
    toLaunchAction: translate.toLaunchAction,
  } as const;
  const members = {
    toJob: [
      "jobID",
      "arn",
      "type",
      "initiatedBy",
      "creationDateTime",
      "endDateTime",
      "status",
      "participatingServers",
      "tags",
    ],
    toJobLogItem: ["logDateTime", "event", "eventData"],
    toRecoveryInstance: [
      "ec2InstanceID",
      "ec2InstanceState",
      "jobID",
      "recoveryInstanceID",
      "sourceServerID",
      "failback",
      "pointInTimeSnapshotDateTime",
      "isDrill",
    ],
    toRecoverySnapshot: ["snapshotID", "expectedTimestamp", "timestamp"],
    toLaunchAction: ["actionId", "actionCode", "name", "active", "optional"],
  } as const;
  const server = fc.record(
    {
      sourceServerID: fc.anything(),
      launchStatus: fc.anything(),
      launchActionsStatus: fc.anything(),
      recoveryInstanceID: fc.anything(),
    },
    { requiredKeys: [] },
  );

  it.each(Object.keys(readers) as (keyof typeof readers)[])("is read by %s, whatever it holds", (name) => {
    const parts = Object.fromEntries(
      members[name].map((member) => [member, member === "participatingServers" ? fc.array(server) : fc.anything()]),
    );
    fc.assert(
      fc.property(fc.record(parts, { requiredKeys: [] }), (answer) => {
        readers[name](answer as never);
      }),
    );
  });
});

describe(translate.toRecoveryInstance.name, () => {
  const INSTANCE = { recoveryInstanceID: "i-1", sourceServerID: DB };

  it("reads every member", () => {
    expect(
      translate.toRecoveryInstance({
        ...INSTANCE,
        ec2InstanceID: "i-2",
        ec2InstanceState: "RUNNING",
        jobID: "drsjob-1",
        isDrill: true,
        pointInTimeSnapshotDateTime: AT,
        failback: { state: "FAILBACK_NOT_STARTED" },
      }),
    ).toEqual({
      recoveryInstanceId: "i-1",
      ec2InstanceId: "i-2",
      ec2InstanceState: "RUNNING",
      sourceServerId: DB,
      jobId: "drsjob-1",
      isDrill: true,
      pointInTimeAt: AT_MS,
      failbackState: "FAILBACK_NOT_STARTED",
    });
  });

  it("leaves open what DRS does not say, a drill's instance or not included", () => {
    expect(translate.toRecoveryInstance(INSTANCE)).toEqual({
      recoveryInstanceId: "i-1",
      ec2InstanceId: "i-1",
      ec2InstanceState: "unknown",
      sourceServerId: DB,
    });
  });

  it("names the instance by whichever of its ids is there, and by none", () => {
    const ids = [{ recoveryInstanceID: "i-1" }, { ec2InstanceID: "i-1" }, {}].map((given) => {
      const { recoveryInstanceId, ec2InstanceId } = translate.toRecoveryInstance(given);
      return { recoveryInstanceId, ec2InstanceId };
    });
    const named = { recoveryInstanceId: "i-1", ec2InstanceId: "i-1" };
    expect(ids).toEqual([named, named, { recoveryInstanceId: "", ec2InstanceId: "" }]);
  });

  it.each(Object.values(EC2InstanceState))("passes the EC2 state %s on", (ec2InstanceState) => {
    expect(translate.toRecoveryInstance({ ...INSTANCE, ec2InstanceState }).ec2InstanceState).toBe(ec2InstanceState);
  });

  it.each(Object.values(FailbackState))("passes the failback state %s on", (state) => {
    expect(translate.toRecoveryInstance({ ...INSTANCE, failback: { state } }).failbackState).toBe(state);
  });
});

describe(translate.toRecoverySnapshot.name, () => {
  it.each([
    {
      label: "its own time",
      snapshot: { timestamp: AT, expectedTimestamp: "2024-01-01T00:00:00Z" },
      expected: { takenAt: AT_MS },
    },
    {
      label: "the time that was expected, when it has none because it is still being made",
      snapshot: { expectedTimestamp: AT },
      expected: { takenAt: AT_MS, unfinished: true },
    },
  ])("takes $label", ({ snapshot, expected }) => {
    expect(translate.toRecoverySnapshot({ snapshotID: "pit-1", sourceServerID: DB, ...snapshot } as never)).toEqual([
      { recoverySnapshotId: "pit-1", ...expected },
    ]);
  });

  it("leaves out a snapshot without an id, and the time of one without any", () => {
    const snapshots = [{ expectedTimestamp: AT }, { snapshotID: "pit-1" }];
    expect(snapshots.map((each) => translate.toRecoverySnapshot(each as never))).toEqual([
      [],
      [{ recoverySnapshotId: "pit-1", unfinished: true }],
    ]);
  });
});
