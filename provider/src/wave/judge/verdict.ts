import { present } from "../../present";
import type { ServerRecord, SuccessLevel, Verdict } from "../../vocabulary";
import { reaches } from "../follow/serverStanding";
import { requiredServers } from "../settings";

/** What a verdict is made of. */
export interface VerdictView {
  servers: readonly ServerRecord[];
  success: SuccessLevel;
  minimumLaunched: number | string;
  objectives: { recoveryTimeSeconds?: number; recoveryPointSeconds?: number };
}

/** The judgement of a whole wave; absent measures could not be determined. */
export interface Judgement {
  verdict: Verdict;
  objectivesMet?: boolean;
  recoveryTimeSeconds?: number;
  recoveryPointSeconds?: number;
  recoveredCritical: number;
  requiredCritical: number;
  failedCritical: ServerRecord[];
}

/** FAILED, DEGRADED or PASSED, from each server's record and never from the job's status. Pure. */
export function judge(view: VerdictView): Judgement {
  const critical = view.servers.filter((server) => server.impactLevel === "CRITICAL");
  const failedCritical = critical.filter((server) => !isRecovered(server, view.success));
  const recoveredCritical = critical.length - failedCritical.length;
  const requiredCritical = requiredServers(view.minimumLaunched, critical.length);
  const launched = view.servers.filter((server) => server.launchStatus === "LAUNCHED");
  const recoveryTimeSeconds = worst(launched.map((server) => server.recoveryTimeSeconds));
  const recoveryPointSeconds = worst(launched.map((server) => server.recoveryPointSeconds));
  const objectivesMet = meets(view);
  const flawless =
    view.servers.every((server) => isRecovered(server, view.success) && reaches(server.verifiedTo, view.success)) &&
    objectivesMet !== false &&
    view.servers.every((server) => server.usedPreviousSnapshot !== true);
  const verdict: Verdict = recoveredCritical < requiredCritical ? "FAILED" : flawless ? "PASSED" : "DEGRADED";
  return present({
    verdict,
    objectivesMet,
    recoveryTimeSeconds,
    recoveryPointSeconds,
    recoveredCritical,
    requiredCritical,
    failedCritical,
  });
}

/** A server that is left STOPPED counts as recovered when launched: nothing more can be asked of it. Pure. */
export function isRecovered(server: ServerRecord, success: SuccessLevel): boolean {
  if (server.failure !== undefined) return false;
  const asked = server.launchConfiguration.launchDisposition === "STOPPED" ? "launched" : success;
  return reaches(server.verifiedTo, asked);
}

/** Undefined when there is no objective; an objective that cannot be determined for some server is not met. */
function meets({ objectives, servers }: VerdictView): boolean | undefined {
  const { recoveryTimeSeconds, recoveryPointSeconds } = objectives;
  if (recoveryTimeSeconds === undefined && recoveryPointSeconds === undefined) return undefined;
  return servers.every(
    (server) =>
      within(server.recoveryTimeSeconds, recoveryTimeSeconds) &&
      within(server.recoveryPointSeconds, recoveryPointSeconds),
  );
}

function within(measure: number | undefined, objective: number | undefined): boolean {
  return objective === undefined || (measure !== undefined && measure <= objective);
}

/** The largest; undefined when there is none or when one could not be determined. */
function worst(measures: readonly (number | undefined)[]): number | undefined {
  const known = measures.filter((measure) => measure !== undefined);
  return known.length === 0 || known.length < measures.length ? undefined : Math.max(...known);
}
