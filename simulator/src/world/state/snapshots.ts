import { awsDateTime } from "../../awsTime";
import { derivedId } from "./ids";
import type { RecoverySnapshotState, SourceServerState } from "./sourceServer";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The default policy: every 10 minutes for an hour, every hour for a day, every day for a week (AWS user guide, "Point in time policy").
const POLICY = [
  { every: 10 * MINUTE, keptFor: HOUR },
  { every: HOUR, keptFor: DAY },
  { every: DAY, keptFor: 7 * DAY },
];

/** States in which a server has never completed its initial sync, so that there is no snapshot to launch from. */
const NEVER_SYNCED = ["INITIATING", "INITIAL_SYNC"];

/**
 * A server's recovery snapshots at this moment, newest first: those that its world lists, or those of the default policy.
 *
 * They are computed, not stored: the same moment always gives the same ids, and a snapshot that has aged out is gone.
 */
export function recoverySnapshots(server: SourceServerState, now: number): RecoverySnapshotState[] {
  if (server.snapshots !== undefined) {
    return [...server.snapshots].sort((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));
  }
  if (NEVER_SYNCED.includes(server.replicationState)) {
    return [];
  }
  const newest = now - server.lagSeconds * 1000;
  const moments = POLICY.flatMap(({ every, keptFor }) => {
    const latest = Math.floor(newest / every) * every;
    return Array.from({ length: keptFor / every }, (_, index) => latest - index * every);
  });
  return [...new Set(moments)]
    .sort((a, b) => b - a)
    .map((moment) => ({
      snapshotID: derivedId("pit-", `${server.sourceServerID}/${moment}`),
      timestamp: awsDateTime(moment),
    }));
}

// SNAPSHOT_START in recorded jobs is this long after the job's creation (aws-samples/drs-tools, 2022).
const SNAPSHOT_DELAY_MS = 800;

/**
 * When the on-demand snapshot of a job created now is taken. It is the snapshot's own time, as
 * `pointInTimeSnapshotDateTime` says: how far the replicated data lags behind the source is not in it.
 */
export function onDemandSnapshotTime(now: number): string {
  return awsDateTime(now + SNAPSHOT_DELAY_MS);
}
