import { awsDateTime } from "../../awsTime";
import type { SourceServerFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import type { ReplicationConfigurationState, SourceServerState } from "../state/sourceServer";
import { momentOf } from "./times";

type Replication = Pick<
  SourceServerState,
  "replicationState" | "replicationError" | "lagSeconds" | "replicatedDisks" | "replicationConfiguration" | "snapshots"
>;

/** Builds how a server replicates; by default all its disks, without lag, with the service's default settings. */
export function buildReplication(file: SourceServerFile, now: number): Replication {
  return {
    replicationState: file.replicationState ?? "CONTINUOUS",
    ...(file.replicationError === undefined ? {} : { replicationError: file.replicationError }),
    lagSeconds: file.lagSeconds ?? 0,
    ...(file.replicatedDisks === undefined ? {} : { replicatedDisks: file.replicatedDisks }),
    replicationConfiguration: buildReplicationConfiguration(file),
    ...buildSnapshots(file, now),
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
    snapshots: file.snapshots.map((given, index) => ({
      snapshotID: given.snapshotID ?? derivedId("pit-", `${file.sourceServerID}/listed/${index}`),
      timestamp: awsDateTime(momentOf(given.timestamp, given.ageSeconds, now) ?? now),
    })),
  };
}
