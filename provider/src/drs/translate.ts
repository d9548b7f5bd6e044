/** From the SDK's shapes of jobs and what they made, in which every member may be absent, to ours. */
import type {
  Job as SdkJob,
  JobLog as SdkJobLog,
  ParticipatingServer as SdkParticipatingServer,
  RecoveryInstance as SdkRecoveryInstance,
  RecoverySnapshot as SdkRecoverySnapshot,
} from "@aws-sdk/client-drs";
import { withoutUndefined } from "../withoutUndefined";
import type { Job, JobLogItem, ParticipatingServer, RecoveryInstance, RecoverySnapshot } from "./types";

function required<T>(value: T | undefined, member: string): T {
  if (value === undefined) {
    throw new Error(`DRS's answer lacks the member ${member}`);
  }
  return value;
}

/**
 * Epoch ms. DRS sends `2024-09-16T04:42:46.324841+00:00` although its model says `…Z` (docs/drs-facts.md#times); both
 * are read.
 */
export function toEpochMs(dateTime: string): number {
  const parsed = Date.parse(dateTime);
  if (Number.isNaN(parsed)) {
    throw new Error(`DRS's answer has the time "${dateTime}", expected ISO 8601`);
  }
  return parsed;
}

export function toJob(job: SdkJob): Job {
  return withoutUndefined({
    jobId: required(job.jobID, "Job.jobID"),
    arn: required(job.arn, "Job.arn"),
    type: job.type ?? "unknown",
    initiatedBy: job.initiatedBy ?? "unknown",
    status: job.status ?? "unknown",
    createdAt: toEpochMs(required(job.creationDateTime, "Job.creationDateTime")),
    endedAt: job.endDateTime === undefined ? undefined : toEpochMs(job.endDateTime),
    servers: (job.participatingServers ?? []).map(toParticipatingServer),
    tags: job.tags ?? {},
  });
}

function toParticipatingServer(server: SdkParticipatingServer): ParticipatingServer {
  return {
    sourceServerId: required(server.sourceServerID, "ParticipatingServer.sourceServerID"),
    launchStatus: server.launchStatus ?? "unknown",
    postLaunchActions: (server.launchActionsStatus?.runs ?? []).map((run) =>
      withoutUndefined({
        name: run.action?.name ?? run.action?.actionCode ?? run.runId ?? "unnamed action",
        status: run.status ?? "unknown",
        failureReason: run.failureReason,
      }),
    ),
  };
}

export function toJobLogItem(item: SdkJobLog): JobLogItem {
  return withoutUndefined({
    at: toEpochMs(required(item.logDateTime, "JobLog.logDateTime")),
    event: item.event ?? "unknown",
    sourceServerId: item.eventData?.sourceServerID,
    targetInstanceId: item.eventData?.targetInstanceID,
    message: item.eventData?.rawError,
  });
}

export function toRecoveryInstance(instance: SdkRecoveryInstance): RecoveryInstance {
  const recoveryInstanceId = required(instance.recoveryInstanceID, "RecoveryInstance.recoveryInstanceID");
  const pointInTime = instance.pointInTimeSnapshotDateTime;
  return withoutUndefined({
    recoveryInstanceId,
    ec2InstanceId: instance.ec2InstanceID ?? recoveryInstanceId,
    ec2InstanceState: instance.ec2InstanceState ?? "unknown",
    sourceServerId: required(instance.sourceServerID, "RecoveryInstance.sourceServerID"),
    jobId: instance.jobID,
    // An instance of unknown kind is treated as a real recovery: the safe reading.
    isDrill: instance.isDrill ?? false,
    pointInTimeAt: pointInTime === undefined ? undefined : toEpochMs(pointInTime),
    failbackState: instance.failback?.state,
  });
}

export function toRecoverySnapshot(snapshot: SdkRecoverySnapshot): RecoverySnapshot {
  return withoutUndefined({
    recoverySnapshotId: required(snapshot.snapshotID, "RecoverySnapshot.snapshotID"),
    takenAt: toEpochMs(
      required(snapshot.timestamp ?? snapshot.expectedTimestamp, "RecoverySnapshot.expectedTimestamp"),
    ),
    unfinished: snapshot.timestamp === undefined ? (true as const) : undefined,
  });
}
