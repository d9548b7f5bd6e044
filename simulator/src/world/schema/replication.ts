import * as v from "valibot";
import {
  flag,
  listOf,
  matching,
  objectOf,
  oneOf,
  plainText,
  securityGroupId,
  subnetId,
  tags,
  wholeNumber,
} from "./parts";

/** The states of data replication in the API model. */
export const replicationState = oneOf([
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
