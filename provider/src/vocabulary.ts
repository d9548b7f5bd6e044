/**
 * The words that DrillWave shares with policies, reports and programs: type tokens, tag keys, enum values and the
 * shapes of inputs and outputs. Data and types alone; loading it loads neither Pulumi nor the AWS SDK.
 */

/** Type token of {@link DrillWaveOutputs}' resource, as policies and state files spell it. */
export const DRILL_WAVE_TYPE = "pulumi-nodejs:dynamic/drs:DrillWave";

/** Type token of the guard that every wave registers beside itself. */
export const DRILL_GUARD_TYPE = "pulumi-nodejs:dynamic/drs:DrillGuard";

/**
 * Tag keys of a recovery job that DrillWave sets; a user's `tags` cannot take them. `Judged` is set with the verdict before
 * `cleanup: "afterDrill"` terminates what was judged, `Closed` when the drill is deleted.
 */
export const JOB_TAG = {
  executionId: "ExecutionId",
  drillNonce: "DrillNonce",
  executionType: "ExecutionType",
  managedBy: "ManagedBy",
  serverCount: "ServerCount",
  recoveryPlan: "RecoveryPlan",
  wave: "Wave",
  attempt: "Attempt",
  judged: "Judged",
  closed: "Closed",
} as const;

/** Value of the tag `ManagedBy` on every job of ours. */
export const MANAGED_BY = "DRS-Orchestration";

/** DRS's quota for one job (L-B827C881, https://docs.aws.amazon.com/drs/latest/userguide/drs-at-scale.html). */
export const SERVERS_PER_WAVE = 100;

/** How DRS picks the instance type. `NONE` takes the EC2 launch template's type, which need not be the source's. */
export const RIGHT_SIZING_METHODS = ["NONE", "BASIC", "IN_AWS"] as const;
export type RightSizingMethod = (typeof RIGHT_SIZING_METHODS)[number];

/** Whether the recovery instance is started or left stopped; the same for drills and recoveries. */
export const LAUNCH_DISPOSITIONS = ["STARTED", "STOPPED"] as const;
export type LaunchDisposition = (typeof LAUNCH_DISPOSITIONS)[number];

/** What a failed server means to its wave: a CRITICAL one counts towards `minimumLaunched`, an OPTIONAL one does not. */
export const IMPACT_LEVELS = ["CRITICAL", "OPTIONAL"] as const;
export type ImpactLevel = (typeof IMPACT_LEVELS)[number];

/** How far a server is followed, in this order. `statusChecks` is EC2's two status checks. */
export const SUCCESS_LEVELS = ["launched", "running", "statusChecks"] as const;
export type SuccessLevel = (typeof SUCCESS_LEVELS)[number];

/** PASSED: every server recovered and every objective was met. DEGRADED: something less. FAILED: too few critical servers. */
export type Verdict = "PASSED" | "DEGRADED" | "FAILED";

/** A recovery job's status. COMPLETED means that DRS stopped working on it, not that a server launched. */
export type JobStatus = "PENDING" | "STARTED" | "COMPLETED";

/** Members of a DRS launch configuration, spelled as in the API (GetLaunchConfiguration). */
export interface LaunchConfigurationSettings {
  targetInstanceTypeRightSizingMethod?: RightSizingMethod;
  launchDisposition?: LaunchDisposition;
  copyPrivateIp?: boolean;
  copyTags?: boolean;
  licensing?: { osByol?: boolean };
  postLaunchEnabled?: boolean;
  launchIntoInstanceProperties?: { launchIntoEC2InstanceID?: string };
}

/** One server of a wave, as the program declares it. */
export interface WaveServer {
  /** `s-` and 17 letters or digits. */
  sourceServerId: string;
  /** Free text that policies read, such as `database`. */
  role?: string;
  /** Default `CRITICAL`. */
  impactLevel?: ImpactLevel;
  /** `pit-` and 17 letters or digits. Absent: DRS takes an on-demand snapshot. */
  recoverySnapshotId?: string;
  /** What must be stored in DRS. A difference refuses the drill; nothing is written. */
  launchConfiguration?: LaunchConfigurationSettings;
}

/** Selects source servers whose tags have all of these values. */
export interface ServerSelector {
  tags: Record<string, string>;
  /** Role given to every selected server. */
  role?: string;
}

/** Where and as whom AWS is called; what is absent comes from the environment (AWS_PROFILE, AWS_ENDPOINT_URL_DRS, …). */
export interface Connection {
  /** Base URL for DRS and EC2, such as a simulator's. */
  endpoint?: string;
  /** Allows an endpoint that is plain http and not on this machine: signed requests then cross a network unprotected. */
  allowInsecureEndpoint?: boolean;
  profile?: string;
  assumeRole?: { roleArn: string; externalId?: string; sessionName?: string };
}

/** The args of a wave, without Pulumi's Outputs: what `check` receives and what state keeps. */
export interface DrillWaveIntent {
  region?: string;
  sourceServers?: WaveServer[];
  selector?: ServerSelector;
  recoveryPlan?: string;
  wave?: string;
  isDrill?: boolean;
  allowRecovery?: boolean;
  observe?: "live" | "off";
  onUnreadableLaunchConfiguration?: "fail" | "useDefaults";
  objectives?: { recoveryTimeSeconds?: number; recoveryPointSeconds?: number };
  success?: SuccessLevel;
  minimumLaunched?: number | string;
  retries?: { maximumAttempts?: number };
  preflight?: { maximumLagSeconds?: number; busyServers?: "wait" | "fail"; sourceServerTag?: string };
  cleanup?: "onDestroy" | "afterDrill" | "never";
  replaceRecoveryInstances?: boolean;
  settings?: string[];
  tags?: Record<string, string>;
  triggers?: string[];
  polling?: { intervalSeconds?: number };
  connection?: Connection;
}

/** What `check` saw of one server in AWS; times in ISO 8601 UTC, sizes and lags in seconds. */
export interface ObservedServer {
  sourceServerId: string;
  hostname?: string;
  tags: Record<string, string>;
  replicationState?: string;
  lagSeconds?: number;
  /** `"DRS"` as stored, or `"defaults"` when it could not be read and the program asked for defaults. */
  launchConfigurationSource: "DRS" | "defaults";
  launchConfiguration: LaunchConfigurationSettings;
  launchTemplate?: ObservedLaunchTemplate;
  /** The launch that was asked for last, by whomever: `DRILL` or `RECOVERY`. */
  lastLaunch?: { jobId?: string; type: string };
  /** Earlier recovery instances of this server that DRS lists. */
  recoveryInstances: { recoveryInstanceId: string; isDrill: boolean; jobId?: string }[];
}

/** The default version of a server's EC2 launch template, which DRS launches from. */
export interface ObservedLaunchTemplate {
  launchTemplateId: string;
  version: number;
  instanceType?: string;
  subnetId?: string;
  securityGroupIds?: string[];
  subnet?: { cidrBlock: string; availableIpAddressCount: number };
}

/** What `check` saw, kept as the input `observed` of a wave for policies to judge. Absent: not observed. */
export interface Observation {
  region: string;
  account: string;
  servers: ObservedServer[];
  /** What could not be seen, one sentence each; absent when everything was. */
  problems?: string[];
}

/** Names of what is unfinished in a wave; `up` continues it. */
export type PendingStep = "launch" | "wait" | "judge" | "tags" | "cleanup";

/** Part of a server's recovery, from DRS's job log. */
export interface ServerPhase {
  name: "CLEANUP" | "SNAPSHOT" | "CONVERSION" | "LAUNCH";
  startedAt: string;
  endedAt?: string;
}

/** The record of one server. Durations in seconds; undeterminable values are absent and warned about. */
export interface ServerRecord {
  sourceServerId: string;
  hostname?: string;
  role?: string;
  impactLevel: ImpactLevel;
  /** As DRS reports it: PENDING, IN_PROGRESS, LAUNCHED, FAILED, TERMINATED, or what AWS adds. */
  launchStatus: string;
  recoveryInstanceId?: string;
  launchConfiguration: LaunchConfigurationSettings;
  instanceType?: string;
  /** How far the server was proven to work; absent when it was not even launched. */
  verifiedTo?: SuccessLevel;
  postLaunchActions: { name: string; status: string; failureReason?: string }[];
  /** From the first attempt's creation to this server's LAUNCH_END. */
  recoveryTimeSeconds?: number;
  /** From the first attempt's creation until `success` was reached. */
  verifiedSeconds?: number;
  /** From the snapshot that was used to the creation of the job that used it. */
  recoveryPointSeconds?: number;
  phases: ServerPhase[];
  attempt: number;
  /** DRS could not take a snapshot and launched from an older one. */
  usedPreviousSnapshot?: true;
  /** Why the server did not recover: the job log's event and DRS's own message. */
  failure?: { event: string; message: string };
}

/** One StartRecovery of a wave. */
export interface AttemptRecord {
  attempt: number;
  jobId: string;
  jobArn?: string;
  status: string;
  startedAt: string;
  completedAt?: string;
  sourceServerIds: string[];
  /** Replication lag at preflight by source server, in seconds; unknown lags are absent. */
  lagSeconds: Record<string, number>;
}

/** What became of the recovery instances. `jobId` is the TERMINATE job's. */
export interface CleanupRecord {
  status: "NOT_STARTED" | "COMPLETED" | "GONE";
  jobId?: string;
}

/** The outputs of a wave, as state keeps them. All times ISO 8601 UTC, all durations in seconds. */
export interface DrillWaveOutputs {
  jobId: string;
  jobArn?: string;
  executionId: string;
  account: string;
  region: string;
  pending: PendingStep[];
  /** The last attempt's job: {@link JobStatus}, or what AWS adds. */
  status: string;
  verdict?: Verdict;
  /** The level that the verdict was made at; it stays when the instances are gone and the program asks for more. */
  judgedTo?: SuccessLevel;
  startedAt: string;
  completedAt?: string;
  recoveryTimeSeconds?: number;
  recoveryPointSeconds?: number;
  objectivesMet?: boolean;
  servers: ServerRecord[];
  attempts: AttemptRecord[];
  cleanup: CleanupRecord;
  warnings: string[];
}

/** Names of the outputs of a wave. */
export const OUTPUT_NAMES = [
  "jobId",
  "jobArn",
  "executionId",
  "account",
  "region",
  "pending",
  "status",
  "verdict",
  "judgedTo",
  "startedAt",
  "completedAt",
  "recoveryTimeSeconds",
  "recoveryPointSeconds",
  "objectivesMet",
  "servers",
  "attempts",
  "cleanup",
  "warnings",
] as const satisfies readonly (keyof DrillWaveOutputs)[];
