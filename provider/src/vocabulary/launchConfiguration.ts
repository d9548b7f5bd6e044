import type { Connection, Licensing } from "./intent";
import type { LaunchDisposition, RecoveryMode, RightSizingMethod } from "./words";

/** Metadata options of the launched instance, as in EC2; what is left out stays as the launch template has it. */
export interface LaunchMetadataOptions {
  /**
   * `"required"` for IMDSv2 alone, or `"optional"` for both versions.
   *
   * @default as it is stored
   */
  httpTokens?: "required" | "optional";
  /**
   * Whether the metadata service can be reached at all.
   *
   * @default as it is stored
   */
  httpEndpoint?: "enabled" | "disabled";
  /**
   * How many network hops an answer of the metadata service may take, 1 to 64.
   *
   * @default as it is stored
   */
  httpPutResponseHopLimit?: number;
  /**
   * Whether the metadata service has an IPv6 address.
   *
   * @default as it is stored
   */
  httpProtocolIpv6?: "enabled" | "disabled";
  /**
   * Whether an instance reads its own tags from the metadata service.
   *
   * @default as it is stored
   */
  instanceMetadataTags?: "enabled" | "disabled";
}

/** What a server's EC2 launch template says. Only members that you name are managed; the rest stays as DRS and others have it. */
export interface LaunchTemplateSettings {
  /**
   * Type of the launched instance, such as `"r5.2xlarge"`; needs the right-sizing method `NONE`, because DRS overwrites it
   * otherwise. `"source"` takes the type of a source that is an EC2 instance, and for any other the smallest current type
   * that holds its CPUs and memory. It is looked up once and kept in state; change `triggers` to look it up again.
   *
   * @default as it is stored
   */
  instanceType?: string;
  /**
   * Subnet of the primary network interface.
   *
   * @default as it is stored
   */
  subnetId?: string;
  /**
   * Security groups of the primary network interface, all of them; at least one.
   *
   * @default as they are stored
   */
  securityGroupIds?: string[];
  /**
   * Private IPv4 address of the primary network interface, in its subnet. Needs `copyPrivateIp: false`: DRS writes the
   * source's own address otherwise.
   *
   * @default as it is stored
   */
  privateIpAddress?: string;
  /**
   * Whether the primary network interface gets a public IPv4 address.
   *
   * @default as it is stored
   */
  associatePublicIpAddress?: boolean;
  /**
   * Name or ARN of the instance profile. DRS attaches its own for launch actions only where the template names none, so
   * one that is named here needs the rights of SSM's agent.
   *
   * @default as it is stored
   */
  iamInstanceProfile?: string;
  /**
   * Metadata options of the instance.
   *
   * @default as they are stored
   */
  metadataOptions?: LaunchMetadataOptions;
  /**
   * Tags that the launched instance gets, beside those that the template has. A key that you take out again is taken out of
   * the template.
   *
   * @default as they are stored
   */
  tags?: Record<string, string>;
}

/** The existing instance that DRS launches into. Give one of the two. */
export interface LaunchIntoInstance {
  /**
   * Id of the instance, such as `"i-0123456789abcdef0"`.
   *
   * @default the instance with `name`
   */
  instanceId?: string;
  /**
   * The instance's tag `Name`; exactly one instance that is not terminated must have it.
   *
   * @default the instance with `instanceId`
   */
  name?: string;
}

/** The args of a launch configuration, with plain values. Only members that you name are managed. */
export interface LaunchConfigurationIntent {
  /**
   * AWS Region that the server recovers in. A change makes another resource.
   *
   * @default `aws:region` of the stack's configuration, or `AWS_REGION`, or the profile's Region, or `AWS_DEFAULT_REGION`
   */
  region?: string;
  /** Id of the source server: `s-` and 17 letters or digits. A change makes another resource. */
  sourceServerId: string;
  /**
   * Name of the launch configuration in DRS; at most 128 characters.
   *
   * @default as it is stored
   */
  name?: string;
  /**
   * Whether the recovery instance is started (`"STARTED"`) or left stopped (`"STOPPED"`), in drills and recoveries alike.
   *
   * @default as it is stored
   */
  launchDisposition?: LaunchDisposition;
  /**
   * How DRS picks the instance type: `"NONE"` takes the type of the launch template, `"BASIC"` picks one from the source's
   * CPUs and memory, `"IN_AWS"` keeps the type of a source that runs in AWS. DRS may take 90 minutes for a change.
   *
   * @default as it is stored
   */
  targetInstanceTypeRightSizingMethod?: RightSizingMethod;
  /**
   * Whether the recovery instance gets the source server's private IP address. DRS looks for it every hour.
   *
   * @default as it is stored
   */
  copyPrivateIp?: boolean;
  /**
   * Whether the recovery instance gets the source server's tags in DRS.
   *
   * @default as it is stored
   */
  copyTags?: boolean;
  /**
   * How the recovery instance's operating system is licensed.
   *
   * @default as it is stored
   */
  licensing?: Licensing;
  /**
   * Whether DRS runs its post-launch actions on the recovery instance.
   *
   * @default as it is stored
   */
  postLaunchEnabled?: boolean;
  /**
   * The existing instance that DRS launches into, instead of a new one. It must have the tag
   * `AWSDRS=AllowLaunchingIntoThisInstance`, and `copyTags` and `copyPrivateIp` must be off. DRS stops it and swaps its
   * volumes.
   *
   * @default as it is stored
   */
  launchIntoInstance?: LaunchIntoInstance;
  /**
   * Whether DRS skips the conversion where the source allows it (`"FAST"`) or not (`"OPTIMAL"`).
   *
   * @default as it is stored
   */
  recoveryMode?: RecoveryMode;
  /**
   * What its EC2 launch template says. A change makes a new version of the template from its present default, and makes
   * that the default.
   *
   * @default as it is stored
   */
  launchTemplate?: LaunchTemplateSettings;
  /**
   * What delete does: `"keep"` leaves the settings as they are, `"restore"` puts back what was there before, member by
   * member, where the live value is still what was written here. What somebody else has changed since is named and left.
   *
   * @default "keep"
   */
  onDelete?: "keep" | "restore";
  /**
   * Any texts. Change one to look up the instance type `"source"` again.
   *
   * @default none
   */
  triggers?: string[];
  /**
   * Where AWS is called, and as whom. State keeps it, for `refresh` and `destroy`; a change writes nothing.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
}

/** The value of one setting; null: not set. */
export type SettingValue = string | number | boolean | readonly string[] | null;

/** Settings by their paths in the args: `copyTags`, `launchTemplate.subnetId`, `launchTemplate.tags.Tier`. */
export type SettingValues = Record<string, SettingValue>;

/** What `check` reads of a server's settings and adds to the inputs: policies judge it, and the row says what differs. */
export interface StoredSettings {
  /** The managed settings as they are stored, by their paths in the args. */
  values: SettingValues;
  /** Paths of settings that somebody else has changed: they are stored neither as the program had them nor as it has them. Absent: none. */
  drifted?: string[];
  /** Id of the EC2 launch template; absent where DRS names none. */
  ec2LaunchTemplateId?: string;
  /** Number of the template's default version, which DRS launches from; absent where it was not read. */
  ec2LaunchTemplateVersion?: number;
}

/** The outputs of a launch configuration, beside its args. */
export interface LaunchConfigurationOutputs {
  /** Changes whenever what is written here changes; unknown in a preview that changes it. */
  revision: string;
  /** What was written, by path in the args, with what was looked up: the instance type of `"source"`, the id of an instance by name. */
  written: SettingValues;
  /** What was there before this resource managed it, by path in the args; null: not set. */
  before: SettingValues;
  /** The managed settings as they were stored at the last write or refresh. */
  stored: StoredSettings;
}

/** Names of the outputs of a launch configuration. */
export const LAUNCH_CONFIGURATION_OUTPUTS = [
  "revision",
  "written",
  "before",
  "stored",
] as const satisfies readonly (keyof LaunchConfigurationOutputs)[];
