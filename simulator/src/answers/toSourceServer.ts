import { awsDateTime, awsDuration } from "../awsTime";
import { derivedId } from "../world/state/ids";
import { basicRightSize } from "../world/state/instanceTypes";
import { findSubnet } from "../world/state/lookup";
import { arnOf } from "../world/state/resource";
import { isReplicated, type SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/** An agent version, in the form that agents report. */
export const AGENT_VERSION = "6.42.12.2025.353.1309";

/** DRS's SourceServer at this moment (simulated milliseconds since the epoch). It has no lifeCycle.state; only MGN's has. */
export function toSourceServer(state: WorldState, server: SourceServerState, now: number): object {
  const fromEc2 = server.sourceInstanceType !== undefined;
  return {
    sourceServerID: server.sourceServerID,
    arn: arnOf(state, "source-server", server.sourceServerID),
    tags: server.tags,
    ...(server.recoveryInstanceId === undefined ? {} : { recoveryInstanceId: server.recoveryInstanceId }),
    lastLaunchResult: server.lastLaunchResult,
    dataReplicationInfo: dataReplicationInfo(state, server),
    lifeCycle: lifeCycle(server, now),
    sourceProperties: sourceProperties(server, now),
    stagingArea: { status: "NOT_EXTENDED", stagingAccountID: state.account },
    ...(fromEc2
      ? {
          sourceCloudProperties: {
            originAccountID: state.account,
            originRegion: "us-east-1",
            originAvailabilityZone: "us-east-1a",
          },
        }
      : {}),
    replicationDirection: "FAILOVER",
    agentVersion: AGENT_VERSION,
  };
}

function dataReplicationInfo(state: WorldState, server: SourceServerState): object {
  const disconnected = server.replicationState === "DISCONNECTED" || server.replicationState === "STOPPED";
  const synced = server.replicationState !== "INITIATING" && server.replicationState !== "INITIAL_SYNC";
  const disks = server.disks.filter((disk) => isReplicated(server, disk));
  const stagingArea = findSubnet(state, server.replicationConfiguration.stagingAreaSubnetId);
  return {
    ...(!disconnected && synced ? { lagDuration: awsDuration(server.lagSeconds) } : {}),
    replicatedDisks: disks.map((disk) => ({
      deviceName: disk.deviceName,
      totalStorageBytes: disconnected ? 0 : disk.bytes,
      replicatedStorageBytes: synced && !disconnected ? disk.bytes : 0,
      rescannedStorageBytes: 0,
      backloggedStorageBytes: 0,
    })),
    dataReplicationState: server.replicationState,
    ...(server.replicationError === undefined ? {} : { dataReplicationError: { error: server.replicationError } }),
    stagingAvailabilityZone: stagingArea?.availabilityZone ?? `${state.region}a`,
  };
}

function lifeCycle(server: SourceServerState, now: number): object {
  const { lastLaunch } = server;
  return {
    addedToServiceDateTime: server.addedToServiceDateTime,
    firstByteDateTime: server.addedToServiceDateTime,
    elapsedReplicationDuration: awsDuration(Math.floor((now - Date.parse(server.addedToServiceDateTime)) / 1000)),
    lastSeenByServiceDateTime: awsDateTime(now - 1000),
    ...(lastLaunch === undefined
      ? {}
      : {
          lastLaunch: {
            initiated: { apiCallDateTime: lastLaunch.apiCallDateTime, jobID: lastLaunch.jobID, type: lastLaunch.type },
            status: lastLaunch.status,
          },
        }),
  };
}

/** The instance id of a source server that is an EC2 instance; undefined for any other. */
export function sourceInstanceID(server: SourceServerState): string | undefined {
  return server.sourceInstanceType === undefined ? undefined : derivedId("i-", `${server.sourceServerID}/source`);
}

function sourceProperties(server: SourceServerState, now: number): object {
  const awsInstanceID = sourceInstanceID(server);
  return {
    lastUpdatedDateTime: awsDateTime(now - 60_000),
    recommendedInstanceType: basicRightSize(server.cores, server.ramBytes),
    identificationHints: {
      fqdn: server.fqdn,
      hostname: server.hostname,
      ...(awsInstanceID === undefined ? {} : { awsInstanceID }),
    },
    networkInterfaces: [{ macAddress: "0a:58:c0:a8:00:01", ips: [server.privateIp], isPrimary: true }],
    disks: server.disks,
    cpus: [{ cores: server.cores, modelName: "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz" }],
    ramBytes: server.ramBytes,
    os: { fullString: server.osName },
    supportsNitroInstances: true,
  };
}
