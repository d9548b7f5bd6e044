/** From the SDK's shapes of jobs and what they launch, in which every member may be absent or odd, to ours. Pure. */
import type {
  Job as SdkJob,
  JobLog as SdkJobLog,
  LaunchAction as SdkLaunchAction,
  LaunchActionRun as SdkLaunchActionRun,
  ParticipatingServer as SdkParticipatingServer,
  RecoveryInstance as SdkRecoveryInstance,
  RecoverySnapshot as SdkRecoverySnapshot,
} from "@aws-sdk/client-drs";
import { withoutUndefined } from "../withoutUndefined";
import { flagOf, isObject, textOf, textsOf, timeOf } from "./members";
import { NOT_SAID, SERVER_OPEN } from "./status";
import type {
  Job,
  JobLogItem,
  LaunchAction,
  ParticipatingServer,
  PostLaunchActionRun,
  RecoveryInstance,
  RecoverySnapshot,
} from "./types";

/** The id of an EC2 instance; undefined for a text that is none (model, EC2InstanceID): a request with it would be refused. */
function toInstanceId(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^i-\w+$/.test(text) ? text : undefined;
}

/** The items that are objects; none for what is no list. */
function toItems<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value.filter((item): boolean => isObject(item)) : [];
}

/** The job; its id is read off its ARN where the answer lacks the id itself. */
export function toJob(job: SdkJob): Job {
  const servers = toItems(job.participatingServers);
  const named = servers.flatMap(toParticipatingServer);
  const arn = textOf(job.arn);
  return withoutUndefined({
    jobId: toJobId(job.jobID) ?? idInArn(arn) ?? "",
    arn,
    type: textOf(job.type) ?? NOT_SAID,
    initiatedBy: textOf(job.initiatedBy) ?? NOT_SAID,
    status: textOf(job.status) ?? NOT_SAID,
    createdAt: timeOf(job.creationDateTime),
    endedAt: timeOf(job.endDateTime),
    servers: eachOnce(named),
    unnamedServers: named.length === servers.length ? undefined : servers.length - named.length,
    tags: textsOf(job.tags),
    tagsUnknown: isObject(job.tags) ? undefined : (true as const),
  });
}

/** How much a launch status weighs where a list has a server more than once: what speaks against a launch comes first. */
const WEIGHTS: readonly (string | undefined)[] = [undefined, ...SERVER_OPEN, "LAUNCHED"];

/** Each server once. */
function eachOnce(servers: readonly ParticipatingServer[]): ParticipatingServer[] {
  const byId = new Map<string, ParticipatingServer>();
  for (const server of servers) {
    const known = byId.get(server.sourceServerId);
    byId.set(server.sourceServerId, known === undefined ? server : merged(known, server));
  }
  return [...byId.values()];
}

function merged(one: ParticipatingServer, other: ParticipatingServer): ParticipatingServer {
  const [less, more] = weightOf(one) <= weightOf(other) ? [one, other] : [other, one];
  const said = new Set(more.postLaunchActions.map((run) => JSON.stringify(run)));
  const others = less.postLaunchActions.filter((run) => !said.has(JSON.stringify(run)));
  return { ...less, ...more, postLaunchActions: [...more.postLaunchActions, ...others] };
}

function weightOf({ launchStatus }: ParticipatingServer): number {
  const weight = WEIGHTS.indexOf(launchStatus);
  return weight < 0 ? WEIGHTS.length : weight;
}

/** The id of a job; undefined for a text that is none: a request with it would be refused. */
function toJobId(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && /^drsjob-[\w-]+$/.test(text) ? text : undefined;
}

/** `drsjob-…` of `arn:aws:drs:us-west-2:111122223333:job/drsjob-…`. */
function idInArn(arn: string | undefined): string | undefined {
  return /:job\/(drsjob-\w+)$/.exec(arn ?? "")?.[1];
}

/** The participant in a list of its own; an empty list where DRS does not say which server it is. */
function toParticipatingServer(server: SdkParticipatingServer): ParticipatingServer[] {
  const sourceServerId = textOf(server.sourceServerID);
  if (sourceServerId === undefined) {
    return [];
  }
  const actions = server.launchActionsStatus;
  return [
    withoutUndefined({
      sourceServerId,
      launchStatus: textOf(server.launchStatus),
      recoveryInstanceId: toInstanceId(server.recoveryInstanceID),
      agentDiscoveredAt: timeOf(actions?.ssmAgentDiscoveryDatetime),
      postLaunchActions: toItems(actions?.runs).map(toActionRun),
    }),
  ];
}

function toActionRun({ action, runId, status, failureReason }: SdkLaunchActionRun): PostLaunchActionRun {
  return withoutUndefined({
    actionId: textOf(action?.actionId),
    name: textOf(action?.name) ?? textOf(action?.actionCode) ?? textOf(runId) ?? "unnamed action",
    optional: flagOf(action?.optional),
    status: textOf(status),
    failureReason: textOf(failureReason),
    runId: textOf(runId),
    document: textOf(action?.actionCode),
    isAutomation: action?.type === "SSM_AUTOMATION" ? (true as const) : undefined,
  });
}

export function toLaunchAction({
  actionId,
  name,
  actionCode,
  active,
  optional,
  category,
}: SdkLaunchAction): LaunchAction {
  return withoutUndefined({
    actionId: textOf(actionId),
    name: textOf(name) ?? textOf(actionCode) ?? textOf(actionId) ?? "unnamed action",
    active: flagOf(active),
    optional: flagOf(optional),
    category: textOf(category),
  });
}

export function toJobLogItem({ logDateTime, event, eventData }: SdkJobLog): JobLogItem {
  return withoutUndefined({
    at: timeOf(logDateTime),
    event: textOf(event) ?? "unknown",
    sourceServerId: textOf(eventData?.sourceServerID),
    targetInstanceId: toInstanceId(eventData?.targetInstanceID),
    message: textOf(eventData?.rawError),
  });
}

/** The instance; of its two ids, which are the same, one is enough. */
export function toRecoveryInstance(instance: SdkRecoveryInstance): RecoveryInstance {
  const [inDrs, inEc2] = [toInstanceId(instance.recoveryInstanceID), toInstanceId(instance.ec2InstanceID)];
  return withoutUndefined({
    recoveryInstanceId: inDrs ?? inEc2 ?? "",
    ec2InstanceId: inEc2 ?? inDrs ?? "",
    ec2InstanceState: textOf(instance.ec2InstanceState) ?? "unknown",
    sourceServerId: textOf(instance.sourceServerID),
    jobId: toJobId(instance.jobID),
    isDrill: flagOf(instance.isDrill),
    pointInTimeAt: timeOf(instance.pointInTimeSnapshotDateTime),
    failbackState: textOf(instance.failback?.state),
  });
}

/** The snapshot in a list of its own; an empty list where DRS does not name it. */
export function toRecoverySnapshot(snapshot: SdkRecoverySnapshot): RecoverySnapshot[] {
  const recoverySnapshotId = textOf(snapshot.snapshotID);
  if (recoverySnapshotId === undefined) {
    return [];
  }
  const taken = timeOf(snapshot.timestamp);
  const takenAt = taken ?? timeOf(snapshot.expectedTimestamp);
  return [
    withoutUndefined({ recoverySnapshotId, takenAt, unfinished: taken === undefined ? (true as const) : undefined }),
  ];
}
