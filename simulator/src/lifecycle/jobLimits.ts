import { conflict, quotaExceeded } from "../errors";
import { holdingJob } from "../world/state/lookup";
import type { WorldState } from "../world/state/worldState";

/** The service's own words (docs/drs-facts.md). */
const SERVERS_IN_JOB = "One or more of the Source Servers included in API call are currently being processed by a Job";

/**
 * Checks that a job with these servers may start.
 *
 * The order of the service's checks is not documented. Here a busy server comes before the account's totals, because that is the answer
 * which a repeated call needs.
 *
 * @throws AwsError ServiceQuotaExceededException or ConflictException
 */
export function checkJobLimits(state: WorldState, sourceServerIDs: readonly string[]): void {
  const { serversPerJob, concurrentJobs, serversInAllJobs } = state.quotas;
  const active = state.jobs.filter((job) => job.status !== "COMPLETED");
  const busy = active.reduce((sum, job) => sum + job.participatingServers.length, 0);
  if (sourceServerIDs.length > serversPerJob) {
    throw quotaExceeded(
      `Max number of source servers in a single Job is ${serversPerJob}, the request has ${sourceServerIDs.length}`,
      "L-B827C881",
    );
  }
  const held = sourceServerIDs.find((id) => holdingJob(state, id) !== undefined);
  if (held !== undefined) {
    throw conflict(SERVERS_IN_JOB, held, "SourceServer");
  }
  if (active.length >= concurrentJobs) {
    throw quotaExceeded(
      `Max concurrent jobs in progress is ${concurrentJobs}, which are in progress already`,
      "L-D88FAC3A",
    );
  }
  if (busy + sourceServerIDs.length > serversInAllJobs) {
    throw quotaExceeded(
      `Max number of source servers in all Jobs is ${serversInAllJobs}: ${busy} are in jobs, the request has ${sourceServerIDs.length}`,
      "L-05AFA8C6",
    );
  }
}
