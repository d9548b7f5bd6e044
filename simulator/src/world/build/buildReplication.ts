import { awsDateTime } from "../../awsTime";
import type { SourceServerFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import type { ReplicationConfigurationState, SourceServerState, ToldReplication } from "../state/sourceServer";
import { momentOf } from "./times";

type Replication = ToldReplication &
  Pick<
    SourceServerState,
    "replicationState" | "lagSeconds" | "replicatedDisks" | "replicationConfiguration" | "snapshots"
  >;

/** Builds how a server replicates; by default all its disks, without lag, with the service's default settings. */
export function buildReplication(file: SourceServerFile, now: number): Replication {
  return {
    ...(file.replicationState === null ? {} : { replicationState: file.replicationState ?? "CONTINUOUS" }),
    ...toldReplication(file),
    lagSeconds: file.lagSeconds ?? 0,
    ...(file.replicatedDisks === undefined ? {} : { replicatedDisks: file.replicatedDisks }),
    replicationConfiguration: buildReplicationConfiguration(file),
    ...buildSnapshots(file, now),
  };
}

/** What the world says of itself, as it says it. */
function toldReplication(file: SourceServerFile): ToldReplication {
  const { replicationError, lagDuration, initialSyncDone, firstByteDateTime, initiationSteps } = file;
  const { stagingArea, replicationDirection, reversedDirectionSourceServerArn } = file;
  return {
    ...(replicationError === undefined ? {} : { replicationError }),
    ...(lagDuration === undefined ? {} : { lagDuration }),
    ...(initialSyncDone === undefined ? {} : { initialSyncDone }),
    ...(firstByteDateTime === undefined ? {} : { firstByteDateTime }),
    ...(initiationSteps === undefined ? {} : { initiationSteps }),
    ...(stagingArea === undefined ? {} : { stagingArea }),
    ...(replicationDirection === undefined ? {} : { replicationDirection }),
    ...(reversedDirectionSourceServerArn === undefined ? {} : { reversedDirectionSourceServerArn }),
  };
}

/** Only what the world sets. The service's defaults are added when DRS is asked. */
function buildReplicationConfiguration(file: SourceServerFile): ReplicationConfigurationState {
  const given = Object.entries(file.replicationConfiguration ?? {});
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function buildSnapshots(file: SourceServerFile, now: number): Pick<SourceServerState, "snapshots"> {
  if (file.snapshots === undefined) {
    return {};
  }
  return {
    snapshots: file.snapshots.map((given, index) => {
      const moment = awsDateTime(momentOf(given.timestamp, given.ageSeconds, now) ?? now);
      return {
        snapshotID: given.snapshotID ?? derivedId("pit-", `${file.sourceServerID}/listed/${index}`),
        expectedTimestamp: moment,
        ...(given.timestamp === null ? {} : { timestamp: moment }),
        ...(given.patch === undefined ? {} : { patch: given.patch }),
      };
    }),
  };
}
