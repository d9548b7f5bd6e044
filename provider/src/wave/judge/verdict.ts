import type { Objectives, ServerRecord, SuccessLevel, Verdict } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import { countUnnamed } from "../participants";
import { recordsOf, type WaveRun } from "../run";
import { askedOf, isRecovered, reaches } from "./levels";
import { judgeObjectives, type ObjectiveSubject } from "./objectives";
import { isEarlierRecord, type RecoveryTimes, timesOf } from "./recoveryTimes";
import { shortcomingsOf } from "./shortcomings";

/** The verdict on a whole wave, and what it rests on. A measure that could not be determined is absent. */
export interface WaveVerdict {
  verdict: Verdict;
  /** The level that servers were held to. */
  judgedTo: SuccessLevel;
  /** Absent without objectives, and when it cannot be determined. */
  objectivesMet?: boolean;
  /** Why objectives cannot be determined. */
  gaps: readonly string[];
  /** Why it is not PASSED, one clause each. */
  shortcomings: readonly string[];
  launchTimeSeconds?: number;
  recoveryTimeSeconds?: number;
  recoveryTimeAtLeastSeconds?: number;
  recoveryPointSeconds?: number;
  recoveredCritical: number;
  requiredCritical: number;
  failedCritical: ServerRecord[];
  /** Servers that were asked for and are not known by name; each counts as a critical one that did not recover. */
  unnamed: number;
}

/** The verdict under the wave as the program has it now; undefined until every server has a record. Pure. */
export function judgeRun(run: WaveRun): WaveVerdict | undefined {
  const records = recordsOf(run);
  if (records.length < run.servers.length) {
    return undefined;
  }
  return judgeServers(records, { ...run.wave, success: levelOf(run) }, countUnnamed(run));
}

/** Instances that are gone cannot be verified further, so the verdict stays at the level that it was made at. */
function levelOf({ wave: { success }, cleanup, judgedTo }: WaveRun): SuccessLevel {
  if (cleanup.status === "NOT_STARTED" || judgedTo === undefined || !reaches(success, judgedTo)) {
    return success;
  }
  return judgedTo;
}

/** What servers are held to. */
export interface Standard {
  success: SuccessLevel;
  minimumLaunched: number | string;
  objectives: Objectives;
}

/**
 * FAILED, DEGRADED or PASSED, from each server's record and never from the job's status. No servers are FAILED whatever
 * was asked of them; fewer than were asked for (`unnamed`), or anything that is not known, are never PASSED. Pure.
 */
export function judgeServers(servers: readonly ServerRecord[], standard: Standard, unnamed = 0): WaveVerdict {
  const { success, minimumLaunched, objectives } = standard;
  const critical = servers.filter((server) => server.impactLevel === "CRITICAL");
  const failedCritical = critical.filter((server) => !isRecovered(server, success));
  const recoveredCritical = critical.length - failedCritical.length;
  const requiredCritical = requiredServers(minimumLaunched, critical.length + unnamed);
  const launched = servers.filter((server) => server.launchStatus === "LAUNCHED" || server.verifiedTo !== undefined);
  const subjects = servers.map((server) => subjectOf(server, success));
  const { objectivesMet: met, gaps, missed } = judgeObjectives(subjects, objectives);
  const objectivesMet = met === true && unnamed > 0 ? undefined : met;
  const shortcomings = shortcomingsOf(servers, { success, unnamed, missed, gaps });
  const tooFew = servers.length === 0 || recoveredCritical < requiredCritical;
  const verdict: Verdict = tooFew ? "FAILED" : shortcomings.length === 0 ? "PASSED" : "DEGRADED";
  return withoutUndefined({
    verdict,
    judgedTo: success,
    objectivesMet,
    gaps,
    shortcomings,
    ...worstTimes(launched),
    recoveryPointSeconds: worst(launched.map((server) => server.recoveryPointSeconds)),
    recoveredCritical,
    requiredCritical,
    failedCritical,
    unnamed,
  });
}

/** How many of `criticalServers` must recover: `"80%"` is a share, rounded up; a number is a count. Pure. */
export function requiredServers(minimumLaunched: number | string, criticalServers: number): number {
  if (typeof minimumLaunched === "number") {
    return minimumLaunched;
  }
  // Rounded before it is rounded up: 55 % of 100 is 55.00000000000001 in floating point.
  return Math.ceil(Number(((Number.parseFloat(minimumLaunched) * criticalServers) / 100).toFixed(6)));
}

function subjectOf(server: ServerRecord, success: SuccessLevel): ObjectiveSubject {
  const timedAtLevel = server.verifiedTo === askedOf(server, success);
  return { server, recovered: isRecovered(server, success), timedAtLevel };
}

/** Of the worst server; as an earlier version wrote them where all records are an earlier version's. */
function worstTimes(launched: readonly ServerRecord[]): RecoveryTimes {
  if (launched.every(isEarlierRecord)) {
    return withoutUndefined({ recoveryTimeSeconds: worst(launched.map((server) => server.recoveryTimeSeconds)) });
  }
  const times = launched.map(timesOf);
  return withoutUndefined({
    launchTimeSeconds: worst(times.map((each) => each.launchTimeSeconds)),
    recoveryTimeSeconds: worst(times.map((each) => each.recoveryTimeSeconds)),
    recoveryTimeAtLeastSeconds: worst(times.map((each) => each.recoveryTimeAtLeastSeconds)),
  });
}

/** The largest; undefined when there is none or when one could not be determined. */
function worst(measures: readonly (number | undefined)[]): number | undefined {
  const known = measures.filter((measure) => measure !== undefined);
  return known.length === 0 || known.length < measures.length ? undefined : Math.max(...known);
}
