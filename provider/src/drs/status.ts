/** DRS's states as data: which mean "go on", and which mean "done". What to do about them is decided in wave/. */

/** A recovery job that still holds its servers. */
export const JOB_PENDING: readonly string[] = ["PENDING", "STARTED"];

/** A recovery job that DRS stopped working on, successful or not (docs/drs-facts.md#a-job-has-no-failed-status). */
export const JOB_COMPLETED = "COMPLETED";

/** What DRS does not say of a job. */
export const NOT_SAID = "unknown";

/**
 * True for a job that DRS stopped working on: by its status, or where that is absent or of a later version of DRS, because it
 * has an end. Pure.
 */
export function hasEnded({ status, endedAt }: { status: string; endedAt?: number }): boolean {
  return status === JOB_COMPLETED || (endedAt !== undefined && !JOB_PENDING.includes(status));
}

/** What starts jobs of source networks, which hold no servers and list none (`initiatedBy`). */
export const NETWORK_JOBS: readonly string[] = [
  "CREATE_NETWORK_RECOVERY",
  "UPDATE_NETWORK_RECOVERY",
  "ASSOCIATE_NETWORK_RECOVERY",
];

/** Launch statuses of a server that its job still works on. */
export const SERVER_OPEN: readonly string[] = ["PENDING", "IN_PROGRESS"];

/**
 * Errors with which DRS refuses to start a job, and that pass when another job ends
 * (docs/drs-facts.md#one-job-a-server, docs/drs-facts.md#quotas).
 */
export const BUSY_ERRORS: readonly string[] = ["ConflictException", "ServiceQuotaExceededException"];

/**
 * Errors with which AWS's services ask for a slower pace: DRS by the first, EC2 by RequestLimitExceeded
 * (docs/drs-facts.md#request-rates).
 */
export const THROTTLED: readonly string[] = [
  "ThrottlingException",
  "Throttling",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "EC2ThrottledException",
  "BandwidthLimitExceeded",
  "SlowDown",
];

/**
 * How long DescribeJobs may leave out a job that was just started, in milliseconds of the service's time. AWS documents
 * no figure (docs/drs-facts.md#a-new-job-may-show-late); this one decides how long we look before we say that we do not
 * know.
 */
export const LATE_JOB_MS = 120_000;

/**
 * How much further back than needed jobs are listed, in milliseconds: what a list from some moment on shows of jobs of
 * about that moment is not documented (docs/drs-facts.md#describejobs).
 */
export const LISTED_TOO_MS = 5 * 60_000;

/**
 * Replication states from which DRS cannot launch: initial sync is not complete, or there is no replication.
 * Lag and stalls do not prevent a launch (docs/drs-facts.md#when-a-server-can-be-launched).
 */
export const NOT_LAUNCHABLE_REPLICATION_STATES: readonly string[] = [
  "STOPPED",
  "INITIATING",
  "INITIAL_SYNC",
  "DISCONNECTED",
];

/** Replication states from which DRS can launch, once the first synchronisation has ended (same page). */
export const LAUNCHABLE_REPLICATION_STATES: readonly string[] = [
  "CONTINUOUS",
  "BACKLOG",
  "CREATING_SNAPSHOT",
  "PAUSED",
  "RESCAN",
  "STALLED",
];

/**
 * True for a server that replicates, as far as DRS says, and that a drill can launch: one that has stopped, is disconnected
 * or is not in sync for the first time yet cannot be, and one on its way back has been recovered
 * (docs/drs-facts.md#which-servers-replicate). Pure.
 */
export function canBeDrilled({ replicationState, replication }: ReplicatingServer): boolean {
  return (
    !NOT_LAUNCHABLE_REPLICATION_STATES.includes(replicationState ?? NOT_SAID) && replication?.direction !== FAILBACK
  );
}

interface ReplicatingServer {
  replicationState?: string;
  replication?: { direction?: string };
}

/** The one state that itself says that the first synchronisation has ended. */
export const SYNCHRONISED = "CONTINUOUS";

/** Directions of replication (docs/drs-facts.md#the-direction-of-replication). */
export const FAILOVER = "FAILOVER";
export const FAILBACK = "FAILBACK";

/** `stagingArea.status` of a server that can be launched as far as that goes. */
export const EXTENDED = "EXTENDED";
export const GOOD_EXTENSIONS: readonly string[] = [EXTENDED, "NOT_EXTENDED"];

/**
 * Log events that end one server's part of a job without a recovery instance (docs/drs-facts.md#events-of-failures).
 */
export const SERVER_FAILURE_EVENTS: readonly string[] = [
  "LAUNCH_FAILED",
  "CONVERSION_FAIL",
  "SNAPSHOT_FAIL",
  "USING_PREVIOUS_SNAPSHOT_FAILED",
  "SERVER_SKIPPED",
  "CLEANUP_FAIL",
  "JOB_CANCEL",
];

/** DRS could not take a snapshot and went on from an older one: the recovery point is worse than the lag suggests. */
export const PREVIOUS_SNAPSHOT_EVENT = "USING_PREVIOUS_SNAPSHOT";

/** EC2 states in which an instance costs nothing any more and cannot be started again. */
const EC2_GONE: readonly string[] = ["TERMINATED", "SHUTTING-DOWN", "NOT_FOUND"];

/** True for such a state, in DRS's spelling (`TERMINATED`) or EC2's (`terminated`). Pure. */
export function isGone(ec2InstanceState: string): boolean {
  return EC2_GONE.includes(ec2InstanceState.toUpperCase());
}

/**
 * Failback states in which an instance may be terminated; in the others DRS refuses (docs/drs-facts.md#termination), and one
 * that AWS adds may be of either kind.
 */
export const FAILBACK_INACTIVE: readonly string[] = [
  "FAILBACK_NOT_STARTED",
  "FAILBACK_COMPLETED",
  "FAILBACK_LAUNCH_STATE_NOT_AVAILABLE",
];

/**
 * Keys of the EC2 tags in which DRS names the source server of an instance that it launched, and the job that launched
 * it (docs/drs-facts.md#the-tag-of-a-launched-instance). They protect what has them; nothing is ended because of a tag.
 */
export const DRS_SOURCE_SERVER_TAGS: readonly string[] = [
  "AWSElasticDisasterRecoverySourceServerID",
  "drs.amazonaws.com-source-server",
];
export const DRS_JOB_TAG = "drs.amazonaws.com-job";
