/** What a job's log says of one server. Pure. */
import { PREVIOUS_SNAPSHOT_EVENT, SERVER_FAILURE_EVENTS } from "../../drs/status";
import type { JobLogItem } from "../../drs/types";
import { type ServerPhase, toIso } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";

/** The items of one server. */
export function logOf(sourceServerId: string, log: readonly JobLogItem[]): JobLogItem[] {
  return log.filter((item) => item.sourceServerId === sourceServerId);
}

/**
 * The event that ended one server's part of a job, from that server's log items: LAUNCH_END or a failure. Undefined
 * while its part goes on, as it does after a failed snapshot when DRS uses an older one.
 */
export function endOfServer(log: readonly JobLogItem[]): JobLogItem | undefined {
  const wentOn = usedPreviousSnapshot(log);
  const ends = log.filter(({ event }) => {
    if (event === "SNAPSHOT_FAIL" && wentOn) {
      return false;
    }
    return event === "LAUNCH_END" || SERVER_FAILURE_EVENTS.includes(event);
  });
  return inOrder(ends).at(-1);
}

/** True when DRS launched from an older snapshot because it could not take one. */
export function usedPreviousSnapshot(log: readonly JobLogItem[]): boolean {
  return log.some((item) => item.event === PREVIOUS_SNAPSHOT_EVENT);
}

/** The latest item; of several at the same moment the one that comes last. Undefined for an empty log. */
export function latestOf(log: readonly JobLogItem[]): JobLogItem | undefined {
  return inOrder(log).at(-1);
}

/** The items by time; one without a time stays behind the one that it follows in the list. */
function inOrder(log: readonly JobLogItem[]): JobLogItem[] {
  let latest = Number.NEGATIVE_INFINITY;
  const placed = log.map((item) => {
    latest = item.at ?? latest;
    return { item, at: latest };
  });
  return placed.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0)).map(({ item }) => item);
}

const PHASE_NAMES: readonly ServerPhase["name"][] = ["CLEANUP", "SNAPSHOT", "CONVERSION", "LAUNCH"];

/** How a phase may end in a job log (docs/drs-facts.md#the-jobs-log). */
const ENDS: readonly string[] = ["END", "FAIL", "FAILED"];

/**
 * One server's phases, in the order in which they began. Events that are not of a phase are left out, and so is a phase
 * of which the log does not say when it began.
 */
export function phasesOf(log: readonly JobLogItem[]): ServerPhase[] {
  const items = inOrder(log);
  return PHASE_NAMES.flatMap((name) => {
    const start = items.find((item) => item.event === `${name}_START`);
    if (start?.at === undefined) {
      return [];
    }
    const later = items.slice(items.indexOf(start));
    const end = later.find((item) => ENDS.some((suffix) => item.event === `${name}_${suffix}`));
    const endedAt = end?.at === undefined ? undefined : toIso(end.at);
    return [withoutUndefined({ name, startedAt: toIso(start.at), endedAt })];
  });
}
