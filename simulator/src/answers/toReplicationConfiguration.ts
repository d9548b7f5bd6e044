import { findSubnet } from "../world/state/lookup";
import { findReplicationGroup } from "../world/state/replicationSecurityGroup";
import { isReplicated, type SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/** DRS's ReplicationConfiguration of this server: the console's defaults, overridden by what the world and UpdateReplicationConfiguration set. */
export function toReplicationConfiguration(state: WorldState, server: SourceServerState): object {
  const group = findReplicationGroup(state, server.replicationConfiguration);
  return {
    sourceServerID: server.sourceServerID,
    name: `Replication Configuration for Source Server ${server.sourceServerID}`,
    stagingAreaSubnetId: findSubnet(state, undefined)?.subnetId,
    associateDefaultSecurityGroup: true,
    replicationServersSecurityGroupsIDs: group === undefined ? [] : [group.groupId],
    replicationServerInstanceType: "t3.small",
    useDedicatedReplicationServer: false,
    defaultLargeStagingDiskType: "GP3",
    replicatedDisks: replicatedDisks(server),
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

function replicatedDisks(server: SourceServerState): object[] {
  return server.disks
    .map((disk, index) => ({
      deviceName: disk.deviceName,
      isBootDisk: index === 0,
      stagingDiskType: "AUTO",
      iops: 0,
      throughput: 0,
      optimizedStagingDiskType: "GP3",
    }))
    .filter((disk) => isReplicated(server, disk));
}
