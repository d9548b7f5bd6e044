import { PREVIOUS_SNAPSHOT_EVENT, SERVER_FAILURE_EVENTS } from "../../drs/status";
import type { JobLogItem } from "../../drs/types";

/**
 * The event that ended one server's part of a job, from that server's log items: LAUNCH_END or a failure. Undefined while
 * its part goes on, as it does after a failed snapshot in whose place DRS takes an older one. Pure.
 */
export function endOfServer(log: readonly JobLogItem[]): JobLogItem | undefined {
  const wentOn = usedPreviousSnapshot(log);
  const ends = log.filter(({ event }) => {
    if (event === "SNAPSHOT_FAIL" && wentOn) return false;
    return event === "LAUNCH_END" || SERVER_FAILURE_EVENTS.includes(event);
  });
  return ends.sort((a, b) => a.at - b.at).at(-1);
}

/** True when DRS launched from an older snapshot because it could not take one. Pure. */
export function usedPreviousSnapshot(log: readonly JobLogItem[]): boolean {
  return log.some((item) => item.event === PREVIOUS_SNAPSHOT_EVENT);
}
