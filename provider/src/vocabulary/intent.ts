import type { ImpactLevel, LaunchDisposition, RecoveryMode, RightSizingMethod, SuccessLevel, TagsOf } from "./words";

/**
 * Members of a DRS launch configuration, spelled as in its API. In an arg they are what must be stored: a difference
 * stops the drill before anything starts, and nothing is written. In an output or an observation they are what was
 * stored, together with whatever else DRS has: a member that is not listed here is kept as it came.
 *
 * @see https://docs.aws.amazon.com/drs/latest/APIReference/API_GetLaunchConfiguration.html
 */
// A type: an interface could not be given where members of any name are taken.
export type LaunchConfigurationSettings = {
  /**
   * How DRS picks the instance type: `"NONE"` takes the type of the EC2 launch template, which need not be the
   * source's; `"BASIC"` picks one from the source's CPUs and memory; `"IN_AWS"` keeps the type of a source that runs in
   * AWS.
   */
  targetInstanceTypeRightSizingMethod?: RightSizingMethod;
  /**
   * Whether the recovery instance is started (`"STARTED"`) or left stopped (`"STOPPED"`), in drills and recoveries
   * alike.
   */
  launchDisposition?: LaunchDisposition;
  /** Whether the recovery instance gets the source server's private IP address. */
  copyPrivateIp?: boolean;
  /** Whether the recovery instance gets the source server's tags. */
  copyTags?: boolean;
  /** How the recovery instance's operating system is licensed. */
  licensing?: Licensing & OtherSettings;
  /** Whether DRS runs its post-launch actions on the recovery instance. */
  postLaunchEnabled?: boolean;
  /** The existing instance that DRS launches into, instead of a new one. */
  launchIntoInstanceProperties?: LaunchIntoInstanceProperties & OtherSettings;
  /** Whether DRS skips the conversion where the source allows it (`"FAST"`) or not (`"OPTIMAL"`). */
  recoveryMode?: RecoveryMode;
};

/** One entry for each member, so that none can be forgotten. */
const SETTINGS: { readonly [Member in keyof LaunchConfigurationSettings]-?: true } = {
  targetInstanceTypeRightSizingMethod: true,
  launchDisposition: true,
  copyPrivateIp: true,
  copyTags: true,
  licensing: true,
  postLaunchEnabled: true,
  launchIntoInstanceProperties: true,
  recoveryMode: true,
};

/** Names of the members of a launch configuration that this package knows. */
export const KNOWN_SETTINGS: readonly string[] = Object.keys(SETTINGS);

/** Members of a launch configuration that DRS has and this package does not know, by their names in DRS. */
export interface OtherSettings {
  /** A plain value: a text, a number, true, false, null, a list or an object of such. */
  [member: string]: unknown;
}

/** How a recovery instance's operating system is licensed. */
export interface Licensing {
  /**
   * True: bring your own licence, on a dedicated host for Windows. False: a licence from AWS, billed with the instance.
   *
   * @default as it is stored; as an expectation of a wave, not compared
   */
  osByol?: boolean;
}

/** An existing instance that DRS launches into. */
export interface LaunchIntoInstanceProperties {
  /** Id of the EC2 instance, such as `i-0123456789abcdef0`. DRS stops it and swaps its volumes. */
  launchIntoEC2InstanceID?: string;
}

/** One server of a wave. */
export interface WaveServer {
  /** Id of the source server in DRS: `s-` and 17 letters or digits. */
  sourceServerId: string;
  /**
   * What the server is, in your own words, such as `"database"`. Policies read it; the drill itself does not. They
   * compare it without case and without space around it, and know `"db"`, `"mysql"` and others as databases.
   *
   * @default no role
   */
  role?: string;
  /**
   * What the server's failure means to the wave: a `"CRITICAL"` server counts towards `minimumLaunched`, an
   * `"OPTIONAL"` one does not.
   *
   * @default "CRITICAL"
   */
  impactLevel?: ImpactLevel;
  /**
   * Id of the recovery snapshot to launch from: `pit-` and 17 letters or digits. A change starts another drill.
   * Costs one more read call per preview and launch.
   *
   * @default a snapshot that DRS takes when the job starts
   */
  recoverySnapshotId?: string;
  /**
   * What must be stored in DRS for this server. A difference stops the drill before anything starts; nothing is
   * written. Members that you leave out are not compared. A member that DRS has and this package does not know is
   * taken by its name in DRS, with any plain value.
   *
   * @default nothing is compared
   */
  launchConfiguration?: LaunchConfigurationSettings & OtherSettings;
  /**
   * Id of the existing EC2 instance that the stored launch configuration may launch this server into, such as
   * `"i-0123456789abcdef0"`. DRS stops it and swaps its volumes. Destroying the drill leaves it as it then is.
   *
   * @default none: such a server is not launched
   */
  allowLaunchIntoInstance?: string;
  /**
   * Allows the launch of a server that replicates in the direction `FAILBACK`, towards where it once came from.
   *
   * @default false
   */
  allowFailback?: boolean;
}

/** Selects source servers by their tags: those in DRS, or those of the EC2 instances that they are. */
export interface ServerSelector {
  /** Tags that a server must have, all of them, with exactly these values; at least one. */
  tags: Record<string, string>;
  /**
   * Whose tags: `"sourceServer"` has them in DRS, which does not copy those of EC2. `"sourceInstance"` is the EC2 instance
   * that replicates, read in its own Region and account; a source server that is no EC2 instance is then not selected, and
   * named. What was read last is kept in state: where the source Region cannot be reached, that is taken, with a warning.
   * Costs one DescribeInstances for every 100 source servers. A change starts another drill.
   *
   * @default "sourceServer"
   */
  tagsOf?: TagsOf;
  /**
   * As whom the source instances are read, with `tagsOf: "sourceInstance"`; their Region is DRS's word. A `*` for the
   * account in `assumeRole.roleArn` stands for the account of each instance.
   *
   * @default what it leaves out is as in `connection`; with a `profile` of its own, no role is taken over
   */
  sourceConnection?: Connection;
  /**
   * Role of every selected server, in your own words. Policies read it; the drill itself does not.
   *
   * @default no role
   */
  role?: string;
}

/** What the drill is measured against. A missed objective makes the verdict `DEGRADED`. */
export interface Objectives {
  /**
   * Longest time, in seconds, from the start of the first attempt until each server reached the level `success`. More
   * than 0. A look every 10 s sees that, so it is met when the first look that saw it is within, and missed when the
   * last look that did not is past; between the two it cannot be determined, which makes the verdict `DEGRADED` too.
   *
   * @default not judged
   */
  recoveryTimeSeconds?: number;
  /**
   * Most data, in seconds, that each server may lose: the replication lag plus the age of the snapshot. More than 0.
   *
   * @default not judged
   */
  recoveryPointSeconds?: number;
}

/** How often failed servers are launched. */
export interface Retries {
  /**
   * Recovery jobs of one drill in all, the first included. A job that failed is followed by another one at the next
   * `pulumi up`, never within the same one. A whole number, at least 1. Each costs what a launch costs.
   *
   * @default 2
   */
  maximumAttempts?: number;
}

/** What is checked before a recovery job starts. */
export interface Preflight {
  /**
   * Replication lag, in seconds, above which a server is not launched. More than 0. Where you give it, a server whose
   * lag is not known is not launched either; else that is a warning.
   *
   * @default 600
   */
  maximumLagSeconds?: number;
  /**
   * What to do while another job holds one of the servers, or a DRS quota is used up: `"wait"` until the operation's
   * timeout, or `"fail"` at once.
   *
   * @default "wait"
   */
  busyServers?: "wait" | "fail";
  /**
   * Key of an EC2 tag that names an instance's source server, beside the two that DRS is known to set. It finds
   * instances that DRS no longer lists but a launch would terminate.
   *
   * @default "AWSElasticDisasterRecoverySourceServerID"
   */
  sourceServerTag?: string;
}

/** How a running job is followed. */
export interface Polling {
  /**
   * Seconds from one look to the next, always the same. More than 0. Without it, DrillWave looks at a recovery job
   * seldom while it cannot end (every 30 s) and often when its end is near (every 2 to 4 s), which costs fewer calls
   * than a look every 15 s, and waits for everything else with a look every 10 s. Waves that run at the same time share
   * their looks, so a wave may be looked at sooner.
   *
   * @default as often as the job's age and its servers ask for
   */
  intervalSeconds?: number;
}

/** The IAM role that AWS is called as. */
export interface AssumedRole {
  /** ARN of the role. */
  roleArn: string;
  /**
   * External id that the role's trust policy asks for.
   *
   * @default none is sent
   */
  externalId?: string;
  /**
   * Name of the session, as CloudTrail shows it.
   *
   * @default "drillwave"
   */
  sessionName?: string;
  /**
   * How long a session lasts, in seconds: 900 to 43200, and no longer than the role's maximum session duration. It is
   * renewed while the credentials before it last. At most 3600 where those are a role's themselves (AWS's limit for role
   * chaining).
   *
   * @default 3600, AWS's own
   */
  durationSeconds?: number;
}

/** Base URLs by service. */
export interface Endpoints {
  /**
   * Base URL of AWS Elastic Disaster Recovery.
   *
   * @default `connection.endpoint`
   */
  drs?: string;
  /**
   * Base URL of EC2.
   *
   * @default `connection.endpoint`, unless its host is DRS's own
   */
  ec2?: string;
  /**
   * Base URL of SSM, which keeps the parameters of launch actions and what they wrote.
   *
   * @default `connection.endpoint`, unless its host is DRS's own
   */
  ssm?: string;
  /**
   * Base URL of STS, which tells the account of the credentials and assumes roles.
   *
   * @default `connection.endpoint`, unless its host is DRS's own
   */
  sts?: string;
  /**
   * Base URL of IAM, which a preview asks what DRS may do with your permissions.
   *
   * @default `connection.endpoint`, unless its host is DRS's own
   */
  iam?: string;
}

/**
 * Where AWS is called, and as whom. What you leave out comes from the stack's configuration, then from the environment,
 * as the AWS SDK reads it.
 */
export interface Connection {
  /**
   * Base URL for every service, such as a simulator's. Where its host names one service, it is that service's alone: a
   * VPC endpoint such as `https://vpce-….drs.us-west-2.vpce.amazonaws.com`, or any host that begins with `drs.`.
   *
   * @default what `AWS_ENDPOINT_URL_DRS` (or `_EC2`, `_SSM`, `_STS`, `_IAM`), `AWS_ENDPOINT_URL` or the profile names, else AWS's own
   */
  endpoint?: string;
  /**
   * Base URLs of single services, such as VPC endpoints. Each counts before `endpoint`.
   *
   * @default `endpoint`; where that is absent too, `aws:endpoints` of the stack's configuration
   */
  endpoints?: Endpoints;
  /**
   * Allows an endpoint that is plain http and not on this machine, wherever it comes from. Signed requests then cross a
   * network unprotected.
   *
   * @default false
   */
  allowInsecureEndpoint?: boolean;
  /**
   * Named profile of AWS's shared files: its credentials, and its Region, endpoints, FIPS, dual stack, STS and
   * certificate settings wherever the environment does not say otherwise.
   *
   * @default `aws:profile` of the stack's configuration, then `AWS_PROFILE`
   */
  profile?: string;
  /**
   * Role to assume with the credentials that were found.
   *
   * @default `aws:assumeRole` of the stack's configuration, or the one of `aws:assumeRoles`; else none
   */
  assumeRole?: AssumedRole;
}

/** The network that a wave drills in: what its servers' launch templates point at while its job launches them. */
export interface WaveNetwork {
  /**
   * Ids of the drill's subnets, at least one, all of one VPC. A server is launched in the one in the Availability Zone of
   * its launch template's own subnet; where there is none, in the first.
   */
  subnets: string[];
  /** Ids of the security groups that every server gets in place of its own: one to five, of the same VPC. */
  securityGroups: string[];
}

/** The args of a wave, with plain values: what `check` receives and what state keeps. */
export interface DrillWaveIntent {
  /**
   * AWS Region that the servers recover in, such as `"us-west-2"`. A change starts another drill.
   *
   * @default `aws:region` of the stack's configuration, or `AWS_REGION`, or the profile's Region, or `AWS_DEFAULT_REGION`
   */
  region?: string;
  /**
   * The servers of the wave: at least one and at most 100, which is DRS's quota for one job. Give these or a
   * `selector`. A change of ids or snapshots starts another drill; a change of roles, impact levels or expected
   * settings does not. Each server launches one recovery instance, at EC2's price until it is terminated.
   */
  sourceServers?: WaveServer[];
  /**
   * Takes the servers that have these tags, instead of `sourceServers`; resolved each time the program runs. Other tags
   * start another drill. A server that matches only after the drill is reported by a warning and is not launched.
   */
  selector?: ServerSelector;
  /**
   * Name of the recovery plan that the wave belongs to: the job's tag `RecoveryPlan`. At most 256 characters.
   *
   * @default no such tag
   */
  recoveryPlan?: string;
  /**
   * Name of the wave within its plan: the job's tag `Wave`, and the name in messages. At most 256 characters.
   *
   * @default no such tag
   */
  wave?: string;
  /**
   * `true` for a drill. `false` starts a real recovery, which `destroy` never terminates, and needs `allowRecovery`. A
   * change starts another drill.
   *
   * @default true
   */
  isDrill?: boolean;
  /**
   * Must be `true` for a real recovery (`isDrill: false`).
   *
   * @default false
   */
  allowRecovery?: boolean;
  /**
   * Whether every preview reads the servers and their settings in AWS, for policies to judge: `"live"`, or `"off"`.
   * Live costs about three read calls per server. The drill itself always looks before it starts anything.
   *
   * @default "live"
   */
  observe?: "live" | "off";
  /**
   * What to do when a server's launch configuration cannot be read: `"fail"`, or `"useDefaults"`, which assumes DRS's
   * defaults and warns.
   *
   * @default "fail"
   */
  onUnreadableLaunchConfiguration?: "fail" | "useDefaults";
  /**
   * Recovery time and data loss that the drill is measured against. A missed one makes the verdict `DEGRADED`.
   *
   * @default nothing is measured against
   */
  objectives?: Objectives;
  /**
   * How far each server is followed: `"launched"`, `"running"`, or `"statusChecks"`, EC2's two status checks.
   *
   * @default "statusChecks"
   */
  success?: SuccessLevel;
  /**
   * How many of the critical servers must recover, as a number or as a share such as `"80%"`, rounded up. With fewer
   * the verdict is `FAILED`, and `up` fails.
   *
   * @default "100%"
   */
  minimumLaunched?: number | string;
  /**
   * How often failed critical servers are launched again.
   *
   * @default two attempts in all
   */
  retries?: Retries;
  /**
   * What is checked before a recovery job starts.
   *
   * @default the defaults of its members
   */
  preflight?: Preflight;
  /**
   * When the recovery instances are terminated: `"onDestroy"`, `"afterDrill"` as soon as the verdict is in and no retry
   * is left, or `"never"`. Instances and volumes are billed until then.
   *
   * @default "onDestroy"
   */
  cleanup?: "onDestroy" | "afterDrill" | "never";
  /**
   * Allows a launch that terminates recovery instances which are not this drill's: DRS replaces every earlier recovery
   * instance of a server that it launches.
   *
   * @default false
   */
  replaceRecoveryInstances?: boolean;
  /**
   * Outputs of whatever in the same program changes the servers' launch settings. While one of them is unknown, the
   * settings are about to change, and nothing is observed.
   *
   * @default none
   */
  settings?: string[];
  /**
   * Network that the wave's servers are launched in, in place of their launch templates' own: a `DrillNetwork`, or its
   * subnets and security groups. The templates point at it from just before the job is started until every server is
   * launched or has failed; whatever dies meanwhile, the next `up`, `refresh` or `destroy` puts them back. A change starts
   * nothing. Costs some sixteen EC2 calls a server and drill.
   *
   * @default the network of each server's launch template
   */
  network?: WaveNetwork;
  /**
   * Tags of the recovery job, beside DrillWave's own; at most 40. Changed in place, without another drill.
   *
   * @default none
   */
  tags?: Record<string, string>;
  /**
   * Any texts. Change one to drill again, for example `[process.env.DRILL_DATE]`.
   *
   * @default none
   */
  triggers?: string[];
  /**
   * How a running job is followed.
   *
   * @default a look every 10 seconds
   */
  polling?: Polling;
  /**
   * Where AWS is called, and as whom. State keeps it, for `refresh` and `destroy`; a change starts nothing.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
}
