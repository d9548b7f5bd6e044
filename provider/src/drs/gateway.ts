import type {
  Job,
  JobLogItem,
  LaunchAction,
  LaunchConfiguration,
  RecoveryInstance,
  RecoverySnapshot,
  ReplicationConfiguration,
  SourceServer,
} from "./types";

/**
 * The verbs of DRS that a drill needs. `list…` follows every page. Every method throws
 * {@link import("../errors").DrsRequestError} when AWS does not answer or refuses.
 */
export interface DrsGateway {
  /** The Region that is called. */
  readonly region: string;
  /** The service's own time at its latest answer, epoch ms; the local clock is never compared with AWS's times. */
  now(): number;
  /** The given servers, or all of the Region's. Unknown ids are left out of the answer, without an error. */
  listSourceServers(sourceServerIds?: readonly string[]): Promise<SourceServer[]>;
  /** What is stored, never a default. Changes nothing. */
  getLaunchConfiguration(sourceServerId: string): Promise<LaunchConfiguration>;
  /** What is stored, never a default. Only policies need it. Changes nothing. */
  getReplicationConfiguration(sourceServerId: string): Promise<ReplicationConfiguration>;
  /**
   * Newest first. Unknown ids are left out (docs/drs-facts.md#describejobs), and so may be a job that was just started.
   */
  listJobs(jobIds?: readonly string[]): Promise<Job[]>;
  listJobLogItems(jobId: string): Promise<JobLogItem[]>;
  /**
   * Those of the given servers, or all of the Region's, that DRS still lists; EC2 may have others
   * (docs/drs-facts.md#instances-that-drs-does-not-list). An empty list of servers has none: DRS is not asked.
   */
  listRecoveryInstances(sourceServerIds?: readonly string[]): Promise<RecoveryInstance[]>;
  /** The post-launch actions that are set up for a server, active or not. Changes nothing. */
  listLaunchActions(sourceServerId: string): Promise<LaunchAction[]>;
  listRecoverySnapshots(sourceServerId: string): Promise<RecoverySnapshot[]>;
  /** Starts one recovery job; returns before it does anything. Sent once (docs/drs-facts.md#it-is-not-idempotent). */
  startRecovery(request: StartRecovery): Promise<Job>;
  /** Starts one TERMINATE job; returns before it does anything. Sent once, and only for instances of our own. */
  startTermination(recoveryInstanceIds: readonly string[]): Promise<Job>;
  /** Adds or overwrites tags; leaves the other tags as they are. */
  tagJob(jobArn: string, tags: Record<string, string>): Promise<void>;
  untagJob(jobArn: string, tagKeys: readonly string[]): Promise<void>;
}

export interface StartRecovery {
  servers: readonly { sourceServerId: string; recoverySnapshotId?: string }[];
  isDrill: boolean;
  tags: Record<string, string>;
}
