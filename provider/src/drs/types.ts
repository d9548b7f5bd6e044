/** DRS's objects in our words: ids spelled `jobId`, times as epoch milliseconds, durations in seconds. */
import type {
  LaunchConfigurationSettings,
  ObservedReplication,
  ObservedReplicationConfiguration,
  ObservedSource,
} from "../vocabulary";

/** A server that DRS replicates (DescribeSourceServers). */
export interface SourceServer {
  sourceServerId: string;
  arn?: string;
  hostname?: string;
  tags: Record<string, string>;
  replicationState?: string;
  lagSeconds?: number;
  replication?: ObservedReplication;
  /** What the agent reports of the server itself; absent when it reports nothing. */
  source?: ObservedSource;
  /** Devices whose data DRS replicates. */
  replicatedDisks?: string[];
  /** The last launch that anybody asked for. */
  lastLaunch?: { jobId?: string; type: string; at?: number; status?: string };
}

/** A server's stored launch configuration (GetLaunchConfiguration). */
export interface LaunchConfiguration {
  settings: LaunchConfigurationSettings;
  launchTemplateId?: string;
}

/** How a server is replicated (GetReplicationConfiguration). */
export type ReplicationConfiguration = ObservedReplicationConfiguration;

/** An asynchronous workflow of DRS (DescribeJobs). */
export interface Job {
  jobId: string;
  arn: string;
  /** LAUNCH, TERMINATE, or what AWS adds. */
  type: string;
  initiatedBy: string;
  /** PENDING, STARTED, COMPLETED, or what AWS adds. */
  status: string;
  createdAt: number;
  endedAt?: number;
  servers: ParticipatingServer[];
  tags: Record<string, string>;
}

/** What a job reports of one of its servers. */
export interface ParticipatingServer {
  sourceServerId: string;
  launchStatus: string;
  postLaunchActions: { name: string; status: string; failureReason?: string }[];
}

/** A line of a job's log (DescribeJobLogItems). The set of events is open (docs/drs-facts.md#the-jobs-log). */
export interface JobLogItem {
  at: number;
  event: string;
  sourceServerId?: string;
  targetInstanceId?: string;
  message?: string;
}

/** An EC2 instance that DRS launched and still lists (DescribeRecoveryInstances). */
export interface RecoveryInstance {
  recoveryInstanceId: string;
  ec2InstanceId: string;
  ec2InstanceState: string;
  sourceServerId: string;
  jobId?: string;
  isDrill: boolean;
  pointInTimeAt?: number;
  failbackState?: string;
}

/** A point in time that a server can be recovered to (DescribeRecoverySnapshots). */
export interface RecoverySnapshot {
  recoverySnapshotId: string;
  takenAt: number;
  /** True while it is still being made: it has no time of its own. */
  unfinished?: true;
}
