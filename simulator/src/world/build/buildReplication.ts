import { awsDateTime } from "../../awsTime";
import type { SourceServerFile } from "../schema/worldFile";
import { derivedId } from "../state/ids";
import type { ReplicationConfigurationState, SourceServerState } from "../state/sourceServer";
import { momentOf } from "./times";

type Replication = Pick<
  SourceServerState,
  "replicationState" | "replicationError" | "lagSeconds" | "replicatedDisks" | "replicationConfiguration" | "snapshots"
>;

/** How a server replicates: without lag, all of its disks, with the service's own settings, where the world says no more. */
export function buildReplication(file: SourceServerFile, now: number): Replication {
  return {
    replicationState: file.replicationState ?? "CONTINUOUS",
    ...(file.replicationError !== undefined && { replicationError: file.replicationError }),
    lagSeconds: file.lagSeconds ?? 0,
    ...(file.replicatedDisks !== undefined && { replicatedDisks: file.replicatedDisks }),
    replicationConfiguration: buildReplicationConfiguration(file),
    ...buildSnapshots(file, now),
  };
}

/** What the world sets; the service's own values fill in the rest when it is asked. */
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
