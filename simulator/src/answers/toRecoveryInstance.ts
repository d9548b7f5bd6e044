import { mergePatch } from "../mergePatch";
import { recoveryVolumeId } from "../world/state/hardware";
import { derivedMacAddress } from "../world/state/ids";
import type { InstanceState, RecoveryInstanceState } from "../world/state/instance";
import { findInstanceType } from "../world/state/instanceTypes";
import { arnOf } from "../world/state/resource";
import { isReplicated, type SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { AGENT_VERSION, MOST_CPUS } from "./sourceProperties";

/**
 * DRS's RecoveryInstance; its id is that of the EC2 instance.
 *
 * @param server the source server that it was launched from; undefined when that is gone
 */
export function toRecoveryInstance(
  state: WorldState,
  instance: RecoveryInstanceState,
  server: SourceServerState | undefined,
): object {
  const disconnected = instance.drsView === "DISCONNECTED";
  const { jobID, isDrill, pointInTimeSnapshotDateTime } = instance;
  const described = {
    ec2InstanceID: instance.ec2InstanceID,
    ec2InstanceState: instance.ec2State,
    ...(jobID === undefined ? {} : { jobID }),
    recoveryInstanceID: instance.ec2InstanceID,
    sourceServerID: instance.sourceServerID,
    arn: arnOf(state, "recovery-instance", instance.ec2InstanceID),
    tags: instance.tags,
    failback: { state: instance.failbackState, failbackToOriginalServer: false },
    dataReplicationInfo: { dataReplicationState: disconnected ? "DISCONNECTED" : "NOT_STARTED" },
    ...(server === undefined ? {} : { recoveryInstanceProperties: properties(instance, server) }),
    ...(pointInTimeSnapshotDateTime === undefined ? {} : { pointInTimeSnapshotDateTime }),
    ...(isDrill === undefined ? {} : { isDrill }),
    originEnvironment: server?.sourceInstanceType === undefined ? "ON_PREMISES" : "AWS",
    agentVersion: AGENT_VERSION,
  };
  return mergePatch(described, instance.patch);
}

/** The launched machine. An instance type that is not in the simulator's table counts as large as the source. */
function properties(instance: InstanceState, server: SourceServerState): object {
  const type = findInstanceType(instance.instanceType);
  return {
    lastUpdatedDateTime: instance.launchTime,
    identificationHints: { hostname: server.hostname, fqdn: server.fqdn, awsInstanceID: instance.ec2InstanceID },
    networkInterfaces: [
      { macAddress: derivedMacAddress(instance.ec2InstanceID), ips: [instance.privateIp], isPrimary: true },
    ],
    disks: server.disks
      .filter((disk) => isReplicated(server, disk))
      .map((disk, index) => ({
        internalDeviceName: disk.deviceName,
        bytes: disk.bytes,
        ebsVolumeID: recoveryVolumeId(instance.ec2InstanceID, index),
      })),
    cpus: Array.from({ length: Math.min(type?.vCpus ?? server.cores, MOST_CPUS) }, () => ({ cores: 1 })),
    ramBytes: type === undefined ? server.ramBytes : type.memoryMiB * 2 ** 20,
    os: { fullString: server.osName },
  };
}
