import type {
  Job,
  JobLogItem,
  LaunchAction,
  LaunchActionSettings,
  LaunchConfiguration,
  LaunchConfigurationChange,
  RecoveryInstance,
  RecoverySnapshot,
  ReplicationConfiguration,
  SourceServer,
  WholeLaunchAction,
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
  /**
   * The service's time when an operation of this connection asked for it first: no later than now. One request.
   */
  askTime(): Promise<number>;
  /** The given servers, or all of the Region's. Unknown ids are left out of the answer, without an error. */
  listSourceServers(sourceServerIds?: readonly string[]): Promise<SourceServer[]>;
  /**
   * Every server of the Region as an operation of this connection saw them first, so before anything that this process has
   * started since. One list a connection, whoever asks; one that could not be read is asked for again.
   */
  listSourceServersOnce(): Promise<SourceServer[]>;
  /** What is stored, never a default. Changes nothing. */
  getLaunchConfiguration(sourceServerId: string): Promise<LaunchConfiguration>;
  /** What is stored, never a default. Only policies need it. Changes nothing. */
  getReplicationConfiguration(sourceServerId: string): Promise<ReplicationConfiguration>;
  /**
   * The jobs with these ids; without any, the jobs of the Region that were created at `since` (epoch ms) or later, and
   * all of them without that. Newest first. Unknown ids are left out (docs/drs-facts.md#describejobs), and so may be a
   * job that was just started. The look begins after the call of this method; operations of one connection that ask in
   * the same moment share it, and then see as far back as any of them asked for.
   */
  listJobs(jobIds?: readonly string[], since?: number): Promise<Job[]>;
  /** Looks at one job again and again, together with all others of the connection that are watched. */
  watchJob(jobId: string): JobWatch;
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

/** The verbs of DRS that change a server's settings. Each may be sent again: it says what is to be, not what to add. */
export interface DrsSettings {
  /** The post-launch actions of a server with everything that is set up, active or not. One without an id is left out. */
  listActionSettings(sourceServerId: string): Promise<LaunchActionSettings[]>;
  /** Adds a post-launch action, or replaces the one with its id. */
  putLaunchAction(sourceServerId: string, action: WholeLaunchAction): Promise<void>;
  /** Deletes a post-launch action. One that is not there, or whose server is not, is no error. */
  deleteLaunchAction(sourceServerId: string, actionId: string): Promise<void>;
  /** Writes these members of a launch configuration, and leaves the others as they are. */
  updateLaunchConfiguration(sourceServerId: string, change: LaunchConfigurationChange): Promise<void>;
}

/**
 * One operation's eye on one job. Whoever looks looks for all that are watched: the number of looks does not grow with
 * the number of waves that run at the same time.
 */
export interface JobWatch {
  /**
   * The job as the latest look shows it that this watch has not had yet, else as a new look shows it; undefined when it
   * is not shown. Fails as the look fails, and when the operation's own time is up.
   */
  look(): Promise<Job | undefined>;
  /** Resolves once a look of somebody else has shown the job. Never rejects. */
  news(): Promise<void>;
  /** Ends the watch; no news come after. To be called when the wait is over, however it ends. */
  close(): void;
}

export interface StartRecovery {
  servers: readonly { sourceServerId: string; recoverySnapshotId?: string }[];
  isDrill: boolean;
  tags: Record<string, string>;
}
