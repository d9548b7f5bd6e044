import type { LaunchConfigurationSettings } from "./intent";
import type { ImpactLevel, SuccessLevel, Verdict } from "./words";

/** What is unfinished in a wave; the next `pulumi up` goes on with it. */
export type PendingStep = "launch" | "wait" | "judge" | "tags" | "network" | "cleanup";

/** One phase of a server's recovery, from DRS's job log. */
export interface ServerPhase {
  /** The phase, as in the log's events: `SNAPSHOT` for `SNAPSHOT_START` and `SNAPSHOT_END`. */
  name: "CLEANUP" | "SNAPSHOT" | "CONVERSION" | "LAUNCH";
  /** When it began, ISO 8601 UTC. */
  startedAt: string;
  /** When it ended, in success or failure, ISO 8601 UTC. Absent: the log does not say. */
  endedAt?: string;
}

/** The result of one post-launch action. */
export interface PostLaunchActionRecord {
  /** Name of the action in DRS. */
  name: string;
  /** As DRS reports it: `IN_PROGRESS`, `SUCCEEDED`, `FAILED`, or what AWS adds later; `unknown` where it does not say. */
  status: string;
  /** DRS's own text for a failure. */
  failureReason?: string;
  /** What an action that failed has written, as far as SSM showed it; absent where it was not asked or did not show it. */
  output?: string;
}

/** A post-launch action that was active before a launch, so that its run is waited for. */
export interface ExpectedActionRecord {
  /** Id of the action; absent where DRS does not say. */
  actionId?: string;
  /** Name of the action in DRS. */
  name: string;
  /** True: that it failed, or did not run, is a warning. False: then the server did not recover. */
  optional: boolean;
}

/** Why a server did not recover. */
export interface ServerFailure {
  /**
   * Event of the job's log, such as `LAUNCH_FAILED`, or DrillWave's own name for what was seen, such as
   * `INSTANCE_MISSING`.
   */
  event: string;
  /** DRS's own message, or what was seen. */
  message: string;
}

/** What the drill found of one server. What could not be determined is absent, and there is a warning. */
export interface ServerRecord {
  /** Id of the source server. */
  sourceServerId: string;
  /** Hostname, as DRS's agent reports it. */
  hostname?: string;
  /** Role that the program gives the server. */
  role?: string;
  /** Whether the server counts towards `minimumLaunched`. */
  impactLevel: ImpactLevel;
  /** As DRS reports it: `PENDING`, `IN_PROGRESS`, `LAUNCHED`, `FAILED`, `TERMINATED`, or what AWS adds later; `unknown` where it does not say. */
  launchStatus: string;
  /** Id of the recovery instance in DRS. */
  recoveryInstanceId?: string;
  /** Launch configuration that was stored when the server was launched. */
  launchConfiguration: LaunchConfigurationSettings;
  /** EC2 instance type that was launched. */
  instanceType?: string;
  /** How far the server was proven to work; absent when it was not even launched. */
  verifiedTo?: SuccessLevel;
  /** Post-launch actions that DRS reports for the server; empty when it reports none. */
  postLaunchActions: PostLaunchActionRecord[];
  /** Seconds from the start of the first attempt's job to this server's LAUNCH_END. */
  launchTimeSeconds?: number;
  /**
   * Seconds from the start of the first attempt's job to the first look that saw the server at the level `success`. At
   * the level `launched`, without post-launch actions, to its LAUNCH_END. In a record without `launchTimeSeconds` and
   * `recoveryTimeAtLeastSeconds`, which an earlier version made: to its LAUNCH_END.
   */
  recoveryTimeSeconds?: number;
  /**
   * Seconds from the start of the first attempt's job to the last look that did not see the server at that level: the
   * recovery took longer than this. Far from `recoveryTimeSeconds` when nobody looked for a while.
   */
  recoveryTimeAtLeastSeconds?: number;
  /** Read in records of earlier versions, which have it in place of today's `recoveryTimeSeconds`. Never written. */
  verifiedSeconds?: number;
  /** Seconds of data lost: the age of the snapshot when its job was created, plus the replication lag before it. */
  recoveryPointSeconds?: number;
  /** Phases of the recovery, in the order in which they began. */
  phases: ServerPhase[];
  /** Attempt that this record is of, from 1. */
  attempt: number;
  /** True when DRS could not take a snapshot and launched from an older one. */
  usedPreviousSnapshot?: true;
  /**
   * What DRS did not report of the server, or reported in contradiction to itself, one sentence each. With any, the wave
   * is at best `DEGRADED`; absent when there is none.
   */
  notKnown?: string[];
  /** Why the server did not recover; absent when it did. */
  failure?: ServerFailure;
}

/** A launch template that a wave pointed at its drill network, and whether it has been put back. */
export interface SwapRecord {
  /** Id of the source server. */
  sourceServerId: string;
  /** Id of the server's launch template. */
  launchTemplateId: string;
  /** Number of the version that was the default before. */
  version: number;
  /** Number of the version with the drill network. */
  drillVersion: number;
  /** Subnet of the drill network. */
  subnetId: string;
  /** True once the template no longer points at the drill network. Absent: it may. */
  ended?: true;
}

/** One recovery job of a wave. */
export interface AttemptRecord {
  /** Number of the attempt, from 1. */
  attempt: number;
  /** Id of the recovery job. */
  jobId: string;
  /** ARN of the recovery job. */
  jobArn?: string;
  /** As DRS reports it: `PENDING`, `STARTED`, `COMPLETED`, or what AWS adds later. */
  status: string;
  /** When DRS created the job, ISO 8601 UTC. Absent: DRS did not say. */
  startedAt?: string;
  /** When the job ended, ISO 8601 UTC. */
  completedAt?: string;
  /** Servers that the job was asked to launch. */
  sourceServerIds: string[];
  /** Replication lag just before the launch by source server id, in seconds; lags that are not known are absent. */
  lagSeconds: Record<string, number>;
  /** True when the attempt was found in DRS: its servers are what the program, the job and its log show. */
  adopted?: true;
  /** How many servers an adopted job was asked to launch, by its tag `ServerCount`. Absent: the tag cannot be read. */
  serverCount?: number;
  /** Post-launch actions to wait for by source server id; a server whose settings run none is absent. */
  expectedActions?: Record<string, ExpectedActionRecord[]>;
  /** Why it is not known which post-launch actions were active, by source server id. */
  unreadActions?: Record<string, string>;
  /** Launch templates that were pointed at the wave's `network` for this job; absent where there is none. */
  swaps?: SwapRecord[];
}

/** What became of the recovery instances. */
export interface CleanupRecord {
  /** `NOT_STARTED`; `COMPLETED` once the drill terminated them; `GONE` when a refresh found that somebody else did. */
  status: "NOT_STARTED" | "COMPLETED" | "GONE";
  /** Id of the job that terminated them. */
  jobId?: string;
}

/** The outputs of a wave, as state keeps them. All times are ISO 8601 UTC, all durations seconds. */
export interface DrillWaveOutputs {
  /** Id of the first attempt's recovery job; it stays the same when a retry starts another. */
  jobId: string;
  /** ARN of the first attempt's recovery job. */
  jobArn?: string;
  /** Names the drill: the value of the tag `ExecutionId` on every one of its jobs. */
  executionId: string;
  /** AWS account that the drill ran in. */
  account: string;
  /** AWS Region that the drill ran in. */
  region: string;
  /** What the next `pulumi up` goes on with; empty when the drill is finished. */
  pending: PendingStep[];
  /** Status of the last attempt's job. `COMPLETED` does not mean that a server launched: see `verdict`. */
  status: string;
  /** `PASSED`, `DEGRADED` or `FAILED`; absent until every server has been judged. */
  verdict?: Verdict;
  /**
   * Level that the verdict was made at. It stays once the instances are gone, even if the program then asks for more.
   */
  judgedTo?: SuccessLevel;
  /** When the first attempt's job was created, ISO 8601 UTC. Absent: DRS did not say. */
  startedAt?: string;
  /** When the last attempt's job ended, ISO 8601 UTC. */
  completedAt?: string;
  /** Launch time of the worst server, in seconds: from the start of the first attempt's job to its LAUNCH_END. */
  launchTimeSeconds?: number;
  /**
   * Recovery time of the worst server, in seconds: from the start of the first attempt's job to the first look that saw
   * it at the level `success`.
   */
  recoveryTimeSeconds?: number;
  /**
   * What the recovery took at least, in seconds: to the last look that did not see the worst server at that level. The
   * recovery time lies between the two; an objective between them cannot be determined.
   */
  recoveryTimeAtLeastSeconds?: number;
  /** Data loss of the worst server, in seconds. */
  recoveryPointSeconds?: number;
  /**
   * Whether every server met every objective. Absent without objectives, and when it cannot be determined: the verdict
   * is then `DEGRADED`, and a warning names the gap.
   */
  objectivesMet?: boolean;
  /** What was found of each server. */
  servers: ServerRecord[];
  /** The recovery jobs of the drill, in order. */
  attempts: AttemptRecord[];
  /** What became of the recovery instances. */
  cleanup: CleanupRecord;
  /** What the operator should know and no other output says, one sentence each. */
  warnings: string[];
}

/** One entry for each output, so that none can be forgotten. */
const OUTPUTS: { readonly [Name in keyof DrillWaveOutputs]-?: true } = {
  jobId: true,
  jobArn: true,
  executionId: true,
  account: true,
  region: true,
  pending: true,
  status: true,
  verdict: true,
  judgedTo: true,
  startedAt: true,
  completedAt: true,
  launchTimeSeconds: true,
  recoveryTimeSeconds: true,
  recoveryTimeAtLeastSeconds: true,
  recoveryPointSeconds: true,
  objectivesMet: true,
  servers: true,
  attempts: true,
  cleanup: true,
  warnings: true,
};

/** Names of the outputs of a wave. */
export const OUTPUT_NAMES: readonly string[] = Object.keys(OUTPUTS);
