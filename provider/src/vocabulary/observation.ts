import type { DrillWaveIntent, LaunchConfigurationSettings } from "./intent";

/** Pulumi's resource option `customTimeouts`: texts in Go's duration syntax, such as `90m`. */
export interface CustomTimeouts {
  /** How long `create` may take, waiting for other jobs included. */
  create?: string;
  /** How long `update` may take, waiting for other jobs included. */
  update?: string;
  /** How long `delete` may take. */
  delete?: string;
}

/** A wave's inputs as policies see them: its args, the resource options that it keeps, and what `check` added. */
export interface DrillWaveInputs extends DrillWaveIntent {
  /** The resource option, which DrillWave enforces: the engine does not, for dynamic providers. */
  customTimeouts?: CustomTimeouts;
  /** The resource option, kept because the engine does not show it to policies. */
  retainOnDelete?: boolean;
  /** The nonce of the wave's guard, which its jobs carry as the tag `DrillNonce`. */
  drillNonce?: string;
  /** What `check` saw in AWS; absent when it did not look. Policies judge it, and the drill compares with it. */
  observed?: Observation;
  /** Ids of the servers that `check` resolved the selector to. */
  resolvedServers?: string[];
  /**
   * With `tagsOf: "sourceInstance"`, the tags that `check` read last, for when the source cannot be reached. Unknown in a
   * preview, so that update plans hold.
   */
  sourceTags?: SourceTags[];
}

/** Tags of EC2 instances that are source servers, as they were read at one time in one Region and account. */
export interface SourceTags {
  /** Region of the instances. */
  region: string;
  /** Account of the instances; absent where DRS does not say it. */
  account?: string;
  /** When they were read, ISO 8601 UTC. */
  readAt: string;
  /** The tag keys that were kept: those that the selector names. */
  keys: string[];
  /** Tags by the instance's id, those with these keys alone. */
  tags: Record<string, Record<string, string>>;
}

/** What `check` saw in AWS, kept as the input `observed` of a wave for policies to judge. */
export interface Observation {
  /** Region that was looked at. */
  region: string;
  /** Account that was looked at; empty when no server was found. */
  account: string;
  /** The service's own time, ISO 8601 UTC; ages are counted from here. Unknown in a preview, so that update plans hold. */
  observedAt: string;
  /**
   * The same moment by the local clock. A policy on the same machine compares it with its own clock to see whether this
   * is from the current run. Unknown in a preview, so that update plans hold.
   */
  machineTime?: string;
  /**
   * Whole days that the service's clock is ahead of the local one, negative when it is behind; absent when they agree
   * within half a day. A policy reckons the service's time by it in a preview.
   */
  clockDaysAhead?: number;
  /** The wave's servers, in the order of its args; a selector's by id. */
  servers: ObservedServer[];
  /** What could not be seen of the servers, one sentence each; absent when everything was. */
  problems?: string[];
  /** What only policies need. Absent when it was not read. */
  surroundings?: Surroundings;
}

/** What `check` saw of one server in AWS; times in ISO 8601 UTC, sizes in bytes, lags in seconds. */
export interface ObservedServer {
  /** Id of the source server. */
  sourceServerId: string;
  /** Hostname, as DRS's agent reports it. */
  hostname?: string;
  /** Tags of the source server in DRS. */
  tags: Record<string, string>;
  /** The server itself, as DRS's agent reports it. */
  source?: ObservedSource;
  /** DRS's `dataReplicationState`, such as `CONTINUOUS`. */
  replicationState?: string;
  /**
   * Replication lag in seconds. In the input `observed` it is rounded up, to a limit that the program sets or to a round
   * figure from a minute on: update plans hold although it moves, and no limit is kept that the true lag exceeds.
   */
  lagSeconds?: number;
  /** How it replicates beside that. */
  replication?: ObservedReplication;
  /** Devices whose data DRS replicates (`DataReplicationInfo.replicatedDisks`); absent also when one has no name. */
  replicatedDisks?: string[];
  /**
   * `"DRS"`: as stored. `"unread"`: it could not be read, and `launchConfiguration` is empty. `"defaults"`: it could
   * not be read, and the program asked for defaults.
   */
  launchConfigurationSource: "DRS" | "unread" | "defaults";
  /** The stored launch configuration. */
  launchConfiguration: LaunchConfigurationSettings;
  /** The default version of its EC2 launch template. */
  launchTemplate?: ObservedLaunchTemplate;
  /** The last launch that anybody asked for. */
  lastLaunch?: ObservedLaunch;
  /** True where DRS says that nobody has launched it yet. Absent without `lastLaunch`: not known. */
  neverLaunched?: true;
  /** Earlier recovery instances of this server that DRS lists. */
  recoveryInstances: ObservedRecoveryInstance[];
}

/** How a server replicates, beside its state and lag. What DRS does not say is absent. */
export interface ObservedReplication {
  /** `FAILOVER`, or `FAILBACK` on the way back to where the server came from. */
  direction?: string;
  /** When its first byte was replicated, ISO 8601 UTC. */
  firstByteAt?: string;
  /**
   * Bytes of its disks that are not replicated; 0 once the first synchronisation has ended. In the input `observed` it is
   * rounded up to a power of two.
   */
  missingBytes?: number;
  /** What DRS gives for a lag where that is not a duration. */
  unreadableLag?: string;
  /**
   * DRS's error and its text, such as `NOT_CONVERGING: the disks change faster than they are replicated`. DRS's text is cut
   * to 300 characters.
   */
  error?: string;
  /** Step at which the latest attempt to begin replication failed. */
  failedStep?: string;
  /** `NOT_EXTENDED`; `EXTENDED` when it replicates into another account; `EXTENSION_ERROR`. */
  extension?: string;
  /** DRS's text for an `EXTENSION_ERROR`. */
  extensionError?: string;
  /** Disks whose volume DRS has doubts about, such as `/dev/sdb CONTAINS_MARKETPLACE_PRODUCT_CODES`. */
  volumeProblems?: string[];
}

/** A launch of a source server that somebody asked for. */
export interface ObservedLaunch {
  /** Id of its recovery job. */
  jobId?: string;
  /** `DRILL` or `RECOVERY`; `unknown` when DRS does not say. */
  type: string;
  /** When it was asked for, ISO 8601 UTC. */
  at?: string;
  /** As in a job: `LAUNCHED`, `FAILED`, … */
  status?: string;
}

/** An earlier recovery instance of a server. */
export interface ObservedRecoveryInstance {
  /** Its id in DRS. */
  recoveryInstanceId: string;
  /** True when a drill launched it; absent when DRS does not say. */
  isDrill?: boolean;
  /** Id of the job that launched it. */
  jobId?: string;
  /** True when DRS does not say which server it was launched from: it may be this one. */
  isServerUnknown?: true;
}

/** The server itself, as DRS's agent reports it (SourceProperties); what it does not report is absent. */
export interface ObservedSource {
  /** The operating system in full, such as `Microsoft Windows Server 2022`. */
  operatingSystem?: string;
  /** Cores of all CPUs together. */
  cores?: number;
  /** Memory in bytes. */
  memoryBytes?: number;
  /** Address of the primary network interface: its first IPv4 address, else its first one. */
  privateIp?: string;
  /** Device names; absent also when a disk has none. */
  disks?: string[];
  /** `x86_64` or `arm64`. */
  architecture?: string;
  /** Whether it can run on instance types that are built on Nitro. */
  supportsNitroInstances?: boolean;
  /** Id of the EC2 instance that it is; absent for one that is none. */
  ec2InstanceId?: string;
  /** Region of the EC2 instance that it is. */
  originRegion?: string;
  /** Account of the EC2 instance that it is. */
  originAccount?: string;
}

/**
 * The default version of a server's EC2 launch template, which DRS launches from. `subnetId`, `securityGroupIds` and
 * `associatePublicIp` are those of the primary network interface; `networkInterfaces` has all of them.
 */
export interface ObservedLaunchTemplate {
  /** Id of the launch template. */
  launchTemplateId: string;
  /** Number of the default version. */
  version: number;
  /** Instance type that it names. */
  instanceType?: string;
  /** The requirements (vCPUs, memory, …) that it gives instead of a type: EC2 picks one at the launch. */
  instanceRequirements?: ObservedInstanceRequirements;
  /** Subnet that it launches into. */
  subnetId?: string;
  /** Security groups that it launches with; those beside the network interfaces where the primary one has none. */
  securityGroupIds?: string[];
  /** True when the template has security groups beside its network interfaces; EC2 refuses a launch with both. */
  securityGroupsBesideInterface?: true;
  /** Security groups beside the network interfaces that the template gives by their names. */
  securityGroupNames?: string[];
  /** Whether the instance gets a public IP address. */
  associatePublicIp?: boolean;
  /** Every network interface, in the template's order; empty when it has none. Absent: not seen, as by earlier versions of this package. */
  networkInterfaces?: ObservedNetworkInterface[];
  /** `required` is IMDSv2 alone. */
  httpTokens?: string;
  /** The rest of MetadataOptions, by EC2's names. Absent: not seen. */
  metadataOptions?: Record<string, string | number>;
  /** `default`, `dedicated` or `host`. */
  tenancy?: string;
  /** The rest of Placement, by EC2's names, such as `HostResourceGroupArn`. Absent: not seen. */
  placement?: Record<string, string | number>;
  /** True when the template names licence configurations (LicenseSpecifications), which may decide on the hardware. */
  licenseSpecifications?: true;
  /** CPU options, by EC2's names, such as `CoreCount`; they may leave an instance less vCPUs than its type has. */
  cpuOptions?: Record<string, string | number>;
  /** EC2's names of what the template says and this package does not understand: `NetworkInterfaces.FutureSetting`. */
  unknownMembers?: string[];
  /** Hash of everything that the version launches with, what is not listed here included. */
  fingerprint?: string;
  /**
   * The drill that has the template in its network just now. What is listed here, the version included, is what counts
   * outside of that drill. Absent: none has, as far as the default version says.
   */
  openSwap?: ObservedSwap;
}

/** A launch template that is in the drill network of a wave just now, as a look saw it. */
export interface ObservedSwap {
  /** The nonce of the wave's guard, which its jobs carry as the tag `DrillNonce`. */
  nonce: string;
  /** Number of the version that counts outside of the swap. */
  version: number;
  /** Subnet of the drill network. */
  subnetId: string;
  /** When it was begun, in seconds of the epoch by the service's clock; only the tag says it. */
  openedAt?: number;
}

/** What a launch template wants of an instance type. What it does not say is absent; there may be more than this. */
export interface ObservedInstanceRequirements {
  /** Least number of virtual CPUs. */
  minimumVCpus?: number;
  /** Least memory in MiB. */
  minimumMemoryMiB?: number;
  /** The only types that EC2 may pick, with `*` for any text: `r5.*`. */
  allowedInstanceTypes?: string[];
}

/** A network interface of a launch template. What the template does not say is absent. */
export interface ObservedNetworkInterface {
  /** Index of its device; the primary interface has 0. */
  deviceIndex?: number;
  /** Index of its network card; the primary interface's is 0 or absent. */
  networkCardIndex?: number;
  /** Id of an existing interface that is attached, whose own subnet, security groups and addresses count. */
  networkInterfaceId?: string;
  /** Subnet that it is made in. */
  subnetId?: string;
  /** Security groups that it is made with. */
  securityGroupIds?: string[];
  /** Whether it gets a public IP address. */
  associatePublicIp?: boolean;
  /** Primary private IPv4 address that it is made with. */
  privateIpAddress?: string;
  /** Whether it is deleted with the instance. */
  deleteOnTermination?: boolean;
  /** Description that it is made with. */
  description?: string;
  /** `interface`, `efa`, … */
  interfaceType?: string;
  /** EC2's names of what else the template says of it, such as `Ipv6AddressCount`. */
  otherMembers?: string[];
}

/** What was found around the servers; each part is keyed by AWS's id. */
export interface Surroundings {
  /** Stored replication configurations, by source server id (GetReplicationConfiguration). */
  replicationConfigurations: Record<string, ObservedReplicationConfiguration>;
  /** When pinned snapshots were taken, ISO 8601 UTC, by recovery snapshot id. */
  snapshots: Record<string, string>;
  /** When earlier recovery instances were launched, ISO 8601 UTC, by recovery instance id. */
  launchTimes: Record<string, string>;
  /**
   * VPCs of the EC2 instances that the source servers are, by source server id; of those in this Region that EC2 shows.
   * Absent: nobody looked, as in earlier versions of this package.
   */
  sourceVpcs?: Record<string, string>;
  /**
   * The Region's default subnets, by Availability Zone: where a template names no subnet, EC2 picks one of them. Empty when
   * there is none, and such a launch fails. Absent: no template needs one, or nobody looked.
   */
  defaultSubnets?: Record<string, string>;
  /**
   * What the account wants of every launch's metadata options in this Region. Absent: every template says that IMDSv2 is
   * required, or nobody looked.
   */
  metadataDefaults?: ObservedMetadataDefaults;
  /** Subnets that servers launch into or replicate through, by id. */
  subnets: Record<string, ObservedSubnet>;
  /** Security groups of the launch templates, by id. */
  securityGroups: Record<string, ObservedSecurityGroup>;
  /** Instance types of the launch templates, by name. */
  instanceTypes: Record<string, ObservedInstanceType>;
  /**
   * Post-launch actions, by source server id (ListLaunchActions): of servers that have a role and run their actions. Absent:
   * there is none, or nobody looked.
   */
  launchActions?: Record<string, ObservedLaunchAction[]>;
  /**
   * Availability Zones of the Region that offer an instance type, by the type's name; empty for one that none offers. Of
   * those that launch templates name for launches without right-sizing. Absent: there is none, or nobody looked.
   */
  instanceTypeOfferings?: Record<string, string[]>;
  /**
   * Every source server of the Region that replicates and can be launched, whether a wave has it or not, by id. As they were
   * when this run looked first, so before it drilled anything. Absent: another wave of the program has them, the first one
   * of its Region and connection, or nobody looked.
   */
  regionServers?: RegionServer[];
  /**
   * Why a part could not be seen, by the part's name; absent when everything was. Entries of such a part are missing.
   */
  unseen?: { [Part in Exclude<keyof Surroundings, "unseen"> | "routes"]?: string };
}

/** A post-launch action of a server, as DRS lists it. What it does not say is absent. */
export interface ObservedLaunchAction {
  /** Its name, else the SSM document that it runs. */
  name: string;
  /** `VALIDATION`, `CONFIGURATION`, … */
  category?: string;
  /** Whether it runs. */
  active?: boolean;
  /** Whether its failure leaves the launch as it is. */
  optional?: boolean;
}

/** An account's defaults for metadata options (GetInstanceMetadataDefaults). What it leaves open is absent. */
export interface ObservedMetadataDefaults {
  /** `required` is IMDSv2 alone, for a launch that does not say. */
  httpTokens?: string;
  /** `enabled`: EC2 refuses a launch that does not require IMDSv2. */
  httpTokensEnforced?: string;
}

/** A source server of the Region: what says whether anybody drills it. */
export interface RegionServer {
  /** Id of the source server. */
  sourceServerId: string;
  /** Hostname, as DRS's agent reports it. */
  hostname?: string;
  /** Tags of the source server in DRS. */
  tags: Record<string, string>;
  /** The last launch that anybody asked for. */
  lastLaunch?: ObservedLaunch;
  /** True where DRS says that nobody has launched it yet. Absent without `lastLaunch`: not known. */
  neverLaunched?: true;
}

/** How a server is replicated (GetReplicationConfiguration), by AWS's names. */
export interface ObservedReplicationConfiguration {
  /** Subnet of the replication servers. */
  stagingAreaSubnetId?: string;
  /** `DEFAULT`, `CUSTOM` or `NONE`. */
  ebsEncryption?: string;
  /** `PRIVATE_IP` or `PUBLIC_IP`. */
  dataPlaneRouting?: string;
  /** Whether replication servers get public IP addresses. */
  createPublicIP?: boolean;
  /** Devices that are configured to be replicated; absent also when one has no name. */
  replicatedDisks?: string[];
  /** Whether the agent adds disks that the server gets later. */
  autoReplicateNewDisks?: boolean;
  /** Which points in time are taken and how long they are kept; absent also where a rule of it is not understood. */
  pitPolicy?: ObservedPitRule[];
}

/** A rule of a point-in-time policy, by AWS's names. */
export interface ObservedPitRule {
  /** `MINUTE`, `HOUR` or `DAY`: the unit of the other two. */
  units: string;
  /** How often a point in time is taken. */
  interval: number;
  /** How long it is kept. */
  retentionDuration: number;
  /** Absent when DRS does not say. */
  enabled?: boolean;
}

/** A subnet that servers launch into or replicate through. */
export interface ObservedSubnet {
  /** VPC of the subnet. */
  vpcId?: string;
  /** Zone of the subnet. Absent: not seen, as by earlier versions of this package. */
  availabilityZone?: string;
  /** IPv4 range of the subnet. */
  cidrBlock: string;
  /**
   * Number of free addresses. In the input `observed` it is rounded down where there are 16 or more, and more than the
   * wave can take: by less than a fifth, see `mostFree`.
   */
  availableIpAddressCount: number;
  /** Whether instances get public IP addresses unless the launch says otherwise. */
  mapPublicIpOnLaunch?: boolean;
  /** Active routes out of the VPC, of the route table that applies; absent when it could not be seen. */
  routes?: ObservedRoute[];
}

/** A route out of a VPC. */
export interface ObservedRoute {
  /** Where to: a CIDR or prefix list. */
  destination: string;
  /** What it goes through: the id of a gateway, peering connection or interface. */
  target: string;
}

/** A security group of a launch template. */
export interface ObservedSecurityGroup {
  /** Name of the group. */
  groupName: string;
  /** VPC of the group. Absent: not seen, as by earlier versions of this package. */
  vpcId?: string;
  /** What everybody may reach, such as `tcp 22 from 0.0.0.0/0`; empty when nothing. */
  openIngress: string[];
}

/** What an instance type has. */
export interface ObservedInstanceType {
  /** Virtual CPUs. */
  vCpus: number;
  /** Memory in MiB. */
  memoryMiB: number;
  /** Boot modes that it supports: `legacy-bios`, `uefi`, … */
  bootModes: string[];
  /** Architectures that it supports: `x86_64`, `arm64`, … Absent when EC2 does not say. */
  architectures?: string[];
  /** Whether it is built on Nitro. Absent when EC2 does not say. */
  isNitro?: boolean;
}
