/** DRS's objects in our words: ids spelled `jobId`, times as epoch milliseconds, durations in seconds. */
import type {
  LaunchConfigurationSettings,
  ObservedReplication,
  ObservedReplicationConfiguration,
  ObservedSource,
  StoredLaunchAction,
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
  /** True where DRS says that there was none. */
  neverLaunched?: true;
}

/** A server's stored launch configuration (GetLaunchConfiguration). */
export interface LaunchConfiguration {
  settings: LaunchConfigurationSettings;
  /** Its name in DRS. */
  name?: string;
  launchTemplateId?: string;
}

/** Members of a launch configuration to write. */
export type LaunchConfigurationChange = LaunchConfigurationSettings & { name?: string };

/** How a server is replicated (GetReplicationConfiguration). */
export type ReplicationConfiguration = ObservedReplicationConfiguration;

/** An asynchronous workflow of DRS (DescribeJobs). */
export interface Job {
  /** Empty where the answer names the job neither by its id nor by its ARN: it can be neither followed nor adopted. */
  jobId: string;
  arn?: string;
  /** LAUNCH, TERMINATE, or what AWS adds. */
  type: string;
  initiatedBy: string;
  /** PENDING, STARTED, COMPLETED, or what AWS adds. */
  status: string;
  createdAt?: number;
  endedAt?: number;
  /** As far as DRS lists them: the list may be short, or empty, for a job that holds servers. */
  servers: ParticipatingServer[];
  /** Servers that are listed without their id; absent when there are none. */
  unnamedServers?: number;
  /** As far as DRS says them. */
  tags: Record<string, string>;
  /** True where the answer has no tags at all, not even an empty set of them: the job may be anybody's. */
  tagsUnknown?: true;
}

/** What a job reports of one of its servers. */
export interface ParticipatingServer {
  sourceServerId: string;
  /** PENDING, IN_PROGRESS, LAUNCHED, FAILED, TERMINATED, or what AWS adds. */
  launchStatus?: string;
  recoveryInstanceId?: string;
  /** When the SSM agent, which runs the post-launch actions, was found on the instance. */
  agentDiscoveredAt?: number;
  postLaunchActions: PostLaunchActionRun[];
}

/** A run of a post-launch action on a launched instance. */
export interface PostLaunchActionRun {
  actionId?: string;
  name: string;
  optional?: boolean;
  /** IN_PROGRESS, SUCCEEDED, FAILED, or what AWS adds. */
  status?: string;
  failureReason?: string;
  runId?: string;
  /** Name or ARN of the SSM document that it ran. */
  document?: string;
  /** True for an automation; else SSM ran it as a command on the instance. */
  isAutomation?: true;
  /** What it wrote, where SSM was asked and still had it; DRS does not say it. */
  output?: string;
}

/** A post-launch action that is set up for a server (ListLaunchActions). */
export interface LaunchAction {
  actionId?: string;
  name: string;
  active?: boolean;
  optional?: boolean;
  /** Such as `VALIDATION`. */
  category?: string;
}

/** Everything that is set up of a post-launch action (ListLaunchActions); what DRS does not say is absent. */
export type LaunchActionSettings = StoredLaunchAction;

/** A parameter of a post-launch action, as DRS has it: `SSM_STORE`, `DYNAMIC`, or what AWS adds, and its value. */
export type LaunchActionParameter = StoredLaunchAction["parameters"][string];

/** A post-launch action to put: DRS takes every member. */
export type WholeLaunchAction = Required<LaunchActionSettings>;

/** A line of a job's log (DescribeJobLogItems). The set of events is open (docs/drs-facts.md#the-jobs-log). */
export interface JobLogItem {
  at?: number;
  event: string;
  sourceServerId?: string;
  targetInstanceId?: string;
  message?: string;
}

/** An EC2 instance that DRS launched and still lists (DescribeRecoveryInstances). */
export interface RecoveryInstance {
  /** Empty where DRS names the instance by neither of its ids: then nothing can be done to it. */
  recoveryInstanceId: string;
  /** The same id in EC2, as DRS says it. */
  ec2InstanceId: string;
  ec2InstanceState: string;
  sourceServerId?: string;
  jobId?: string;
  isDrill?: boolean;
  pointInTimeAt?: number;
  failbackState?: string;
}

/** A point in time that a server can be recovered to (DescribeRecoverySnapshots). */
export interface RecoverySnapshot {
  recoverySnapshotId: string;
  /** Absent where DRS says no time at all. */
  takenAt?: number;
  /** True while it is still being made: it has no time of its own. */
  unfinished?: true;
}
