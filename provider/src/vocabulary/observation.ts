import type { DrillWaveIntent, LaunchConfigurationSettings } from "./intent";

/** A wave's inputs as policies see them: its args, what of its resource options it keeps, and what check added. */
export interface DrillWaveInputs extends DrillWaveIntent {
  /** In Go's duration syntax, such as `90m`. */
  customTimeouts?: { create?: string; update?: string; delete?: string };
  /** The engine does not show this resource option to policies. */
  retainOnDelete?: boolean;
  /** What the selector found. */
  resolvedServers?: string[];
  observed?: Observation;
}

/** What `check` saw, kept as the input `observed` of a wave for policies to judge. Absent: not observed. */
export interface Observation {
  region: string;
  account: string;
  /** The service's own time, ISO 8601 UTC; ages are counted from here. */
  observedAt: string;
  /** The same moment by the clock of the machine that looked, by which a policy on it knows that it was in this run. */
  machineTime?: string;
  servers: ObservedServer[];
  /** What could not be seen of the servers, one sentence each; absent when everything was. */
  problems?: string[];
  /** What no drill needs and policies judge. Absent: not looked at, because the drill itself looks again. */
  surroundings?: Surroundings;
}

/** What `check` saw of one server in AWS; times in ISO 8601 UTC, sizes in bytes, lags in seconds. */
export interface ObservedServer {
  sourceServerId: string;
  hostname?: string;
  tags: Record<string, string>;
  source?: ObservedSource;
  replicationState?: string;
  lagSeconds?: number;
  /** Devices whose data DRS replicates (DataReplicationInfo.replicatedDisks); absent also when one has no name. */
  replicatedDisks?: string[];
  /**
   * `"DRS"`: as stored. `"unread"`: it could not be read, and `launchConfiguration` is empty. `"defaults"`: it could not
   * be read, and the program asked for defaults.
   */
  launchConfigurationSource: "DRS" | "unread" | "defaults";
  launchConfiguration: LaunchConfigurationSettings;
  launchTemplate?: ObservedLaunchTemplate;
  /** The launch that was asked for last, by whomever: `type` `DRILL` or `RECOVERY`, `status` as in a job. */
  lastLaunch?: { jobId?: string; type: string; at?: string; status?: string };
  /** Earlier recovery instances of this server that DRS lists. */
  recoveryInstances: { recoveryInstanceId: string; isDrill: boolean; jobId?: string }[];
}

/** The server itself, as DRS's agent reports it (SourceProperties); what it does not report is absent. */
export interface ObservedSource {
  operatingSystem?: string;
  /** Of all CPUs together. */
  cores?: number;
  memoryBytes?: number;
  /** Of the primary network interface: its first IPv4 address, else its first one. */
  privateIp?: string;
  /** Device names; absent also when a disk has none. */
  disks?: string[];
}

/** The default version of a server's EC2 launch template, which DRS launches from. */
export interface ObservedLaunchTemplate {
  launchTemplateId: string;
  version: number;
  instanceType?: string;
  subnetId?: string;
  securityGroupIds?: string[];
  /** Security groups stand beside the network interfaces, if there are any; EC2 refuses a launch with both. */
  securityGroupsBesideInterface?: true;
  associatePublicIp?: boolean;
  /** `required` is IMDSv2 alone. */
  httpTokens?: string;
  /** `default`, `dedicated` or `host`. */
  tenancy?: string;
}

/** What could be looked at around the servers; each is keyed by AWS's id. */
export interface Surroundings {
  /** Stored replication configurations, by source server (GetReplicationConfiguration). */
  replicationConfigurations: Record<string, ObservedReplicationConfiguration>;
  /** When pinned snapshots were taken, by recovery snapshot id. */
  snapshots: Record<string, string>;
  /** When earlier recovery instances were launched, by recovery instance id. */
  launchTimes: Record<string, string>;
  subnets: Record<string, ObservedSubnet>;
  securityGroups: Record<string, ObservedSecurityGroup>;
  instanceTypes: Record<string, ObservedInstanceType>;
  /** Every source server of the Region that is tagged as critical, see CRITICAL_SERVER_TAG. */
  criticalServers: { sourceServerId: string; hostname?: string }[];
  /** Why a part of this could not be seen, by the part's name; absent when everything was. Its entries are then missing. */
  unseen?: { [Part in Exclude<keyof Surroundings, "unseen"> | "routes"]?: string };
}

/** How a server is replicated (GetReplicationConfiguration), by AWS's names. */
export interface ObservedReplicationConfiguration {
  stagingAreaSubnetId?: string;
  ebsEncryption?: string;
  dataPlaneRouting?: string;
  createPublicIP?: boolean;
  /** Devices that are configured to be replicated; absent also when one has no name. */
  replicatedDisks?: string[];
}

/** A subnet that servers launch into or replicate through. */
export interface ObservedSubnet {
  vpcId?: string;
  cidrBlock: string;
  availableIpAddressCount: number;
  mapPublicIpOnLaunch?: boolean;
  /** Active routes out of the VPC of the route table that applies; absent when it could not be seen. */
  routes?: { destination: string; target: string }[];
}

/** A security group of a launch template. */
export interface ObservedSecurityGroup {
  groupName: string;
  /** What everybody may reach, such as `tcp 22 from 0.0.0.0/0`; empty: nothing. */
  openIngress: string[];
}

/** What an instance type has. */
export interface ObservedInstanceType {
  vCpus: number;
  memoryMiB: number;
  /** `legacy-bios`, `uefi`, … */
  bootModes: string[];
}
