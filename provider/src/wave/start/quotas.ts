import { hasEnded, NETWORK_JOBS } from "../../drs/status";
import type { Job } from "../../drs/types";
import { CONCURRENT_JOBS, JOB_TAG, SERVERS_IN_ALL_JOBS } from "../../vocabulary";
import { askedFor } from "../participants";

/**
 * What a launch of these servers would have to wait for, in words (docs/drs-facts.md#quotas); undefined for nothing. A
 * job in progress that does not list all its servers may hold any of them. Pure.
 */
export function obstacleTo(sourceServerIds: readonly string[], jobs: readonly Job[]): string | undefined {
  const active = jobs.filter((job) => !hasEnded(job));
  const wanted = new Set(sourceServerIds);
  for (const job of active) {
    const [first, ...more] = job.servers.filter((server) => wanted.has(server.sourceServerId));
    if (first !== undefined) {
      const others = more.length > 0 ? ` and ${more.length} more` : "";
      return `job ${nameOf(job)} (${job.type}) holds ${first.sourceServerId}${others}`;
    }
  }
  const unclear = active.find(hidesServers);
  if (unclear !== undefined) {
    return `job ${nameOf(unclear)} (${unclear.type}) does not say which servers it holds`;
  }
  if (active.length >= CONCURRENT_JOBS) {
    return `${active.length} jobs are in progress, DRS's quota is ${CONCURRENT_JOBS}`;
  }
  const inJobs = active.reduce((sum, job) => sum + job.servers.length, 0);
  if (inJobs + wanted.size <= SERVERS_IN_ALL_JOBS) {
    return undefined;
  }
  return `${inJobs} servers are in jobs; ${wanted.size} more would exceed DRS's quota of ${SERVERS_IN_ALL_JOBS}`;
}

/** True when the job holds servers that it does not list. A job of networks holds none. */
function hidesServers(job: Job): boolean {
  if (NETWORK_JOBS.includes(job.initiatedBy)) {
    return false;
  }
  // Another tool may mean something else by a tag of this name.
  const asked = job.tags[JOB_TAG.drillNonce] === undefined ? undefined : askedFor(job);
  return job.servers.length === 0 || job.unnamedServers !== undefined || job.servers.length < (asked ?? 0);
}

function nameOf({ jobId }: Job): string {
  return jobId === "" ? "without an id" : jobId;
}
