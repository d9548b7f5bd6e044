import type { Hardware } from "./hardware";
import type { Tags } from "./resource";

/** The states, as DRS spells them; EC2 uses lower case. */
export type InstanceRunState =
  | "PENDING"
  | "RUNNING"
  | "STOPPING"
  | "STOPPED"
  | "SHUTTING-DOWN"
  | "TERMINATED"
  | "NOT_FOUND";

/** An EC2 instance that DRS launched, and how DRS sees it. It outlives Disconnect and Delete. */
export interface InstanceState {
  readonly ec2InstanceID: string;
  readonly sourceServerID: string;
  readonly jobID?: string;
  readonly isDrill: boolean;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly privateIp: string;
  readonly securityGroupIds: readonly string[];
  readonly launchTime: string;
  readonly pointInTimeSnapshotDateTime: string;
  readonly statusChecks: "ok" | "impaired";
  /** When EC2's status checks leave `initializing`, in simulated milliseconds since the epoch. */
  readonly checksDecidedAt: number;
  /** HIDDEN until LAUNCH_END; DELETED once DRS no longer lists it. */
  drsView: "HIDDEN" | "LISTED" | "DISCONNECTED" | "DELETED";
  ec2State: InstanceRunState;
  readonly failbackState: string;
  /** Tags on the EC2 instance. */
  readonly ec2Tags: Tags;
  /** Tags on DRS's recovery instance. */
  tags: Tags;
  /** EC2's termination protection. */
  disableApiTermination?: boolean;
  /** Absent for an instance in a file of an earlier version. */
  readonly hardware?: Hardware;
}

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
