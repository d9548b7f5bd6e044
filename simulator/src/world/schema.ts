import * as v from "valibot";
import { outcome, timings } from "./launchSchema";
import {
  cidrBlock,
  dateTime,
  delay,
  flag,
  freeText,
  ipv4,
  listOf,
  matching,
  numberWithin,
  objectOf,
  oneOf,
  plainText,
  seconds,
  tags,
  wholeNumber,
} from "./schemaParts";

const sourceServerID = matching(/^s-[0-9a-zA-Z]{17}$/, '"s-" and 17 letters or digits');
const instanceID = matching(/^i-[0-9a-fA-F]{8,17}$/, '"i-" and 8 to 17 hexadecimal digits');
const jobID = matching(/^drsjob-[0-9a-zA-Z]{17}$/, '"drsjob-" and 17 letters or digits');
const snapshotID = matching(/^pit-[0-9a-zA-Z]{17}$/, '"pit-" and 17 letters or digits');
const subnetId = matching(/^subnet-[0-9a-fA-F]{8,17}$/, '"subnet-" and 8 to 17 hexadecimal digits');
const securityGroupId = matching(/^sg-[0-9a-fA-F]{8,17}$/, '"sg-" and 8 to 17 hexadecimal digits');

const replicationState = oneOf([
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

const launchConfiguration = objectOf({
  name: v.optional(plainText),
  launchDisposition: v.optional(oneOf(["STARTED", "STOPPED"])),
  targetInstanceTypeRightSizingMethod: v.optional(oneOf(["NONE", "BASIC", "IN_AWS"])),
  copyPrivateIp: v.optional(flag),
  copyTags: v.optional(flag),
  licensing: v.optional(objectOf({ osByol: flag })),
  postLaunchEnabled: v.optional(flag),
});

const launchTemplate = objectOf({
  launchTemplateId: v.optional(matching(/^lt-[0-9a-fA-F]{8,17}$/, '"lt-" and 8 to 17 hexadecimal digits')),
  instanceType: v.optional(plainText),
  subnetId: v.optional(subnetId),
  securityGroupIds: v.optional(listOf(securityGroupId)),
  privateIp: v.optional(ipv4),
  associatePublicIp: v.optional(flag),
  tenancy: v.optional(oneOf(["default", "dedicated", "host"])),
  tags: v.optional(tags),
});

const postLaunchAction = objectOf({
  name: plainText,
  status: v.optional(oneOf(["SUCCEEDED", "FAILED", "IN_PROGRESS"])),
  failureReason: v.optional(freeText),
  optional: v.optional(flag),
  actionCode: v.optional(plainText),
});

const snapshot = v.pipe(
  objectOf({
    snapshotID: v.optional(snapshotID),
    timestamp: v.optional(dateTime),
    ageSeconds: v.optional(seconds),
  }),
  v.check(
    ({ timestamp, ageSeconds }) => (timestamp === undefined) !== (ageSeconds === undefined),
    "expected either timestamp or ageSeconds",
  ),
);

const sourceServer = objectOf({
  sourceServerID,
  hostname: v.optional(plainText),
  fqdn: v.optional(plainText),
  tags: v.optional(tags),
  os: v.optional(oneOf(["LINUX", "WINDOWS"])),
  osName: v.optional(plainText),
  sourceInstanceType: v.optional(plainText),
  cores: v.optional(wholeNumber(1, 4096)),
  ramBytes: v.optional(wholeNumber(1)),
  disks: v.optional(listOf(objectOf({ deviceName: plainText, bytes: wholeNumber(1) }))),
  privateIp: v.optional(ipv4),
  replicationState: v.optional(replicationState),
  replicationError: v.optional(freeText),
  lagSeconds: v.optional(seconds),
  snapshots: v.optional(listOf(snapshot)),
  launchConfiguration: v.optional(launchConfiguration),
  launchTemplate: v.optional(launchTemplate),
  outcome: v.optional(outcome),
  statusChecks: v.optional(oneOf(["ok", "impaired"])),
  postLaunchActions: v.optional(listOf(postLaunchAction)),
  timings: v.optional(timings),
});

const recoveryInstance = objectOf({
  sourceServerID,
  ec2InstanceID: v.optional(instanceID),
  isDrill: v.optional(flag),
  jobID: v.optional(jobID),
  state: v.optional(oneOf(["PENDING", "RUNNING", "STOPPING", "STOPPED", "SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"])),
  disconnected: v.optional(flag),
  deletedFromDrs: v.optional(flag),
  failbackState: v.optional(
    oneOf([
      "FAILBACK_NOT_STARTED",
      "FAILBACK_IN_PROGRESS",
      "FAILBACK_READY_FOR_LAUNCH",
      "FAILBACK_COMPLETED",
      "FAILBACK_ERROR",
      "FAILBACK_NOT_READY_FOR_LAUNCH",
      "FAILBACK_LAUNCH_STATE_NOT_AVAILABLE",
    ]),
  ),
  instanceType: v.optional(plainText),
  tags: v.optional(tags),
  launchedAt: v.optional(dateTime),
});

const subnet = objectOf({
  subnetId,
  cidrBlock: v.optional(cidrBlock),
  availabilityZone: v.optional(plainText),
  vpcId: v.optional(matching(/^vpc-[0-9a-fA-F]{8,17}$/, '"vpc-" and 8 to 17 hexadecimal digits')),
  availableIpAddressCount: v.optional(wholeNumber(0)),
  tags: v.optional(tags),
});

const quirks = objectOf({
  resourceArnTag: v.optional(flag),
  sourceServerTag: v.optional(matching(/^[^\p{Cc}]{1,127}$/u, "the name of a tag")),
  recoveryInstanceIdOnJob: v.optional(flag),
  describeJobsDelaySeconds: v.optional(seconds),
  unknownMembers: v.optional(oneOf(["ignore", "reject"])),
  defaultPageSize: v.optional(wholeNumber(1, 1000)),
});

/** The world file: every member optional but the ids; a member that is not here is an error. */
export const worldSchema = objectOf({
  region: v.optional(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region such as "us-west-2"')),
  account: v.optional(matching(/^\d{12}$/, "12 digits")),
  initialized: v.optional(flag),
  latencyMs: v.optional(delay),
  rateLimit: v.optional(objectOf({ perSecond: numberWithin(0.001, 1e6), burst: wholeNumber(1, 1e6) })),
  quotas: v.optional(
    objectOf({
      serversPerJob: v.optional(wholeNumber(1, 1e6)),
      concurrentJobs: v.optional(wholeNumber(1, 1e6)),
      serversInAllJobs: v.optional(wholeNumber(1, 1e6)),
    }),
  ),
  quirks: v.optional(quirks),
  sourceServers: v.optional(listOf(sourceServer)),
  subnets: v.optional(listOf(subnet)),
  recoveryInstances: v.optional(listOf(recoveryInstance)),
});

/** A world as a file, or as an argument of `startSimulator`: the state of an account and Region at the start. */
export type WorldFile = v.InferOutput<typeof worldSchema>;
/** One of its source servers. */
export type SourceServerFile = v.InferOutput<typeof sourceServer>;
/** One of its earlier recovery instances. */
export type RecoveryInstanceFile = v.InferOutput<typeof recoveryInstance>;
/** One of its subnets. */
export type SubnetFile = v.InferOutput<typeof subnet>;
