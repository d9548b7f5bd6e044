import type { JobLogItem } from "../../drs/types";
import { present } from "../../present";
import type { ServerPhase } from "../../vocabulary";

const PHASE_NAMES: readonly ServerPhase["name"][] = ["CLEANUP", "SNAPSHOT", "CONVERSION", "LAUNCH"];

/** How a phase may end in a job log; LAUNCH_END is in no published enum. */
const ENDS: readonly string[] = ["END", "FAIL", "FAILED"];

/** One server's phases, in the order in which they began. Events that are not of a phase are left out. Pure. */
export function phasesOf(sourceServerId: string, log: readonly JobLogItem[]): ServerPhase[] {
  const items = log.filter((item) => item.sourceServerId === sourceServerId).sort((a, b) => a.at - b.at);
  return PHASE_NAMES.flatMap((name) => {
    const start = items.find((item) => item.event === `${name}_START`);
    if (start === undefined) return [];
    const end = items.find((item) => item.at >= start.at && ENDS.some((suffix) => item.event === `${name}_${suffix}`));
    const endedAt = end === undefined ? undefined : toIso(end.at);
    return [present({ name, startedAt: toIso(start.at), endedAt })];
  });
}

/** ISO 8601 UTC with milliseconds. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
