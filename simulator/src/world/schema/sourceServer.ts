import * as v from "valibot";
import {
  actionOutcome,
  extraLogItem,
  lastLaunch,
  launched,
  logPatches,
  onJob,
  outcome,
  postLaunchAction,
  terminationOutcome,
  timings,
} from "./launches";
import { launchTemplateData } from "./launchTemplateData";
import { serverConsole } from "./machines";
import {
  dateTime,
  flag,
  instanceID,
  ipv4,
  launchTemplateId,
  listOf,
  objectOf,
  oneOf,
  orAbsent,
  patch,
  plainText,
  seconds,
  securityGroupId,
  snapshotID,
  sourceServerID,
  subnetId,
  tags,
  wholeNumber,
} from "./parts";
import { machine, replication, replicationConfiguration } from "./replication";

const launchConfiguration = v.pipe(
  objectOf({
    name: v.optional(plainText),
    launchDisposition: v.optional(oneOf(["STARTED", "STOPPED"])),
    targetInstanceTypeRightSizingMethod: v.optional(oneOf(["NONE", "BASIC", "IN_AWS"])),
    copyPrivateIp: v.optional(flag),
    copyTags: v.optional(flag),
    licensing: v.optional(objectOf({ osByol: flag })),
    postLaunchEnabled: v.optional(flag),
    launchIntoInstanceProperties: v.optional(objectOf({ launchIntoEC2InstanceID: v.optional(instanceID) })),
    recoveryMode: v.optional(oneOf(["OPTIMAL", "FAST"])),
    patch: v.optional(patch),
  }),
  v.check(
    ({ launchIntoInstanceProperties: into, copyTags, copyPrivateIp }) =>
      into?.launchIntoEC2InstanceID === undefined || (copyTags !== true && copyPrivateIp !== true),
    "expected copyTags and copyPrivateIp to be off with launchIntoEC2InstanceID",
  ),
);

const launchTemplate = objectOf({
  launchTemplateId: v.optional(launchTemplateId),
  instanceType: v.optional(plainText),
  subnetId: v.optional(subnetId),
  securityGroupIds: v.optional(listOf(securityGroupId)),
  privateIp: v.optional(ipv4),
  associatePublicIp: v.optional(flag),
  tenancy: v.optional(oneOf(["default", "dedicated", "host"])),
  httpTokens: v.optional(oneOf(["required", "optional"])),
  tags: v.optional(tags),
  data: v.optional(launchTemplateData),
});

const snapshot = v.pipe(
  objectOf({
    snapshotID: v.optional(snapshotID),
    timestamp: orAbsent(dateTime),
    ageSeconds: v.optional(seconds),
    patch: v.optional(patch),
  }),
  v.check(
    // A snapshot that is still being made has no timestamp, but may have an age: when it was begun.
    ({ timestamp, ageSeconds }) => timestamp === null || (timestamp === undefined) !== (ageSeconds === undefined),
    "expected either timestamp or ageSeconds",
  ),
);

/** A source server. Only its id is required. */
export const sourceServer = objectOf({
  sourceServerID,
  hostname: v.optional(plainText),
  fqdn: v.optional(plainText),
  tags: v.optional(tags),
  os: v.optional(oneOf(["LINUX", "WINDOWS"])),
  osName: v.optional(plainText),
  sourceInstanceType: v.optional(plainText),
  cores: v.optional(wholeNumber(1, 4096)),
  ramBytes: v.optional(wholeNumber(1)),
  disks: v.optional(
    listOf(objectOf({ deviceName: plainText, bytes: wholeNumber(1), volumeStatus: v.optional(plainText) })),
  ),
  replicatedDisks: v.optional(listOf(plainText)),
  privateIp: v.optional(ipv4),
  ...machine,
  ...replication,
  replicationConfiguration: v.optional(replicationConfiguration),
  snapshots: v.optional(listOf(snapshot)),
  launchConfiguration: v.optional(launchConfiguration),
  launchTemplate: v.optional(launchTemplate),
  lastLaunch: orAbsent(lastLaunch),
  outcome: v.optional(outcome),
  terminationOutcome: v.optional(terminationOutcome),
  onJob: v.optional(onJob),
  log: v.optional(logPatches),
  extraLog: v.optional(listOf(extraLogItem)),
  launched: v.optional(launched),
  statusChecks: v.optional(oneOf(["ok", "impaired"])),
  postLaunchActions: v.optional(listOf(postLaunchAction)),
  actionOutcomes: v.optional(listOf(actionOutcome)),
  timings: v.optional(timings),
  console: v.optional(serverConsole),
  patch: v.optional(patch),
});
