/** From the SDK's shapes, in which every member may be absent, to ours. The one place that knows both. */
import { isIPv4 } from "node:net";
import type {
  GetLaunchConfigurationCommandOutput,
  GetReplicationConfigurationCommandOutput,
  Job as SdkJob,
  JobLog as SdkJobLog,
  LaunchAction as SdkLaunchAction,
  LaunchActionRun as SdkLaunchActionRun,
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
  LaunchAction,
  LaunchConfiguration,
  ParticipatingServer,
  PostLaunchActionRun,
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

/** The text; undefined for one that is absent, empty or no text. One odd detail never stops an operation. */
function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The id of an EC2 instance; undefined for a text that is none (model, EC2InstanceID): a request with it would be refused. */
function toInstanceId(value: unknown): string | undefined {
  const text = toText(value);
  return text !== undefined && /^i-\w+$/.test(text) ? text : undefined;
}

/** True or false as DRS says it; undefined where it says neither. */
function toFlag(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** The items; none for what is no list. */
function toItems<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "object" && item !== null) : [];
}

/** The tags whose values are texts. */
function toTags(tags: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags ?? {}).flatMap(([key, value]) => (typeof value === "string" ? [[key, value]] : [])),
  );
}

/**
 * Epoch ms; undefined for what is not a time. DRS sends `2024-09-16T04:42:46.324841+00:00` although its model says `…Z`
 * (docs/drs-facts.md#times); both are read.
 */
export function toEpochMs(dateTime: unknown): number | undefined {
  const parsed = Date.parse(toText(dateTime) ?? "");
  return Number.isNaN(parsed) ? undefined : parsed;
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
    at: toEpochMs(apiCallDateTime),
    status: lifeCycle?.lastLaunch?.status,
  });
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

/** The job; its id is read off its ARN where the answer lacks the id itself. */
export function toJob(job: SdkJob): Job {
  const servers = toItems(job.participatingServers);
  const named = servers.flatMap(toParticipatingServer);
  const arn = toText(job.arn);
  return withoutUndefined({
    jobId: toJobId(job.jobID) ?? idInArn(arn) ?? "",
    arn,
    type: toText(job.type) ?? "unknown",
    initiatedBy: toText(job.initiatedBy) ?? "unknown",
    status: toText(job.status) ?? "unknown",
    createdAt: toEpochMs(job.creationDateTime),
    endedAt: toEpochMs(job.endDateTime),
    servers: named,
    unnamedServers: named.length === servers.length ? undefined : servers.length - named.length,
    tags: toTags(job.tags),
  });
}

function toJobId(value: unknown): string | undefined {
  const text = toText(value);
  return text !== undefined && /^drsjob-[\w-]+$/.test(text) ? text : undefined;
}

/** `drsjob-…` of `arn:aws:drs:us-west-2:111122223333:job/drsjob-…`. */
function idInArn(arn: string | undefined): string | undefined {
  return /:job\/(drsjob-\w+)$/.exec(arn ?? "")?.[1];
}

/** The participant in a list of its own; an empty list where DRS does not say which server it is. */
function toParticipatingServer(server: SdkParticipatingServer): ParticipatingServer[] {
  const sourceServerId = toText(server.sourceServerID);
  if (sourceServerId === undefined) {
    return [];
  }
  const actions = server.launchActionsStatus;
  return [
    withoutUndefined({
      sourceServerId,
      launchStatus: toText(server.launchStatus),
      recoveryInstanceId: toInstanceId(server.recoveryInstanceID),
      agentDiscoveredAt: toEpochMs(actions?.ssmAgentDiscoveryDatetime),
      postLaunchActions: toItems(actions?.runs).map(toActionRun),
    }),
  ];
}

function toActionRun({ action, runId, status, failureReason }: SdkLaunchActionRun): PostLaunchActionRun {
  return withoutUndefined({
    actionId: toText(action?.actionId),
    name: toText(action?.name) ?? toText(action?.actionCode) ?? toText(runId) ?? "unnamed action",
    optional: toFlag(action?.optional),
    status: toText(status),
    failureReason: toText(failureReason),
  });
}

export function toLaunchAction({ actionId, name, actionCode, active, optional }: SdkLaunchAction): LaunchAction {
  return withoutUndefined({
    actionId: toText(actionId),
    name: toText(name) ?? toText(actionCode) ?? toText(actionId) ?? "unnamed action",
    active: toFlag(active),
    optional: toFlag(optional),
  });
}

export function toJobLogItem({ logDateTime, event, eventData }: SdkJobLog): JobLogItem {
  return withoutUndefined({
    at: toEpochMs(logDateTime),
    event: toText(event) ?? "unknown",
    sourceServerId: toText(eventData?.sourceServerID),
    targetInstanceId: toInstanceId(eventData?.targetInstanceID),
    message: toText(eventData?.rawError),
  });
}

/** The instance; of its two ids, which are the same, one is enough. */
export function toRecoveryInstance(instance: SdkRecoveryInstance): RecoveryInstance {
  const [inDrs, inEc2] = [toInstanceId(instance.recoveryInstanceID), toInstanceId(instance.ec2InstanceID)];
  return withoutUndefined({
    recoveryInstanceId: inDrs ?? inEc2 ?? "",
    ec2InstanceId: inEc2 ?? inDrs ?? "",
    ec2InstanceState: toText(instance.ec2InstanceState) ?? "unknown",
    sourceServerId: toText(instance.sourceServerID),
    jobId: toJobId(instance.jobID),
    isDrill: toFlag(instance.isDrill),
    pointInTimeAt: toEpochMs(instance.pointInTimeSnapshotDateTime),
    failbackState: toText(instance.failback?.state),
  });
}

/** The snapshot in a list of its own; an empty list where DRS does not name it. */
export function toRecoverySnapshot(snapshot: SdkRecoverySnapshot): RecoverySnapshot[] {
  const recoverySnapshotId = toText(snapshot.snapshotID);
  if (recoverySnapshotId === undefined) {
    return [];
  }
  const takenAt = toEpochMs(snapshot.timestamp) ?? toEpochMs(snapshot.expectedTimestamp);
  return [withoutUndefined({ recoverySnapshotId, takenAt })];
}
