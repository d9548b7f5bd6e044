import * as v from "valibot";

import { iam } from "./iam";
import { metadataDefaults, notOffered, volume } from "./machines";
import { networkInterface, routeTable, securityGroup, subnet, vpc } from "./network";

import {
  dateTime,
  delay,
  flag,
  instanceID,
  ipv4,
  jobID,
  listOf,
  matching,
  numberWithin,
  objectOf,
  oneOf,
  orAbsent,
  patch,
  plainText,
  seconds,
  securityGroupId,
  sourceServerID,
  subnetId,
  tagChanges,
  wholeNumber,
} from "./parts";
import { sourceServer } from "./sourceServer";
import { ssm } from "./ssm";

const instanceState = oneOf(["PENDING", "RUNNING", "STOPPING", "STOPPED", "SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"]);

/** An EC2 instance that DRS did not launch. */
const instance = objectOf({
  ec2InstanceID: instanceID,
  state: v.optional(instanceState),
  instanceType: v.optional(plainText),
  platform: v.optional(oneOf(["LINUX", "WINDOWS"])),
  subnetId: v.optional(subnetId),
  privateIp: v.optional(ipv4),
  securityGroupIds: v.optional(listOf(securityGroupId)),
  disableApiTermination: v.optional(flag),
  statusChecks: v.optional(oneOf(["ok", "impaired"])),
  tags: v.optional(tagChanges),
  ageSeconds: v.optional(seconds),
});

const recoveryInstance = v.pipe(
  objectOf({
    sourceServerID,
    ec2InstanceID: v.optional(instanceID),
    isDrill: v.optional(flag),
    jobID: v.optional(jobID),
    state: v.optional(instanceState),
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
    disableApiTermination: v.optional(flag),
    tags: v.optional(tagChanges),
    patch: v.optional(patch),
    launchedAt: v.optional(dateTime),
    ageSeconds: v.optional(seconds),
  }),
  v.check(
    ({ launchedAt, ageSeconds }) => launchedAt === undefined || ageSeconds === undefined,
    "expected at most one of launchedAt and ageSeconds",
  ),
);

const accountId = matching(/^\d{12}$/, "12 digits");
const tagName = matching(/^[^\p{Cc}]{1,127}$/u, "the name of a tag");

/** The tags that DRS itself sets on what it launches. */
const DRS_TAGS = [
  "AWSElasticDisasterRecoveryManaged",
  "drs.amazonaws.com-source-server",
  "drs.amazonaws.com-job",
] as const;

const quirks = objectOf({
  resourceArnTag: v.optional(flag),
  sourceServerTag: orAbsent(tagName),
  instanceTags: v.optional(listOf(oneOf(DRS_TAGS))),
  completedWaitsForActions: v.optional(flag),
  emptyParticipants: v.optional(oneOf(["list", "absent"])),
  jobLogDelaySeconds: v.optional(seconds),
  recoveryInstanceIdOnJob: v.optional(flag),
  describeJobsDelaySeconds: v.optional(seconds),
  unknownMembers: v.optional(oneOf(["ignore", "reject"])),
  runIdIsCommandId: v.optional(flag),
  predefinedActions: v.optional(flag),
  checksActionOrders: v.optional(flag),
  checksDocuments: v.optional(flag),
  malformedTemplates: v.optional(oneOf(["refuse", "warn"])),
  metadataOptionsState: orAbsent(oneOf(["pending", "applied"])),
  rightSizingSeconds: v.optional(seconds),
  rightSizingLingers: v.optional(flag),
  rightSizedAtLaunch: v.optional(flag),
  addressCheckSeconds: v.optional(seconds),
  remadeTemplateSeconds: orAbsent(seconds),
  settledTemplates: v.optional(flag),
  settingsReadAt: v.optional(oneOf(["start", "launch"])),
  updateDuringJob: v.optional(oneOf(["allow", "conflict"])),
  launchIntoChecked: v.optional(oneOf(["update", "launch"])),
  defaultPageSize: v.optional(wholeNumber(1, 1000)),
});

/** Callers and roles, as STS knows them. */
const sts = objectOf({
  callerAccount: v.optional(accountId),
  callerArn: v.optional(matching(/^arn:aws[a-z-]*:(iam|sts)::\d{12}:.+$/, "the ARN of a principal")),
  refuseExpired: v.optional(flag),
  roles: v.optional(
    listOf(
      objectOf({
        roleArn: matching(/^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, "the ARN of a role"),
        maxSessionDuration: v.optional(wholeNumber(3600, 43_200)),
        denied: v.optional(flag),
      }),
    ),
  ),
});

/** The world file. Only ids are required; unknown members are errors. */
export const worldSchema = objectOf({
  seed: v.optional(plainText),
  region: v.optional(matching(/^[a-z]{2}(-[a-z]+)+-\d$/, 'a Region such as "us-west-2"')),
  account: v.optional(accountId),
  initialized: v.optional(flag),
  latencyMs: v.optional(delay),
  rateLimit: v.optional(objectOf({ perSecond: numberWithin(0.001, 1e6), burst: wholeNumber(1, 1e6) })),
  quotas: v.optional(
    objectOf({
      serversPerJob: v.optional(wholeNumber(1, 1e6)),
      concurrentJobs: v.optional(wholeNumber(1, 1e6)),
      serversInAllJobs: v.optional(wholeNumber(1, 1e6)),
      versionsPerTemplate: v.optional(wholeNumber(1, 1e6)),
    }),
  ),
  quirks: v.optional(quirks),
  sts: v.optional(sts),
  ssm: v.optional(ssm),
  iam: v.optional(iam),
  sourceServers: v.optional(listOf(sourceServer)),
  defaultVpc: v.optional(flag),
  vpcs: v.optional(listOf(vpc)),
  subnets: v.optional(listOf(subnet)),
  routeTables: v.optional(listOf(routeTable)),
  securityGroups: v.optional(listOf(securityGroup)),
  networkInterfaces: v.optional(listOf(networkInterface)),
  volumes: v.optional(listOf(volume)),
  notOffered: v.optional(listOf(notOffered)),
  metadataDefaults: v.optional(metadataDefaults),
  recoveryInstances: v.optional(listOf(recoveryInstance)),
  instances: v.optional(listOf(instance)),
});

/** A world, from a file or an argument of `startSimulator`: what an account and Region have at the start. */
export type WorldFile = v.InferOutput<typeof worldSchema>;
/** A source server of a world. */
export type SourceServerFile = v.InferOutput<typeof sourceServer>;
/** A recovery instance of an earlier launch. */
export type RecoveryInstanceFile = v.InferOutput<typeof recoveryInstance>;
/** An EC2 instance that DRS did not launch. */
export type InstanceFile = v.InferOutput<typeof instance>;
/** A subnet of a world. */
export type SubnetFile = v.InferOutput<typeof subnet>;
/** A network interface of a world. */
export type NetworkInterfaceFile = v.InferOutput<typeof networkInterface>;
/** A route table of a world. */
export type RouteTableFile = v.InferOutput<typeof routeTable>;
/** A security group of a world. */
export type SecurityGroupFile = v.InferOutput<typeof securityGroup>;
