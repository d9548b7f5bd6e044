import type { Job } from "../drs/types";
import { JOB_TAG } from "../vocabulary";

/** A recovery job of ours, with the attempt that its tag names. */
export interface OwnJob {
  job: Job;
  attempt: number;
}

/**
 * The LAUNCH jobs of this execution that are not closed, by attempt. Of several with the same attempt (which only a
 * second engine on a copied state can cause) the oldest counts; the others are cleaned up with the guard's nonce. Pure.
 */
export function ownJobs(jobs: readonly Job[], executionId: string): OwnJob[] {
  const byAttempt = new Map<number, OwnJob>();
  const oldestFirst = [...jobs].sort((a, b) => a.createdAt - b.createdAt);
  for (const job of oldestFirst) {
    if (job.type !== "LAUNCH" || job.tags[JOB_TAG.executionId] !== executionId) continue;
    if (job.tags[JOB_TAG.closed] !== undefined) continue;
    const attempt = Number(job.tags[JOB_TAG.attempt] ?? 1);
    if (!byAttempt.has(attempt)) byAttempt.set(attempt, { job, attempt });
  }
  return [...byAttempt.values()].sort((a, b) => a.attempt - b.attempt);
}
