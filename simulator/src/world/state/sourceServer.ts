import type { ActionRunStatus, LaunchStatus } from "./job";
import type { Tags } from "./resource";

/** Seconds after the job's creation. What is left out keeps its share of the recorded timeline. */
export interface Timings {
  readonly conversionStart?: number | undefined;
  readonly conversionEnd?: number | undefined;
  readonly launchEnd?: number | undefined;
  /** When EC2's status checks are decided. */
  readonly statusChecks?: number | undefined;
  /** How long a TERMINATE job takes. */
  readonly terminateEnd?: number | undefined;
}

/** How the next launches of a server end. */
export interface Outcome {
  readonly event: string;
  readonly message: string;
  /** How many more launches it hits; absent = all. */
  times?: number;
}

/** A server's launch settings, by the API's member names. */
export interface LaunchConfigurationState {
  name: string;
  launchDisposition: "STARTED" | "STOPPED";
  targetInstanceTypeRightSizingMethod: "NONE" | "BASIC" | "IN_AWS";
  copyPrivateIp: boolean;
  copyTags: boolean;
  licensing: { osByol: boolean };
  postLaunchEnabled: boolean;
  launchIntoInstanceProperties: { launchIntoEC2InstanceID?: string | undefined };
}

/** The last launch of a server, by the API's member names. */
interface LastLaunch {
  readonly apiCallDateTime: string;
  readonly jobID: string;
  readonly type: "DRILL" | "RECOVERY";
  status: LaunchStatus;
}

/** The `lastLaunchResult` of a server whose last launch has this status. A launch that was terminated later had succeeded. */
export function lastLaunchResultOf(status: LaunchStatus): SourceServerState["lastLaunchResult"] {
  return LAST_LAUNCH_RESULTS[status];
}

const LAST_LAUNCH_RESULTS = {
  PENDING: "PENDING",
  IN_PROGRESS: "PENDING",
  LAUNCHED: "SUCCEEDED",
  TERMINATED: "SUCCEEDED",
  FAILED: "FAILED",
} as const;

/** The replication settings that the world or a client has set, by the API's member names. The simulator uses only the first two. */
export interface ReplicationConfigurationState {
  readonly stagingAreaSubnetId?: string;
  readonly associateDefaultSecurityGroup?: boolean;
  readonly [member: string]: unknown;
}

/** A recovery snapshot. `timestamp` is the time of its data, as DRS writes dates. */
export interface RecoverySnapshotState {
  readonly snapshotID: string;
  readonly timestamp: string;
}

/** A source server: the machine, its replication, its settings and how its launches end. */
export interface SourceServerState {
  readonly sourceServerID: string;
  readonly hostname: string;
  readonly fqdn: string;
  readonly os: "LINUX" | "WINDOWS";
  readonly osName: string;
  readonly cores: number;
  readonly ramBytes: number;
  readonly disks: readonly { readonly deviceName: string; readonly bytes: number }[];
  /** The names of the disks that are replicated; absent = all of them. */
  readonly replicatedDisks?: readonly string[];
  readonly privateIp: string;
  readonly sourceInstanceType?: string;
  readonly replicationState: string;
  readonly replicationError?: string;
  readonly lagSeconds: number;
  readonly addedToServiceDateTime: string;
  /** Snapshots that the world lists; absent = those of the default policy. */
  readonly snapshots?: readonly RecoverySnapshotState[];
  readonly statusChecks: "ok" | "impaired";
  readonly timings: Timings;
  ec2LaunchTemplateID: string;
  readonly launchConfiguration: LaunchConfigurationState;
  replicationConfiguration: ReplicationConfigurationState;
  /** What the consoles of its instances show; `null` = nothing, absent = what its system usually writes. */
  readonly console?: { readonly output?: string | null | undefined; readonly screenshot?: string | null | undefined };
  /** How each post-launch action ends, by its id; the others succeed. */
  readonly actionResults: Record<string, { readonly status: ActionRunStatus; readonly failureReason?: string }>;
  tags: Tags;
  outcome?: Outcome;
  lastLaunchResult: "NOT_STARTED" | "PENDING" | "SUCCEEDED" | "FAILED";
  lastLaunch?: LastLaunch;
  recoveryInstanceId?: string;
}

/** Whether this disk of the server is replicated, and so exists after a launch. */
export function isReplicated(server: SourceServerState, disk: { readonly deviceName: string }): boolean {
  return server.replicatedDisks?.includes(disk.deviceName) ?? true;
}
