import type { LaunchConfigurationSettings } from "./intent";
import type { ImpactLevel, JobStatus, SuccessLevel, Verdict } from "./words";

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
