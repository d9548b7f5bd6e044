/** Valid things of the provider. A test changes the one field that it is about. */
import type { Job, JobLogItem, ParticipatingServer, RecoveryInstance } from "../../../provider/src/drs/types";
import type { InstanceStatus } from "../../../provider/src/ec2/types";
import { DrsRequestError, UNREADABLE_ANSWER } from "../../../provider/src/errors";
import type { WaveInputs, WaveState } from "../../../provider/src/lifecycle/state";
import { toState } from "../../../provider/src/lifecycle/state";
import type {
  AttemptRecord,
  DrillWaveIntent,
  DrillWaveOutputs,
  Observation,
  ObservedReplication,
  ObservedServer,
  ServerRecord,
  Surroundings,
} from "../../../provider/src/vocabulary";
import { fromOutputs } from "../../../provider/src/wave/judge/outputs";
import { type PlannedServer, planServer, type WaveRun } from "../../../provider/src/wave/run";
import { type DeclaredServer, toWave, type Wave } from "../../../provider/src/wave/wave";

export const DB = "s-00000000000000001";
export const WEB = "s-00000000000000002";
export const APP = "s-00000000000000003";
export const REGION = "us-west-2";
export const ACCOUNT = "111122223333";
export const NONCE = "0123456789abcdef0123456789abcdef";
/** The EC2 tag in which DRS names an instance's source server. */
export const SOURCE_SERVER_TAG = "AWSElasticDisasterRecoverySourceServerID";
/** Epoch ms of every fake world's beginning. */
export const START = Date.parse("2026-11-24T10:00:00.000Z");

export const serverId = (index: number) => `s-${String(index).padStart(17, "0")}`;
export const jobArn = (jobId: string) => `arn:aws:drs:${REGION}:${ACCOUNT}:job/${jobId}`;
export const serverArn = (id: string) => `arn:aws:drs:${REGION}:${ACCOUNT}:source-server/${id}`;

export function anIntent(changes: Partial<DrillWaveIntent> = {}): DrillWaveIntent {
  return { sourceServers: [{ sourceServerId: DB }, { sourceServerId: WEB }], ...changes };
}

export function inputs(changes: Partial<WaveInputs> = {}): WaveInputs {
  return { ...anIntent(), drillNonce: NONCE, __provider: "exports.handler=()=>{}", ...changes };
}

/** A server that was synchronised and replicates well. */
export function aReplication(changes: Partial<ObservedReplication> = {}): ObservedReplication {
  return {
    direction: "FAILOVER",
    firstByteAt: "2026-01-01T00:00:00.000Z",
    missingBytes: 0,
    extension: "NOT_EXTENDED",
    ...changes,
  };
}

export function anObservedServer(changes: Partial<ObservedServer> = {}): ObservedServer {
  return {
    sourceServerId: DB,
    hostname: "db-1",
    tags: { Tier: "database" },
    replicationState: "CONTINUOUS",
    lagSeconds: 3,
    replication: aReplication(),
    launchConfigurationSource: "DRS",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" },
    launchTemplate: { launchTemplateId: "lt-1", version: 1 },
    recoveryInstances: [],
    ...changes,
  };
}

export function anObservation(changes: Partial<Observation> = {}): Observation {
  return {
    region: REGION,
    account: ACCOUNT,
    observedAt: new Date(START).toISOString(),
    servers: [anObservedServer(), anObservedServer({ sourceServerId: WEB, hostname: "web-1" })],
    ...changes,
  };
}

/** Surroundings in which nothing is. */
export function someSurroundings(changes: Partial<Surroundings> = {}): Surroundings {
  return {
    replicationConfigurations: {},
    snapshots: {},
    launchTimes: {},
    sourceVpcs: {},
    subnets: {},
    securityGroups: {},
    instanceTypes: {},
    ...changes,
  };
}

export function aPlannedServer(changes: Partial<PlannedServer> = {}): PlannedServer {
  return {
    sourceServerId: DB,
    hostname: "db-1",
    impactLevel: "CRITICAL",
    launchConfiguration: { launchDisposition: "STARTED" },
    lagSeconds: 3,
    ...changes,
  };
}

/** The wave that {@link inputs} ask for in {@link REGION}, with its real execution id. */
export function aWave(args: Partial<WaveInputs> = {}): Wave {
  return toWave(inputs(args), { region: REGION });
}

export function aDeclaredServer(changes: Partial<DeclaredServer> = {}): DeclaredServer {
  return { sourceServerId: DB, impactLevel: "CRITICAL", expected: {}, ...changes };
}

/** A server that is as the program wants it. */
export function aSeenServer(changes: { declared?: Partial<DeclaredServer>; seen?: Partial<ObservedServer> } = {}) {
  const seen = anObservedServer(changes.seen);
  return { declared: aDeclaredServer({ sourceServerId: seen.sourceServerId, ...changes.declared }), seen };
}

export function aParticipant(changes: Partial<ParticipatingServer> = {}): ParticipatingServer {
  return { sourceServerId: DB, launchStatus: "LAUNCHED", postLaunchActions: [], ...changes };
}

export function aJob(changes: Partial<Job> = {}): Job {
  const jobId = changes.jobId ?? "drsjob-1";
  return {
    jobId,
    arn: jobArn(jobId),
    type: "LAUNCH",
    initiatedBy: "START_DRILL",
    status: "COMPLETED",
    createdAt: START,
    endedAt: START + 540_000,
    servers: [aParticipant()],
    tags: { ExecutionId: "e".repeat(32), DrillNonce: NONCE, Attempt: "1" },
    ...changes,
  };
}

export function aRunningJob(changes: Partial<Job> = {}): Job {
  const { endedAt: _endedAt, ...job } = aJob({ status: "STARTED", ...changes });
  return job;
}

export function aLogItem(event: string, atSeconds: number, changes: Partial<JobLogItem> = {}): JobLogItem {
  return { at: START + atSeconds * 1000, event, sourceServerId: DB, ...changes };
}

/** The log of one server in a real drill (docs/drs-facts.md#the-jobs-log). */
export function aLog(sourceServerId = DB): JobLogItem[] {
  const events: [string, number][] = [
    ["SNAPSHOT_START", 0.4],
    ["SNAPSHOT_END", 0.6],
    ["CONVERSION_START", 52],
    ["CONVERSION_END", 226],
    ["LAUNCH_START", 226.5],
    ["LAUNCH_END", 529],
  ];
  return events.map(([event, at]) => aLogItem(event, at, { sourceServerId }));
}

export function aRecoveryInstance(changes: Partial<RecoveryInstance> = {}): RecoveryInstance {
  return {
    recoveryInstanceId: "i-00000001",
    ec2InstanceId: "i-00000001",
    ec2InstanceState: "RUNNING",
    sourceServerId: DB,
    jobId: "drsjob-1",
    isDrill: true,
    pointInTimeAt: START,
    ...changes,
  };
}

export function anInstanceStatus(changes: Partial<InstanceStatus> = {}): InstanceStatus {
  return { instanceId: "i-00000001", state: "running", system: "ok", instance: "ok", ...changes };
}

export function aServer(changes: Partial<ServerRecord> = {}): ServerRecord {
  return {
    sourceServerId: DB,
    hostname: "db-1",
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
    recoveryPointSeconds: 3,
    phases: [],
    attempt: 1,
    ...changes,
  };
}

export function aFailedServer(changes: Partial<ServerRecord> = {}): ServerRecord {
  return {
    sourceServerId: WEB,
    hostname: "web-1",
    impactLevel: "CRITICAL",
    launchStatus: "FAILED",
    launchConfiguration: { launchDisposition: "STARTED" },
    postLaunchActions: [],
    phases: [],
    attempt: 1,
    failure: { event: "LAUNCH_FAILED", message: "no capacity" },
    ...changes,
  };
}

export function anAttempt(changes: Partial<AttemptRecord> = {}): AttemptRecord {
  return {
    attempt: 1,
    jobId: "drsjob-1",
    jobArn: jobArn("drsjob-1"),
    status: "COMPLETED",
    startedAt: "2026-11-24T10:00:00.000Z",
    completedAt: "2026-11-24T10:09:00.000Z",
    sourceServerIds: [DB, WEB],
    lagSeconds: {},
    ...changes,
  };
}

export function outputs(changes: Partial<DrillWaveOutputs> = {}): DrillWaveOutputs {
  return {
    jobId: "drsjob-1",
    jobArn: jobArn("drsjob-1"),
    executionId: "e".repeat(32),
    account: ACCOUNT,
    region: REGION,
    pending: [],
    status: "COMPLETED",
    verdict: "PASSED",
    startedAt: "2026-11-24T10:00:00.000Z",
    completedAt: "2026-11-24T10:09:00.000Z",
    servers: [aServer(), aServer({ sourceServerId: WEB, hostname: "web-1", recoveryInstanceId: "i-00000002" })],
    attempts: [anAttempt()],
    cleanup: { status: "NOT_STARTED" },
    warnings: [],
    ...changes,
  };
}

/** Outputs of a drill in which WEB did not launch. */
export function failedOutputs(changes: Partial<DrillWaveOutputs> = {}): DrillWaveOutputs {
  return outputs({ verdict: "FAILED", servers: [aServer(), aFailedServer()], ...changes });
}

export function aState(args: Partial<WaveInputs> = {}, results: Partial<DrillWaveOutputs> = {}): WaveState {
  return toState(inputs(args), outputs(results));
}

/** A run of one server that is recorded; `records` takes its place. */
export function aRun({ args = {}, records = [aServer()], ...changes }: RunChanges = {}): WaveRun {
  const { wave, servers, ...run } = fromOutputs(
    outputs({ attempts: [anAttempt({ sourceServerIds: records.map((each) => each.sourceServerId) })] }),
    aWave({ sourceServers: records.map(({ sourceServerId }) => ({ sourceServerId })), ...args }),
  );
  const recorded = records.map((record) => ({ planned: plannedOf(record), record }));
  return { ...run, wave, servers: recorded, ...changes };
}

interface RunChanges extends Partial<WaveRun> {
  args?: Partial<WaveInputs>;
  records?: ServerRecord[];
}

function plannedOf({ sourceServerId, hostname, role, impactLevel, launchConfiguration }: ServerRecord): PlannedServer {
  const known = { ...(hostname === undefined ? {} : { hostname }), launchConfiguration };
  return planServer(
    { ...aDeclaredServer({ sourceServerId, impactLevel }), ...(role === undefined ? {} : { role }) },
    known,
  );
}

/** AWS answered that it did not do it. */
export function aRefusal(awsError: string, action = "drs:StartRecovery"): DrsRequestError {
  return new DrsRequestError({ action, awsError, text: "says AWS", requestId: "req-1", refused: true });
}

/** What came cannot be read; `gaveUp`: it was so until time ran out. */
export function anUnreadableAnswer({ action = "drs:DescribeJobs", gaveUp = false } = {}): DrsRequestError {
  return new DrsRequestError({ action, awsError: UNREADABLE_ANSWER, text: "HTTP 503", refused: false, gaveUp });
}

/** No answer came. */
export function aLostAnswer(action = "drs:StartRecovery"): DrsRequestError {
  return new DrsRequestError({ action, awsError: "ECONNRESET", text: "socket hang up", refused: false });
}
