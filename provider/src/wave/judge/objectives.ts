import { formatDuration, nameServer, type Objectives, type ServerRecord } from "../../vocabulary";
import { timesOf } from "./recoveryTimes";

/** How a server stands to an objective: met, missed (with its figure, if it recovered), or why that is not known. */
type Standing = "met" | "missed" | MissedObjective | { gap: string };

/** An objective that a server which recovered did not meet. */
export interface MissedObjective {
  objective: "recovery time" | "recovery point";
  server: ServerRecord;
  /** The server's own figure, in seconds; of a recovery time the last look that did not see it recovered. */
  seconds: number;
  /** Seconds that the objective allows. */
  limit: number;
}

/** A server as objectives are judged: whether it recovered, and the level that this rests on. */
export interface ObjectiveSubject {
  server: ServerRecord;
  recovered: boolean;
  /** False when its times are of a level above the one that is asked for: the earlier one then proves nothing. */
  timedAtLevel: boolean;
}

/** Whether all objectives were met; absent where that cannot be determined, or where there are none. */
export interface ObjectivesVerdict {
  objectivesMet?: boolean;
  /** For each server and objective that cannot be determined, why. */
  gaps: string[];
  /** What servers that recovered missed; one that did not recover has missed every objective. */
  missed: MissedObjective[];
}

const GAP = "objective cannot be determined: ";

/** True for a warning that {@link judgeObjectives} made: it is made anew by each verdict. Pure. */
export function isGap(warning: string): boolean {
  return warning.startsWith(GAP);
}

/**
 * A recovery time is a pair, the last look that did not see the server recovered and the first that did
 * (docs/drs-facts.md#when-a-status-check-passed): an objective is met when the later is within it, missed when the earlier is past
 * it, and else cannot be determined. A server that did not recover has missed. Pure.
 */
export function judgeObjectives(servers: readonly ObjectiveSubject[], objectives: Objectives): ObjectivesVerdict {
  const standings = servers.flatMap((subject) => [
    ...timeStanding(subject, objectives.recoveryTimeSeconds),
    ...pointStanding(subject, objectives.recoveryPointSeconds),
  ]);
  const gaps = standings.flatMap((each) => (typeof each === "object" && "gap" in each ? `${GAP}${each.gap}` : []));
  const missed = standings.flatMap((each) => (typeof each === "object" && "limit" in each ? each : []));
  if (missed.length > 0 || standings.includes("missed")) {
    return { objectivesMet: false, gaps, missed };
  }
  return standings.length === 0 || gaps.length > 0 ? { gaps, missed } : { objectivesMet: true, gaps, missed };
}

function timeStanding({ server, recovered, timedAtLevel }: ObjectiveSubject, limit: number | undefined): Standing[] {
  if (limit === undefined) {
    return [];
  }
  const { recoveryTimeSeconds: later, recoveryTimeAtLeastSeconds, launchTimeSeconds = 0 } = timesOf(server);
  const earlier = (timedAtLevel ? recoveryTimeAtLeastSeconds : undefined) ?? launchTimeSeconds;
  if (!recovered) {
    return ["missed"];
  }
  if (earlier > limit) {
    return [{ objective: "recovery time", server, seconds: earlier, limit }];
  }
  if (later !== undefined && later <= limit) {
    return ["met"];
  }
  const name = nameServer(server);
  const seen =
    later === undefined
      ? `when ${name} had recovered is not known`
      : `${name} was not seen recovered at ${formatDuration(earlier)} and was at ${formatDuration(later)}, with no look between`;
  return [{ gap: `${seen}; the recovery time objective is ${formatDuration(limit)}` }];
}

function pointStanding({ server, recovered }: ObjectiveSubject, limit: number | undefined): Standing[] {
  if (limit === undefined) {
    return [];
  }
  const { recoveryPointSeconds: lost } = server;
  if (lost !== undefined) {
    const missed = recovered ? { objective: "recovery point" as const, server, seconds: lost, limit } : "missed";
    return [lost <= limit ? "met" : missed];
  }
  const gap = `the recovery point of ${nameServer(server)} is not known; the objective is ${formatDuration(limit)}`;
  return [recovered ? { gap } : "missed"];
}
