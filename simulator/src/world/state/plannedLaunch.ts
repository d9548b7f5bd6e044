import type { LaunchActionRun } from "./job";

/** The moments of one server's launch, in seconds after the job's creation. None comes before the one above it. */
export interface LaunchTimeline {
  readonly cleanupStart: number;
  readonly cleanupEnd: number;
  readonly snapshotStart: number;
  readonly snapshotEnd: number;
  readonly conversionStart: number;
  readonly conversionEnd: number;
  readonly launchStart: number;
  /** The instance exists in EC2, `pending`. */
  readonly instanceStart: number;
  readonly instanceRunning: number;
  readonly launchEnd: number;
  /** When DRS gives up a launch that fails. */
  readonly launchFailed: number;
  readonly statusChecks: number;
}

/** A run of a post-launch action as it ends, and the simulated seconds that it takes. */
export interface PlannedRun {
  readonly run: LaunchActionRun;
  readonly seconds: number;
}

/** What a job has decided about the launch of a server before it reads the server's settings. Times are simulated milliseconds since the epoch. */
export interface PlannedLaunch {
  readonly createdAt: number;
  readonly timeline: LaunchTimeline;
  /** What the job's times depend on. */
  readonly timing: string | undefined;
  readonly ec2InstanceID: string;
  readonly conversionServerID: string;
  readonly pointInTimeSnapshotDateTime: string;
  readonly previousSnapshotMessage?: string | undefined;
  readonly runs: readonly PlannedRun[];
  readonly completedWaitsForActions: boolean;
}
