import type { Patch } from "../../mergePatch";
import type { TagChanges } from "./instance";
import type { ActionRunStatus, LaunchStatus } from "./job";
import type { Tags } from "./resource";

/** Seconds after the job's creation. What is left out keeps its share of the recorded timeline. */
export interface Timings {
  readonly conversionStart?: number | undefined;
  readonly conversionEnd?: number | undefined;
  readonly launchEnd?: number | undefined;
  /** When EC2's status checks are decided. */
  readonly statusChecks?: number | undefined;
  /** When DRS finds the SSM agent on the instance, which post-launch actions wait for; `null` = never. */
  readonly ssmAgent?: number | null | undefined;
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
  /** Absent until somebody sets it. */
  recoveryMode?: "OPTIMAL" | "FAST";
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

/** A recovery snapshot. Dates are as DRS writes them. */
export interface RecoverySnapshotState {
  readonly snapshotID: string;
  /** The time of its data; absent while it is being made. */
  readonly timestamp?: string;
  /** When it was planned. */
  readonly expectedTimestamp: string;
  /** Changes what DRS answers about it. */
  readonly patch?: Patch;
}

/** What a world says about a server's replication, by the API's member names; `null` = DRS's answer lacks the member. */
export interface ToldReplication {
  readonly replicationError?: string | { readonly error?: string | undefined; readonly rawError?: string | undefined };
  /** Written as it is, instead of `lagSeconds`. */
  readonly lagDuration?: string | null;
  /** false = it has never been in sync, whatever its state; absent = its state decides. */
  readonly initialSyncDone?: boolean;
  readonly firstByteDateTime?: string | null;
  readonly initiationSteps?: Readonly<Record<string, string | null | undefined>> | null;
  readonly stagingArea?: {
    readonly status?: string | null | undefined;
    readonly stagingAccountID?: string | null | undefined;
    readonly stagingSourceServerArn?: string | undefined;
    readonly errorMessage?: string | undefined;
  } | null;
  readonly replicationDirection?: "FAILOVER" | "FAILBACK" | null;
  readonly reversedDirectionSourceServerArn?: string;
}

/** What a world says about the machine behind a server, by the API's member names; `null` = DRS's answer lacks the member. */
export interface ToldMachine {
  readonly architecture?: string;
  readonly supportsNitroInstances?: boolean | null;
  /** The EC2 instance that it is; one of the world's instances, or one elsewhere. */
  readonly awsInstanceID?: string;
  readonly sourceCloudProperties?: Readonly<Record<string, string | null | undefined>> | null;
  readonly networkInterfaces?: readonly {
    readonly macAddress?: string | null | undefined;
    readonly ips?: readonly string[] | null | undefined;
    readonly isPrimary?: boolean | null | undefined;
  }[];
}

/** How a server's launches show in DRS's answers. Seconds are simulated. */
export interface ToldLaunches {
  /** Among its job's `participatingServers`: from when after the job's creation (`null` = never), how late its launchStatus, and what else. */
  readonly onJob?: {
    readonly listedAfterSeconds?: number | null | undefined;
    readonly launchStatusDelaySeconds?: number | undefined;
    readonly patch?: Patch | undefined;
  };
  /** Changes to its items in the job's log, by event; `null` = there is no such item. */
  readonly log?: Readonly<Record<string, Patch | null>>;
  /** More items of the job's log, at these seconds after the job's creation. */
  readonly extraLog?: readonly {
    readonly event: string;
    readonly seconds: number;
    readonly patch?: Patch | undefined;
  }[];
  /** Its launched instances: how long after LAUNCH_END DRS lists them (`null` = never), their termination protection, their EC2 tags, and what else DRS answers about them. */
  readonly launched?: {
    readonly listedAfterSeconds?: number | null | undefined;
    readonly disableApiTermination?: boolean | undefined;
    readonly tags?: TagChanges | undefined;
    readonly patch?: Patch | undefined;
  };
}

/** What a post-launch action of a server comes to. */
export interface ActionResult {
  readonly status: ActionRunStatus;
  readonly failureReason?: string;
  /** false = no run of it is ever shown. */
  readonly reported?: boolean;
  /** How long it runs. */
  readonly seconds?: number;
  /** What its command or automation wrote, as SSM has it. */
  readonly output?: string;
}

/** What the runs of actions with this name or document come to, whoever set them up. */
export interface ActionOutcome extends ActionResult {
  readonly name?: string | undefined;
  readonly actionCode?: string | undefined;
}

/** What the runs of an action of the server come to: as the world says of the action itself, else of its name or document; else they succeed. */
export function actionResultOf(
  server: Pick<SourceServerState, "actionResults" | "actionOutcomes">,
  action: { readonly actionId: string; readonly name: string; readonly actionCode: string },
): ActionResult {
  const told = server.actionOutcomes?.find(({ name, actionCode }) =>
    name === undefined ? actionCode === action.actionCode : name === action.name,
  );
  return server.actionResults[action.actionId] ?? told ?? { status: "SUCCEEDED" };
}

/** A source server: the machine, its replication, its settings and how its launches end. */
export interface SourceServerState extends ToldReplication, ToldMachine, ToldLaunches {
  readonly sourceServerID: string;
  readonly hostname: string;
  readonly fqdn: string;
  readonly os: "LINUX" | "WINDOWS";
  readonly osName: string;
  readonly cores: number;
  readonly ramBytes: number;
  readonly disks: readonly {
    readonly deviceName: string;
    readonly bytes: number;
    readonly volumeStatus?: string | undefined;
  }[];
  /** The names of the disks that are replicated; absent = all of them. */
  readonly replicatedDisks?: readonly string[];
  readonly privateIp: string;
  readonly sourceInstanceType?: string;
  /** Absent = nothing replicates, and DRS's answer lacks the member. */
  readonly replicationState?: string;
  readonly lagSeconds: number;
  readonly addedToServiceDateTime: string;
  /** Snapshots that the world lists; absent = those of the default policy. */
  readonly snapshots?: readonly RecoverySnapshotState[];
  readonly statusChecks: "ok" | "impaired";
  readonly timings: Timings;
  ec2LaunchTemplateID: string;
  /** The address that DRS has written into the launch template, for copyPrivateIp. */
  copiedPrivateIp?: string;
  readonly launchConfiguration: LaunchConfigurationState;
  /** Changes what DRS answers about the launch configuration. */
  readonly launchConfigurationPatch?: Patch;
  replicationConfiguration: ReplicationConfigurationState;
  /** What the consoles of its instances show; `null` = nothing, absent = what its system usually writes. */
  readonly console?: { readonly output?: string | null | undefined; readonly screenshot?: string | null | undefined };
  /** How each post-launch action ends, by its id; the others succeed. */
  readonly actionResults: Record<string, ActionResult>;
  /** The world lists its post-launch actions: it has no predefined ones besides. */
  readonly actionsAreListed?: true;
  /** The same by name or document, for actions that clients put. */
  readonly actionOutcomes?: readonly ActionOutcome[];
  tags: Tags;
  outcome?: Outcome;
  terminationOutcome?: Outcome;
  lastLaunchResult: "NOT_STARTED" | "PENDING" | "SUCCEEDED" | "FAILED";
  /** `null` = DRS's answer lacks the member; absent = nothing was launched, which DRS says by an empty `initiated`. */
  lastLaunch?: LastLaunch | null;
  recoveryInstanceId?: string;
  /** Changes what DRS answers about the server. */
  readonly patch?: Patch;
}

/** Whether this disk of the server is replicated, and so exists after a launch. */
export function isReplicated(server: SourceServerState, disk: { readonly deviceName: string }): boolean {
  return server.replicatedDisks?.includes(disk.deviceName) ?? true;
}
