/** From the SDK's shapes, in which every member may be absent, to ours. The one place that knows both. */
import { isIPv4 } from "node:net";
import type {
  GetLaunchConfigurationCommandOutput,
  GetReplicationConfigurationCommandOutput,
  Job as SdkJob,
  JobLog as SdkJobLog,
  ParticipatingServer as SdkParticipatingServer,
  RecoveryInstance as SdkRecoveryInstance,
  RecoverySnapshot as SdkRecoverySnapshot,
  SourceProperties as SdkSourceProperties,
  SourceServer as SdkSourceServer,
} from "@aws-sdk/client-drs";
import type { LaunchConfigurationSettings, ObservedSource } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type {
  Job,
  JobLogItem,
  LaunchConfiguration,
  ParticipatingServer,
  RecoveryInstance,
  RecoverySnapshot,
  ReplicationConfiguration,
  SourceServer,
} from "./types";

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

/**
 * Seconds of an ISO 8601 duration such as `PT1H3.5S`; undefined for anything else. Years and months do not occur
 * (docs/drs-facts.md#durations).
 */
export function toSeconds(duration: string | undefined): number | undefined {
  const match = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(duration ?? "");
  if (match === null || /[PT]$/.test(duration ?? "")) {
    return undefined;
  }
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
}

export function toSourceServer(server: SdkSourceServer): SourceServer {
  const hints = server.sourceProperties?.identificationHints;
  return withoutUndefined({
    sourceServerId: required(server.sourceServerID, "SourceServer.sourceServerID"),
    arn: required(server.arn, "SourceServer.arn"),
    hostname: hints?.hostname ?? hints?.fqdn,
    tags: server.tags ?? {},
    replicationState: server.dataReplicationInfo?.dataReplicationState,
    lagSeconds: toSeconds(server.dataReplicationInfo?.lagDuration),
    source: toSource(server.sourceProperties),
    replicatedDisks: toDeviceNames(server.dataReplicationInfo?.replicatedDisks),
    lastLaunch: toLastLaunch(server),
  });
}

/** The server as its agent reports it; undefined when nothing is reported. */
function toSource(properties: SdkSourceProperties = {}): ObservedSource | undefined {
  const { os, cpus, ramBytes, networkInterfaces = [], disks } = properties;
  const cores = (cpus ?? []).flatMap((cpu) => cpu.cores ?? []);
  const { ips = [] } = networkInterfaces.find((each) => each.isPrimary) ?? networkInterfaces[0] ?? {};
  const source = withoutUndefined({
    operatingSystem: os?.fullString,
    cores: cores.length === 0 ? undefined : cores.reduce((sum, each) => sum + each),
    memoryBytes: ramBytes,
    privateIp: ips.find((ip) => isIPv4(ip)) ?? ips[0],
    disks: toDeviceNames(disks),
  });
  return Object.keys(source).length === 0 ? undefined : source;
}

/** Undefined also when a disk has no name: the list without it would look complete. */
function toDeviceNames(disks: readonly { deviceName?: string }[] | undefined): string[] | undefined {
  const names = disks?.flatMap((disk) => disk.deviceName ?? []);
  return names?.length === disks?.length ? names : undefined;
}

function toLastLaunch({ lifeCycle }: SdkSourceServer): SourceServer["lastLaunch"] {
  const initiated = lifeCycle?.lastLaunch?.initiated;
  if (initiated?.type === undefined) {
    return undefined;
  }
  const { jobID, type, apiCallDateTime } = initiated;
  return withoutUndefined({
    jobId: jobID,
    type,
    at: toReadableTime(apiCallDateTime),
    status: lifeCycle?.lastLaunch?.status,
  });
}

/** Epoch ms; undefined for what is not a time. For times that no drill depends on. */
function toReadableTime(dateTime: string | undefined): number | undefined {
  const parsed = Date.parse(dateTime ?? "");
  return Number.isNaN(parsed) ? undefined : parsed;
}

export function toLaunchConfiguration(output: GetLaunchConfigurationCommandOutput): LaunchConfiguration {
  const settings = withoutUndefined({
    targetInstanceTypeRightSizingMethod: output.targetInstanceTypeRightSizingMethod,
    launchDisposition: output.launchDisposition,
    copyPrivateIp: output.copyPrivateIp,
    copyTags: output.copyTags,
    licensing: output.licensing,
    postLaunchEnabled: output.postLaunchEnabled,
    launchIntoInstanceProperties: output.launchIntoInstanceProperties,
  }) as LaunchConfigurationSettings;
  return withoutUndefined({ settings, launchTemplateId: output.ec2LaunchTemplateID });
}

export function toReplicationConfiguration(
  output: Omit<GetReplicationConfigurationCommandOutput, "$metadata">,
): ReplicationConfiguration {
  return withoutUndefined({
    stagingAreaSubnetId: output.stagingAreaSubnetId,
    ebsEncryption: output.ebsEncryption,
    dataPlaneRouting: output.dataPlaneRouting,
    createPublicIP: output.createPublicIP,
    replicatedDisks: toDeviceNames(output.replicatedDisks),
  });
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
  return {
    recoverySnapshotId: required(snapshot.snapshotID, "RecoverySnapshot.snapshotID"),
    takenAt: toEpochMs(
      required(snapshot.timestamp ?? snapshot.expectedTimestamp, "RecoverySnapshot.expectedTimestamp"),
    ),
  };
}
