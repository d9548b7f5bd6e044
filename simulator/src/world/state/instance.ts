import type { Patch } from "../../mergePatch";
import type { Hardware } from "./machine";
import type { Tags } from "./resource";

/** The tags of EC2 that DRS itself sets on what it launches, seen in the field (docs/drs-facts.md, "The tag of a launched instance"). */
export const DRS_INSTANCE_TAGS = [
  "AWSElasticDisasterRecoveryManaged",
  "drs.amazonaws.com-source-server",
  "drs.amazonaws.com-job",
] as const;

/**
 * The tags of an instance: those of its launch template, and those that DRS sets itself, as far as the world has it set them.
 *
 * @param jobID absent where the job that launched it is not known
 */
export function drsTags(
  { instanceTags }: { readonly instanceTags: readonly string[] },
  fromTemplate: Tags,
  sourceServerID: string,
  jobID: string | undefined,
): Tags {
  const own = {
    AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com",
    "drs.amazonaws.com-source-server": sourceServerID,
    ...(jobID === undefined ? {} : { "drs.amazonaws.com-job": jobID }),
  };
  const lacking = DRS_INSTANCE_TAGS.filter((name) => !instanceTags.includes(name));
  return changedTags({ ...fromTemplate, ...own }, Object.fromEntries(lacking.map((name) => [name, null])));
}

/** The tag without which DRS does not launch into an instance (docs/drs-facts.md, "A launch into an instance"). */
export const LAUNCH_INTO_TAG = { name: "AWSDRS", value: "AllowLaunchingIntoThisInstance" } as const;

/** Tags of EC2; `null` takes away one that would be there. */
export type TagChanges = Readonly<Record<string, string | null>>;

/** The tags with these changes. */
export function changedTags(tags: Tags, changes: TagChanges | undefined): Tags {
  const changed = Object.entries({ ...tags, ...changes });
  return Object.fromEntries(changed.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
}

/** The states, as DRS spells them; EC2 uses lower case. */
export type InstanceRunState =
  | "PENDING"
  | "RUNNING"
  | "STOPPING"
  | "STOPPED"
  | "SHUTTING-DOWN"
  | "TERMINATED"
  | "NOT_FOUND";

/** An EC2 instance, and how DRS sees it. One that DRS launched outlives Disconnect and Delete; one that it did not launch has no source server. */
export interface InstanceState {
  readonly ec2InstanceID: string;
  readonly sourceServerID?: string;
  readonly jobID?: string;
  readonly isDrill?: boolean;
  readonly instanceType: string;
  /** Absent = that of its source server, or not said. */
  readonly platform?: "LINUX" | "WINDOWS";
  readonly subnetId: string;
  readonly privateIp: string;
  readonly securityGroupIds: readonly string[];
  readonly launchTime: string;
  /** When its network interface was attached, where that was not at its launch time: a start gives it a new one of those. */
  readonly attachedAt?: string;
  readonly pointInTimeSnapshotDateTime?: string;
  readonly statusChecks: "ok" | "impaired";
  /** When EC2's status checks leave `initializing`, in simulated milliseconds since the epoch. */
  readonly checksDecidedAt: number;
  /** HIDDEN until LAUNCH_END; DELETED once DRS no longer lists it; NONE for a machine that DRS has nothing to do with. */
  drsView: "HIDDEN" | "LISTED" | "DISCONNECTED" | "DELETED" | "NONE";
  ec2State: InstanceRunState;
  readonly failbackState: string;
  /** Tags on the EC2 instance. */
  ec2Tags: Tags;
  /** Tags on DRS's recovery instance. */
  tags: Tags;
  /** EC2's termination protection: while it is on, TerminateInstances is refused. */
  disableApiTermination?: boolean;
  /** Changes what DRS answers about it. */
  readonly patch?: Patch;
  /** Absent for an instance in a file of an earlier version. */
  hardware?: Hardware;
}

/** An instance that DRS launched, or launched into. */
export type RecoveryInstanceState = InstanceState & { readonly sourceServerID: string };

/** Whether the instance still has its network interface, and with it an address in its subnet. */
export function holdsItsAddress(instance: InstanceState): boolean {
  return instance.ec2State !== "TERMINATED" && instance.ec2State !== "NOT_FOUND";
}

/** The private addresses that these instances hold. */
export function takenAddresses(instances: readonly InstanceState[]): ReadonlySet<string> {
  return new Set(
    instances
      .filter(holdsItsAddress)
      .flatMap(({ privateIp, hardware }) => [
        privateIp,
        ...(hardware?.networkInterfaces ?? []).map((attached) => attached.privateIp),
      ]),
  );
}
