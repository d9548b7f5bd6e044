import * as v from "valibot";
import { routeTable, securityGroup, subnet } from "./network";
import {
  dateTime,
  delay,
  flag,
  instanceID,
  jobID,
  listOf,
  matching,
  numberWithin,
  objectOf,
  oneOf,
  plainText,
  seconds,
  sourceServerID,
  tags,
  wholeNumber,
} from "./parts";
import { sourceServer } from "./sourceServer";

const recoveryInstance = v.pipe(
  objectOf({
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
    ageSeconds: v.optional(seconds),
  }),
  v.check(
    ({ launchedAt, ageSeconds }) => launchedAt === undefined || ageSeconds === undefined,
    "expected at most one of launchedAt and ageSeconds",
  ),
);

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
  routeTables: v.optional(listOf(routeTable)),
  securityGroups: v.optional(listOf(securityGroup)),
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
/** One of its route tables. */
export type RouteTableFile = v.InferOutput<typeof routeTable>;
/** One of its security groups. */
export type SecurityGroupFile = v.InferOutput<typeof securityGroup>;
