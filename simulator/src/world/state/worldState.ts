import type { Patch } from "../../mergePatch";
import type { RateLimit } from "../../rateLimit";
import type { SsmState } from "../../ssm/state";
import type { UnknownMembers } from "../../validation";
import type { IamState } from "./iam";
import type { InstanceRunState, InstanceState } from "./instance";
import type { JobLogEventData, JobState, LaunchAction, LaunchActionRun, LaunchStatus } from "./job";
import type { LaunchTemplateState } from "./launchTemplate";
import type { ListedVolume } from "./machine";
import type { NetworkInterfaceState, RouteTableState, SecurityGroupState, SubnetState, VpcState } from "./network";
import type { PlannedLaunch } from "./plannedLaunch";
import type { Tags } from "./resource";
import type { SourceServerState } from "./sourceServer";

/** DRS's quotas, and one of EC2, by their names in the world file. */
export interface Quotas {
  readonly serversPerJob: number;
  readonly concurrentJobs: number;
  readonly serversInAllJobs: number;
  /** EC2's, of one launch template. */
  readonly versionsPerTemplate: number;
}

/** What a world chooses because AWS's behaviour is odd or not known. */
export interface Quirks {
  /** StartRecovery without tags answers `tags: {"resourceArn": …}` (docs/drs-facts.md). */
  readonly resourceArnTag: boolean;
  /** The tag in launch templates, and so on what is launched from them, that holds the source server's id; `null` = none. */
  readonly sourceServerTag: string | null;
  /** Which of its own tags DRS sets on what it launches. */
  readonly instanceTags: readonly string[];
  /** Whether a job is COMPLETED only when its post-launch actions have ended. Nobody has shown either. */
  readonly completedWaitsForActions: boolean;
  /** A job that shows none of its servers has an empty list of them, or none at all. */
  readonly emptyParticipants: "list" | "absent";
  /** Simulated seconds until an item shows in a job's log. */
  readonly jobLogDelaySeconds: number;
  /** Whether jobs show `participatingServers[].recoveryInstanceID`; recorded answers lack it. */
  readonly recoveryInstanceIdOnJob: boolean;
  /** Simulated seconds until DescribeJobs shows a new job. */
  readonly describeJobsDelaySeconds: number;
  readonly unknownMembers: UnknownMembers;
  /** Whether the run of a post-launch action has the id of the command or automation that SSM runs for it. */
  readonly runIdIsCommandId: boolean;
  /** Whether every server has DRS's predefined post-launch actions. */
  readonly predefinedActions: boolean;
  /** Whether PutLaunchAction refuses an order that another action has, and one below 1001 for an action that is not predefined. */
  readonly checksActionOrders: boolean;
  /** Whether PutLaunchAction refuses a document that SSM does not know. */
  readonly checksDocuments: boolean;
  /** Whether EC2 refuses a launch template's data that it cannot read, or keeps it and warns. */
  readonly malformedTemplates: "refuse" | "warn";
  /** The state of metadata options that EC2 adds to the data of a launch template in its answers; `null` = none. */
  readonly metadataOptionsState: string | null;
  /** Simulated seconds until right-sizing has written its instance type into a launch template; 0 = with the change that called for it. */
  readonly rightSizingSeconds: number;
  /** Whether right-sizing that was switched off writes once more, as late as if it were on. */
  readonly rightSizingLingers: boolean;
  /** Whether a launch takes the type that right-sizing picks, even where it has not been written yet. */
  readonly rightSizedAtLaunch: boolean;
  /** Simulated seconds until DRS has written the source's address into a launch template, or taken it away; 0 = with the change. */
  readonly addressCheckSeconds: number;
  /** Simulated seconds until DRS makes a deleted launch template anew by itself; `null` = only when it uses it. */
  readonly remadeTemplateSeconds: number | null;
  /** Whether DRS has nothing to write into the launch templates that the world begins with. */
  readonly settledTemplates: boolean;
  /** When within a job DRS reads launch configuration and template: when it starts, or when the server's launch begins. */
  readonly settingsReadAt: "start" | "launch";
  /** What UpdateLaunchConfiguration does while a job holds the server. */
  readonly updateDuringJob: "allow" | "conflict";
  /** When DRS checks the instance that a launch configuration names to launch into: always at the launch, or at the update, too. */
  readonly launchIntoChecked: "update" | "launch";
  /** Items on a page when the client does not set a number. */
  readonly defaultPageSize: number;
}

/** What STS says in this world. */
export interface StsSettings {
  /** The account of callers whose keys STS did not issue. */
  readonly callerAccount: string;
  /** Whether requests with a session's keys are refused once it has ended. */
  readonly refuseExpired: boolean;
  /** Who has keys that STS did not issue; the user `simulated` without it. */
  readonly callerArn?: string | undefined;
  readonly roles: readonly {
    readonly roleArn: string;
    /** The longest session, in seconds; an hour without it. */
    readonly maxSessionDuration?: number | undefined;
    /** Whether nobody may assume it. */
    readonly denied?: boolean | undefined;
  }[];
}

/** Temporary credentials that STS has issued. */
export interface SessionState {
  readonly accessKeyId: string;
  readonly account: string;
  readonly arn: string;
  readonly userId: string;
  /** Whether they are a role's. */
  readonly role: boolean;
  /** The role that they are of; absent for a user's, and in files of earlier versions. */
  readonly roleArn?: string;
  /** In simulated milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A launch configuration template of DRS; `settings` has the API's member names. */
export interface LaunchConfigurationTemplateState {
  readonly launchConfigurationTemplateID: string;
  tags: Tags;
  settings: object;
}

/** What DRS writes into a launch template by itself: the right-sized type, or the source's private address. */
export type TemplateWork = "instanceType" | "privateAddress";

/** A change that will happen to the world; `lifecycle/advance.ts` applies it. `at` is in simulated milliseconds since the epoch. */
export type PlannedEvent = {
  readonly at: number;
  /** Its job does not wait for it. */
  readonly background?: boolean;
} & (
  | { readonly kind: "jobStatus"; readonly jobID: string; readonly status: JobState["status"] }
  | {
      readonly kind: "log";
      readonly jobID: string;
      readonly event: string;
      readonly eventData: JobLogEventData;
      readonly patch?: Patch;
    }
  | {
      readonly kind: "launchStatus";
      readonly jobID: string;
      readonly sourceServerID: string;
      readonly status: LaunchStatus;
    }
  | { readonly kind: "instance"; readonly instance: InstanceState }
  | { readonly kind: "instanceState"; readonly ec2InstanceID: string; readonly state: InstanceRunState }
  | { readonly kind: "instanceListed"; readonly jobID: string; readonly ec2InstanceID: string }
  | { readonly kind: "instanceUnlisted"; readonly ec2InstanceID: string }
  | { readonly kind: "instanceForgotten"; readonly ec2InstanceID: string }
  | {
      readonly kind: "templateWork";
      readonly work: TemplateWork;
      readonly sourceServerID: string;
      readonly method?: "BASIC" | "IN_AWS";
    }
  | { readonly kind: "templateRemade"; readonly sourceServerID: string }
  | {
      readonly kind: "settingsRead";
      readonly jobID: string;
      readonly sourceServerID: string;
      readonly launch: PlannedLaunch;
    }
  | { readonly kind: "ssmAgent"; readonly jobID: string; readonly sourceServerID: string }
  | {
      readonly kind: "launchActionRun";
      readonly jobID: string;
      readonly sourceServerID: string;
      readonly run: LaunchActionRun;
    }
);

/** Everything in one account and Region, as plain data that can be written to a file and read back. */
export interface WorldState {
  readonly region: string;
  readonly account: string;
  readonly latencyMs: number;
  readonly rateLimit?: RateLimit;
  readonly quotas: Quotas;
  readonly quirks: Quirks;
  readonly sts: StsSettings;
  readonly ssm: SsmState;
  readonly sessions: SessionState[];
  readonly iam: IamState;
  /** Makes the ids of this run differ from those of others; see `freshId`. */
  readonly seed: string;
  /** Makes the times of this world's jobs differ from those of others; absent in files of earlier versions. */
  readonly timingSeed?: string;
  nextId: number;
  initialized: boolean;
  readonly sourceServers: SourceServerState[];
  readonly vpcs: VpcState[];
  readonly subnets: SubnetState[];
  readonly routeTables: RouteTableState[];
  readonly securityGroups: SecurityGroupState[];
  readonly networkInterfaces: readonly NetworkInterfaceState[];
  /** Volumes besides those of instances. */
  readonly volumes: readonly ListedVolume[];
  /** Instance types that EC2 does not offer in a zone; without a zone, in none. */
  readonly notOffered: readonly { readonly instanceType: string; readonly availabilityZone?: string | undefined }[];
  /** The account's defaults for metadata options; absent in a file of an earlier version. */
  readonly metadataDefaults?: Readonly<Record<string, string | undefined>>;
  launchTemplates: LaunchTemplateState[];
  launchConfigurationTemplates: LaunchConfigurationTemplateState[];
  /** By the id of the source server or launch configuration template. */
  readonly launchActions: Record<string, LaunchAction[]>;
  /** Oldest first. */
  jobs: JobState[];
  instances: InstanceState[];
  /** Ordered by time. */
  events: PlannedEvent[];
}
