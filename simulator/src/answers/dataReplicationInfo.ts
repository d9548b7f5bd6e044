import { awsDuration } from "../awsTime";
import { findSubnet } from "../world/state/lookup";
import { wasInSync } from "../world/state/snapshots";
import { isReplicated, type SourceServerState } from "../world/state/sourceServer";
import type { WorldState } from "../world/state/worldState";

/** The steps that begin a replication, in the API model's order. */
const INITIATION_STEPS = [
  "WAIT",
  "CREATE_SECURITY_GROUP",
  "LAUNCH_REPLICATION_SERVER",
  "BOOT_REPLICATION_SERVER",
  "AUTHENTICATE_WITH_SERVICE",
  "DOWNLOAD_REPLICATION_SOFTWARE",
  "CREATE_STAGING_DISKS",
  "ATTACH_STAGING_DISKS",
  "PAIR_REPLICATION_SERVER_WITH_AGENT",
  "CONNECT_AGENT_TO_REPLICATION_SERVER",
  "START_DATA_TRANSFER",
] as const;

/** DRS's DataReplicationInfo of this server. */
export function dataReplicationInfo(state: WorldState, server: SourceServerState): object {
  const { replicationState, replicationError } = server;
  const stagingArea = findSubnet(state, server.replicationConfiguration.stagingAreaSubnetId);
  const error = typeof replicationError === "string" ? { error: replicationError } : replicationError;
  return {
    ...lag(server),
    replicatedDisks: disks(server),
    ...(replicationState === undefined ? {} : { dataReplicationState: replicationState }),
    ...(server.initiationSteps === null ? {} : { dataReplicationInitiation: initiation(server) }),
    ...(error === undefined ? {} : { dataReplicationError: error }),
    stagingAvailabilityZone: stagingArea?.availabilityZone ?? `${state.region}a`,
  };
}

function lag(server: SourceServerState): { readonly lagDuration?: string } {
  if (server.lagDuration === null) {
    return {};
  }
  if (server.lagDuration !== undefined) {
    return { lagDuration: server.lagDuration };
  }
  return replicates(server) && wasInSync(server) ? { lagDuration: awsDuration(server.lagSeconds) } : {};
}

function replicates({ replicationState: state }: SourceServerState): boolean {
  return state !== undefined && state !== "DISCONNECTED" && state !== "STOPPED";
}

/** What was rescanned is as much as there is, in recorded answers too; before the first sync nothing was. */
function disks(server: SourceServerState): object[] {
  const total = (bytes: number) => (replicates(server) ? bytes : 0);
  const done = (bytes: number) => (wasInSync(server) ? total(bytes) : 0);
  return server.disks
    .filter((disk) => isReplicated(server, disk))
    .map(({ deviceName, bytes, volumeStatus }) => ({
      deviceName,
      totalStorageBytes: total(bytes),
      replicatedStorageBytes: done(bytes),
      rescannedStorageBytes: done(bytes),
      backloggedStorageBytes: 0,
      ...(volumeStatus === undefined ? {} : { volumeStatus }),
    }));
}

function initiation(server: SourceServerState): object {
  return {
    startDateTime: server.addedToServiceDateTime,
    steps: INITIATION_STEPS.flatMap((name) => {
      const told = server.initiationSteps?.[name];
      return told === null ? [] : [{ name, status: told ?? usualStatus(server, name) }];
    }),
  };
}

function usualStatus(server: SourceServerState, name: (typeof INITIATION_STEPS)[number]): string {
  if (server.replicationState === "INITIATING") {
    return name === "WAIT" ? "IN_PROGRESS" : "NOT_STARTED";
  }
  const ownGroups = server.replicationConfiguration.associateDefaultSecurityGroup === false;
  return ownGroups && name === "CREATE_SECURITY_GROUP" ? "SKIPPED" : "SUCCEEDED";
}
