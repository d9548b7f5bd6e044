import * as v from "valibot";
import {
  dateTime,
  flag,
  freeText,
  instanceID,
  ipv4,
  listOf,
  matching,
  objectOf,
  oneOf,
  orAbsent,
  plainText,
  seconds,
  securityGroupId,
  subnetId,
  tags,
  wholeNumber,
} from "./parts";

/** The states of data replication in the API model. */
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

const initiationStatus = orAbsent(oneOf(["NOT_STARTED", "IN_PROGRESS", "SUCCEEDED", "FAILED", "SKIPPED"]));

/** The statuses of the steps that begin a replication, by their names in the API model; `null` leaves one out. */
const initiationSteps = objectOf({
  WAIT: initiationStatus,
  CREATE_SECURITY_GROUP: initiationStatus,
  LAUNCH_REPLICATION_SERVER: initiationStatus,
  BOOT_REPLICATION_SERVER: initiationStatus,
  AUTHENTICATE_WITH_SERVICE: initiationStatus,
  DOWNLOAD_REPLICATION_SOFTWARE: initiationStatus,
  CREATE_STAGING_DISKS: initiationStatus,
  ATTACH_STAGING_DISKS: initiationStatus,
  PAIR_REPLICATION_SERVER_WITH_AGENT: initiationStatus,
  CONNECT_AGENT_TO_REPLICATION_SERVER: initiationStatus,
  START_DATA_TRANSFER: initiationStatus,
});

const ACCOUNT = matching(/^\d{12}$/, "12 digits");
const ARN = matching(/^arn:[^\p{Cc}]{16,2044}$/u, "an ARN");

/** How a server's data reach the staging area, as DRS describes it; `null` where its answer lacks the member. */
export const replication = {
  replicationState: orAbsent(replicationState),
  replicationError: v.optional(
    v.union([freeText, objectOf({ error: v.optional(freeText), rawError: v.optional(freeText) })]),
  ),
  lagSeconds: v.optional(seconds),
  lagDuration: orAbsent(freeText),
  initialSyncDone: v.optional(flag),
  firstByteDateTime: orAbsent(dateTime),
  initiationSteps: orAbsent(initiationSteps),
  stagingArea: orAbsent(
    objectOf({
      status: orAbsent(oneOf(["EXTENDED", "EXTENSION_ERROR", "NOT_EXTENDED"])),
      stagingAccountID: orAbsent(ACCOUNT),
      stagingSourceServerArn: v.optional(ARN),
      errorMessage: v.optional(freeText),
    }),
  ),
  replicationDirection: orAbsent(oneOf(["FAILOVER", "FAILBACK"])),
  reversedDirectionSourceServerArn: v.optional(ARN),
};

/** The machine behind a source server, beside its size. */
export const machine = {
  architecture: v.optional(oneOf(["x86_64", "arm64"])),
  supportsNitroInstances: orAbsent(flag),
  awsInstanceID: v.optional(instanceID),
  sourceCloudProperties: orAbsent(
    objectOf({
      originAccountID: orAbsent(ACCOUNT),
      originRegion: orAbsent(plainText),
      originAvailabilityZone: orAbsent(plainText),
    }),
  ),
  networkInterfaces: v.optional(
    listOf(
      objectOf({
        macAddress: orAbsent(plainText),
        ips: orAbsent(listOf(ipv4)),
        isPrimary: orAbsent(flag),
      }),
    ),
  ),
};

const pitPolicyRule = objectOf({
  ruleID: v.optional(wholeNumber(0)),
  units: oneOf(["MINUTE", "HOUR", "DAY"]),
  interval: wholeNumber(1),
  retentionDuration: wholeNumber(1),
  enabled: v.optional(flag),
});

/** Replication settings, by the API's member names. Which disks are replicated is the source server's `replicatedDisks`. */
export const replicationConfiguration = objectOf({
  name: v.optional(plainText),
  stagingAreaSubnetId: v.optional(subnetId),
  associateDefaultSecurityGroup: v.optional(flag),
  replicationServersSecurityGroupsIDs: v.optional(listOf(securityGroupId)),
  replicationServerInstanceType: v.optional(plainText),
  useDedicatedReplicationServer: v.optional(flag),
  defaultLargeStagingDiskType: v.optional(oneOf(["GP2", "GP3", "ST1", "AUTO"])),
  ebsEncryption: v.optional(oneOf(["DEFAULT", "CUSTOM", "NONE"])),
  ebsEncryptionKeyArn: v.optional(matching(/^arn:[^\p{Cc}]{16,2044}$/u, "an ARN")),
  bandwidthThrottling: v.optional(wholeNumber(0)),
  dataPlaneRouting: v.optional(oneOf(["PRIVATE_IP", "PUBLIC_IP"])),
  createPublicIP: v.optional(flag),
  stagingAreaTags: v.optional(tags),
  pitPolicy: v.optional(v.pipe(listOf(pitPolicyRule), v.length(3, "expected three rules"))),
  autoReplicateNewDisks: v.optional(flag),
  internetProtocol: v.optional(oneOf(["IPV4", "IPV6"])),
});
