import { JOB_COMPLETED, JOB_PENDING, SERVER_FAILURE_EVENTS } from "../../drs/status";
import type { Job, JobLogItem } from "../../drs/types";
import type { WaveContext } from "../context";
import { waitForState } from "../waiter";
import { describeProgress } from "./progress";

/** Looks in a row that may not show a job that is known to exist: DescribeJobs is eventually consistent. */
const NOT_FOUND_TOLERANCE = 30;

/** A job that ended, with its whole log. */
export interface EndedJob {
  job: Job;
  log: JobLogItem[];
}

/**
 * The recovery job and its log, once DRS reports it COMPLETED. That means DRS stopped working on it, not that any
 * server launched: verify.ts judges the servers. Shows progress, and keeps a line for each failure as it comes.
 *
 * @throws {@link import("../../errors").WaitTimeoutError} at the deadline; the job goes on.
 */
export async function waitForJob(context: WaveContext, jobId: string): Promise<EndedJob> {
  const { drs, status, clock, deadline, pollMs } = context;
  const told = new Set<string>();
  return waitForState<EndedJob>({
    subject: `recovery job ${jobId}`,
    observe: async () => {
      const [jobs, log] = await Promise.all([drs.listJobs([jobId]), drs.listJobLogItems(jobId)]);
      const job = jobs[0];
      if (job === undefined) return undefined;
      for (const failure of newFailures(log, told)) status.warn(failure);
      status.show(describeProgress({ job, log, now: drs.now(), remainingMs: deadline.remainingMs() }));
      return { job, log };
    },
    stateOf: ({ job }) => job.status,
    pending: JOB_PENDING,
    target: [JOB_COMPLETED],
    notFoundTolerance: NOT_FOUND_TOLERANCE,
    deadline,
    pollMs,
    clock,
  });
}

/** Failures that were not told before; marks them as told. */
function newFailures(log: readonly JobLogItem[], told: Set<string>): string[] {
  return log.flatMap((item) => {
    if (!SERVER_FAILURE_EVENTS.includes(item.event) || item.sourceServerId === undefined) return [];
    const text = `${item.sourceServerId} ${item.event}: ${item.message ?? "DRS gives no reason"}`;
    if (told.has(text)) return [];
    told.add(text);
    return [text];
  });
}
