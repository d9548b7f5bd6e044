import type { Job } from "../../drs/types";
import { JOB_TAG } from "../../vocabulary";

/** A recovery job of ours, with the attempt that its tag names. */
export interface OwnJob {
  job: Job;
  attempt: number;
}

/**
 * The LAUNCH jobs of this execution that are not closed, by attempt, from the first on without a gap. Of several with the
 * same attempt (as two engines on copies of one state would start) the oldest counts; delete cleans up all of them. Pure.
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
  // A first attempt that is closed beside a second that is not is what an interrupted delete left: not ours to go on with.
  const contiguous: OwnJob[] = [];
  for (let own = byAttempt.get(1); own !== undefined; own = byAttempt.get(contiguous.length + 1)) contiguous.push(own);
  return contiguous;
}
