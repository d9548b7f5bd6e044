import { JOB_COMPLETED } from "../../drs/status";
import type { Job } from "../../drs/types";
import { CONCURRENT_JOBS, SERVERS_IN_ALL_JOBS } from "../../vocabulary";

/**
 * What a launch of these servers would have to wait for, in words (docs/drs-facts.md#quotas); undefined for nothing.
 * Pure.
 */
export function obstacleTo(sourceServerIds: readonly string[], jobs: readonly Job[]): string | undefined {
  const active = jobs.filter((job) => job.status !== JOB_COMPLETED);
  const wanted = new Set(sourceServerIds);
  for (const job of active) {
    const held = job.servers.filter((server) => wanted.has(server.sourceServerId));
    const first = held[0];
    if (first === undefined) {
      continue;
    }
    const others = held.length > 1 ? ` and ${held.length - 1} more` : "";
    return `job ${job.jobId} (${job.type}) holds ${first.sourceServerId}${others}`;
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
