import * as v from "valibot";
import { isIpv4, rangeOf } from "./addresses";

const matching = (pattern: RegExp, form: string) => v.pipe(v.string(), v.regex(pattern, `expected ${form}`));
const wholeNumber = (least: number) => v.pipe(v.number(), v.integer(), v.minValue(least));
const seconds = v.pipe(v.number(), v.minValue(0));

const tags = v.record(v.string(), v.string());
const sourceServerID = matching(/^s-[0-9a-zA-Z]{17}$/, '"s-" and 17 letters or digits');
const instanceID = matching(/^i-[0-9a-fA-F]{8,17}$/, '"i-" and 8 to 17 hexadecimal digits');
const jobID = matching(/^drsjob-[0-9a-zA-Z]{17}$/, '"drsjob-" and 17 letters or digits');
const snapshotID = matching(/^pit-[0-9a-zA-Z]{17}$/, '"pit-" and 17 letters or digits');
const subnetId = matching(/^subnet-[0-9a-fA-F]{8,17}$/, '"subnet-" and 8 to 17 hexadecimal digits');
const securityGroupId = matching(/^sg-[0-9a-fA-F]{8,17}$/, '"sg-" and 8 to 17 hexadecimal digits');
const dateTime = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "expected an ISO 8601 date and time"),
);
const ipv4 = v.pipe(v.string(), v.check(isIpv4, "expected an IPv4 address"));
const cidrBlock = v.pipe(v.string(), v.check(isCidrBlock, "expected an IPv4 CIDR block"));

function isCidrBlock(text: string): boolean {
  try {
    return rangeOf(text).size > 0;
  } catch {
    return false;
  }
}

const replicationState = v.picklist([
  "STOPPED",
  "INITIATING",
  "INITIAL_SYNC",
  "BACKLOG",
  "CREATING_SNAPSHOT",
  "CONTINUOUS",
  "PAUSED",
  "RESCAN",
  "STALLED",
  "DISCONNECTED",
]);

/** The log events that a server's launch can end in, or be marked by, in a world file. */
const OUTCOME_EVENTS = [
  "SERVER_SKIPPED",
  "CLEANUP_FAIL",
  "SNAPSHOT_FAIL",
  "USING_PREVIOUS_SNAPSHOT",
  "USING_PREVIOUS_SNAPSHOT_FAILED",
  "CONVERSION_FAIL",
  "LAUNCH_FAILED",
] as const;

const outcome = v.union(
  [
    v.literal("LAUNCHED"),
    v.strictObject({
      event: v.picklist(OUTCOME_EVENTS),
      message: v.optional(v.string()),
      times: v.optional(wholeNumber(1)),
    }),
  ],
  `expected "LAUNCHED" or an object with an event (one of ${OUTCOME_EVENTS.join(", ")}) and, if wanted, a message and times`,
);

const timings = v.pipe(
  v.strictObject({
    conversionStart: v.optional(seconds),
    conversionEnd: v.optional(seconds),
    launchEnd: v.optional(seconds),
    statusChecks: v.optional(seconds),
    terminateEnd: v.optional(seconds),
  }),
  v.check(inOrder, "expected conversionStart <= conversionEnd <= launchEnd <= statusChecks"),
);

function inOrder(given: Record<string, number | undefined>): boolean {
  const moments = ["conversionStart", "conversionEnd", "launchEnd", "statusChecks"].flatMap(
    (name) => given[name] ?? [],
  );
  return moments.every((moment, index) => moment >= (moments[index - 1] ?? 0));
}

const launchConfiguration = v.strictObject({
  name: v.optional(v.string()),
  launchDisposition: v.optional(v.picklist(["STARTED", "STOPPED"])),
  targetInstanceTypeRightSizingMethod: v.optional(v.picklist(["NONE", "BASIC", "IN_AWS"])),
  copyPrivateIp: v.optional(v.boolean()),
  copyTags: v.optional(v.boolean()),
  licensing: v.optional(v.strictObject({ osByol: v.boolean() })),
  postLaunchEnabled: v.optional(v.boolean()),
});

const launchTemplate = v.strictObject({
  launchTemplateId: v.optional(matching(/^lt-[0-9a-fA-F]{8,17}$/, '"lt-" and 8 to 17 hexadecimal digits')),
  instanceType: v.optional(v.string()),
  subnetId: v.optional(subnetId),
  securityGroupIds: v.optional(v.array(securityGroupId)),
  privateIp: v.optional(ipv4),
  associatePublicIp: v.optional(v.boolean()),
  tenancy: v.optional(v.picklist(["default", "dedicated", "host"])),
  tags: v.optional(tags),
});

const postLaunchAction = v.strictObject({
  name: v.string(),
  status: v.optional(v.picklist(["SUCCEEDED", "FAILED", "IN_PROGRESS"])),
  failureReason: v.optional(v.string()),
  optional: v.optional(v.boolean()),
  actionCode: v.optional(v.string()),
});

const snapshot = v.strictObject({
  snapshotID: v.optional(snapshotID),
  timestamp: v.optional(dateTime),
  ageSeconds: v.optional(seconds),
});

const sourceServer = v.strictObject({
  sourceServerID,
  hostname: v.optional(v.string()),
  fqdn: v.optional(v.string()),
  tags: v.optional(tags),
  os: v.optional(v.picklist(["LINUX", "WINDOWS"])),
  osName: v.optional(v.string()),
  sourceInstanceType: v.optional(v.string()),
  cores: v.optional(wholeNumber(1)),
  ramBytes: v.optional(wholeNumber(1)),
  disks: v.optional(v.array(v.strictObject({ deviceName: v.string(), bytes: wholeNumber(1) }))),
  privateIp: v.optional(ipv4),
  replicationState: v.optional(replicationState),
  replicationError: v.optional(v.string()),
  lagSeconds: v.optional(seconds),
  snapshots: v.optional(v.array(snapshot)),
  launchConfiguration: v.optional(launchConfiguration),
  launchTemplate: v.optional(launchTemplate),
  outcome: v.optional(outcome),
  statusChecks: v.optional(v.picklist(["ok", "impaired"])),
  postLaunchActions: v.optional(v.array(postLaunchAction)),
  timings: v.optional(timings),
});

const recoveryInstance = v.strictObject({
  sourceServerID,
  ec2InstanceID: v.optional(instanceID),
  isDrill: v.optional(v.boolean()),
  jobID: v.optional(jobID),
  state: v.optional(
    v.picklist(["PENDING", "RUNNING", "STOPPING", "STOPPED", "SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"]),
  ),
  disconnected: v.optional(v.boolean()),
  deletedFromDrs: v.optional(v.boolean()),
  failbackState: v.optional(
    v.picklist([
      "FAILBACK_NOT_STARTED",
      "FAILBACK_IN_PROGRESS",
      "FAILBACK_READY_FOR_LAUNCH",
      "FAILBACK_COMPLETED",
      "FAILBACK_ERROR",
      "FAILBACK_NOT_READY_FOR_LAUNCH",
      "FAILBACK_LAUNCH_STATE_NOT_AVAILABLE",
    ]),
  ),
  instanceType: v.optional(v.string()),
  tags: v.optional(tags),
  launchedAt: v.optional(dateTime),
});

const subnet = v.strictObject({
  subnetId,
  cidrBlock: v.optional(cidrBlock),
  availabilityZone: v.optional(v.string()),
  vpcId: v.optional(matching(/^vpc-[0-9a-fA-F]{8,17}$/, '"vpc-" and 8 to 17 hexadecimal digits')),
  availableIpAddressCount: v.optional(wholeNumber(0)),
  tags: v.optional(tags),
});

const quirks = v.strictObject({
  resourceArnTag: v.optional(v.boolean()),
  recoveryInstanceIdOnJob: v.optional(v.boolean()),
  describeJobsDelaySeconds: v.optional(seconds),
  unknownMembers: v.optional(v.picklist(["ignore", "reject"])),
  defaultPageSize: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000))),
});

/** The world file: every member optional but the ids; a member that is not here is an error. */
export const worldSchema = v.strictObject({
  region: v.optional(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region such as "us-west-2"')),
  account: v.optional(matching(/^\d{12}$/, "12 digits")),
  initialized: v.optional(v.boolean()),
  latencyMs: v.optional(wholeNumber(0)),
  rateLimit: v.optional(v.strictObject({ perSecond: v.pipe(v.number(), v.gtValue(0)), burst: wholeNumber(1) })),
  quotas: v.optional(
    v.strictObject({
      serversPerJob: v.optional(wholeNumber(1)),
      concurrentJobs: v.optional(wholeNumber(1)),
      serversInAllJobs: v.optional(wholeNumber(1)),
    }),
  ),
  quirks: v.optional(quirks),
  sourceServers: v.optional(v.array(sourceServer)),
  subnets: v.optional(v.array(subnet)),
  recoveryInstances: v.optional(v.array(recoveryInstance)),
});

/** A world as a file, or as an argument of `startSimulator`: the state of an account and Region at the start. */
export type WorldFile = v.InferOutput<typeof worldSchema>;
/** One of its source servers. */
export type SourceServerFile = v.InferOutput<typeof sourceServer>;
/** One of its earlier recovery instances. */
export type RecoveryInstanceFile = v.InferOutput<typeof recoveryInstance>;
/** One of its subnets. */
export type SubnetFile = v.InferOutput<typeof subnet>;
