import { derivedId } from "../world/ids";
import { findSubnet } from "../world/lookup";
import type { SourceServerState } from "../world/sourceServer";
import type { WorldState } from "../world/state";

/** DRS's ReplicationConfiguration of this server: the console's defaults, and over them what UpdateReplicationConfiguration has set. */
export function toReplicationConfiguration(state: WorldState, server: SourceServerState): object {
  return {
    sourceServerID: server.sourceServerID,
    name: `Replication Configuration for Source Server ${server.sourceServerID}`,
    stagingAreaSubnetId: findSubnet(state, undefined)?.subnetId,
    associateDefaultSecurityGroup: true,
    replicationServersSecurityGroupsIDs: [derivedId("sg-", `${state.region}/replication`)],
    replicationServerInstanceType: "t3.small",
    useDedicatedReplicationServer: false,
    defaultLargeStagingDiskType: "GP3",
    replicatedDisks: server.disks.map((disk, index) => ({
      deviceName: disk.deviceName,
      isBootDisk: index === 0,
      stagingDiskType: "AUTO",
      iops: 0,
      throughput: 0,
      optimizedStagingDiskType: "GP3",
    })),
    ebsEncryption: "DEFAULT",
    bandwidthThrottling: 0,
    dataPlaneRouting: "PUBLIC_IP",
    createPublicIP: true,
    stagingAreaTags: {},
    pitPolicy: [
      { ruleID: 1, units: "MINUTE", interval: 10, retentionDuration: 60, enabled: true },
      { ruleID: 2, units: "HOUR", interval: 1, retentionDuration: 24, enabled: true },
      { ruleID: 3, units: "DAY", interval: 1, retentionDuration: 7, enabled: true },
    ],
    autoReplicateNewDisks: false,
    ...server.replicationConfiguration,
  };
}
