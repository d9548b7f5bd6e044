import { awsDateTime, awsElapsed } from "../awsTime";
import { mergePatch } from "../mergePatch";
import { findSubnet } from "../world/state/lookup";
import { arnOf } from "../world/state/resource";
import type { SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";
import { dataReplicationInfo } from "./dataReplicationInfo";
import { AGENT_VERSION, sourceInstanceID, sourceProperties } from "./sourceProperties";

/** DRS's SourceServer at this moment (simulated milliseconds since the epoch). It has no lifeCycle.state; only MGN's has. */
export function toSourceServer(state: WorldState, server: SourceServerState, now: number): object {
  const { reversedDirectionSourceServerArn, recoveryInstanceId, replicationDirection = "FAILOVER" } = server;
  const described = {
    sourceServerID: server.sourceServerID,
    arn: arnOf(state, "source-server", server.sourceServerID),
    tags: server.tags,
    ...(recoveryInstanceId === undefined ? {} : { recoveryInstanceId }),
    lastLaunchResult: server.lastLaunchResult,
    dataReplicationInfo: dataReplicationInfo(state, server),
    lifeCycle: lifeCycle(server, now),
    sourceProperties: sourceProperties(server, now),
    ...(server.stagingArea === null ? {} : { stagingArea: stagingArea(state, server) }),
    ...sourceCloud(state, server),
    ...(replicationDirection === null ? {} : { replicationDirection }),
    ...(reversedDirectionSourceServerArn === undefined ? {} : { reversedDirectionSourceServerArn }),
    agentVersion: AGENT_VERSION,
  };
  return mergePatch(described, server.patch);
}

function stagingArea(state: WorldState, server: SourceServerState): object {
  return mergePatch({ status: "NOT_EXTENDED", stagingAccountID: state.account }, server.stagingArea ?? undefined);
}

/** Where a source that is an EC2 instance runs. By default that is another Region, unless it is an instance of the world. */
function sourceCloud(state: WorldState, server: SourceServerState): { readonly sourceCloudProperties?: object } {
  const told = server.sourceCloudProperties;
  const id = sourceInstanceID(server);
  if (told === null || (told === undefined && id === undefined)) {
    return {};
  }
  const instance = state.instances.find(({ ec2InstanceID }) => ec2InstanceID === id);
  const subnet = instance === undefined ? undefined : findSubnet(state, instance.subnetId);
  const originRegion = instance === undefined ? "us-east-1" : state.region;
  const usual = {
    originAccountID: state.account,
    originRegion,
    originAvailabilityZone: subnet?.availabilityZone ?? `${originRegion}a`,
  };
  return { sourceCloudProperties: mergePatch(usual, told) };
}

function lifeCycle(server: SourceServerState, now: number): object {
  const firstByteDateTime = firstByteOf(server);
  return {
    addedToServiceDateTime: server.addedToServiceDateTime,
    ...(firstByteDateTime === undefined
      ? {}
      : {
          firstByteDateTime,
          elapsedReplicationDuration: awsElapsed(Date.parse(firstByteDateTime), now),
        }),
    lastSeenByServiceDateTime: awsDateTime(now - 1000),
    ...(server.lastLaunch === null ? {} : { lastLaunch: lastLaunch(server) }),
  };
}

function firstByteOf(server: SourceServerState): string | undefined {
  if (server.firstByteDateTime === null) {
    return undefined;
  }
  if (server.firstByteDateTime !== undefined) {
    return awsDateTime(Date.parse(server.firstByteDateTime));
  }
  const sendsData = server.replicationState !== undefined && server.replicationState !== "INITIATING";
  return sendsData ? server.addedToServiceDateTime : undefined;
}

/** Where nothing was launched, `initiated` is empty and there is no status (docs/drs-facts.md, "The last launch"). */
function lastLaunch({ lastLaunch: launch }: SourceServerState): object {
  if (launch === undefined || launch === null) {
    return { initiated: {} };
  }
  const { apiCallDateTime, jobID, type, status } = launch;
  return { initiated: { apiCallDateTime, jobID, type }, status };
}
