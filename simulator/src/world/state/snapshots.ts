import { awsDateTime } from "../../awsTime";
import { derivedId } from "./ids";
import type { RecoverySnapshotState, SourceServerState } from "./sourceServer";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

// The default policy: every 10 minutes for an hour, every hour for a day, every day for a week
// (https://docs.aws.amazon.com/drs/latest/userguide/point-in-time.html).
const POLICY = [
  { every: 10 * MINUTE, keptFor: HOUR },
  { every: HOUR, keptFor: DAY },
  { every: DAY, keptFor: 7 * DAY },
];

/** In these states a server has not completed its initial sync. */
const NEVER_SYNCED = ["INITIATING", "INITIAL_SYNC"];

/** Whether a server has been in sync once, and so has data to launch from. */
export function wasInSync({
  replicationState,
  initialSyncDone,
}: Pick<SourceServerState, "replicationState" | "initialSyncDone">): boolean {
  return initialSyncDone ?? (replicationState !== undefined && !NEVER_SYNCED.includes(replicationState));
}

/**
 * A server's recovery snapshots at this moment, newest first: those that the world lists, or those of the default policy.
 *
 * The latter are computed, not stored: the same moment always gives the same ids, and a snapshot that is too old is gone.
 */
export function recoverySnapshots(server: SourceServerState, now: number): RecoverySnapshotState[] {
  if (server.snapshots !== undefined) {
    return server.snapshots
      .map((snapshot) => ({ ...snapshot, expectedTimestamp: expectedOf(snapshot) }))
      .sort((a, b) => Date.parse(b.expectedTimestamp) - Date.parse(a.expectedTimestamp));
  }
  if (!wasInSync(server)) {
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
      expectedTimestamp: awsDateTime(moment),
      timestamp: awsDateTime(moment),
    }));
}

// A state file of an earlier version has only the timestamp.
function expectedOf({ expectedTimestamp, timestamp }: RecoverySnapshotState): string {
  return expectedTimestamp ?? timestamp ?? "";
}

// How long after a job's creation SNAPSHOT_START is logged in recorded jobs (docs/drs-facts.md).
const SNAPSHOT_DELAY_MS = 800;

/**
 * When a job created now takes its on-demand snapshot. This is the time of the snapshot itself, as in `pointInTimeSnapshotDateTime`; it does
 * not count how far replication lags behind.
 */
export function onDemandSnapshotTime(now: number): string {
  return awsDateTime(now + SNAPSHOT_DELAY_MS);
}
