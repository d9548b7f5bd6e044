import { JOB_COMPLETED, JOB_PENDING, SERVER_FAILURE_EVENTS } from "../../drs/status";
import type { Job, JobLogItem } from "../../drs/types";
import { UnexpectedStateError } from "../../errors";
import { formatDuration, nameServer } from "../../vocabulary";
import type { WaveContext } from "../context";
import type { PlannedServer } from "../run";
import { waitFor } from "../waiter";
import { endOfServer, latestOf, logOf } from "./jobLog";

/** Looks in a row that may fail to show a job that is known to exist (docs/drs-facts.md#a-new-job-may-show-late). */
const MISSING_LOOKS = 30;

/** A job that ended, with its whole log. */
export interface EndedJob {
  job: Job;
  log: JobLogItem[];
}

/**
 * The recovery job and its log, once DRS reports it COMPLETED, which does not mean that any server launched
 * (docs/drs-facts.md#a-job-has-no-failed-status): {@link import("./verifyServers").verifyServers} looks at the servers.
 * Shows progress, and warns of each failure as it comes.
 *
 * @throws {@link import("../../errors").WaitTimeoutError} at the deadline, when the job goes on;
 *   {@link import("../../errors").NotFoundError}; {@link UnexpectedStateError}.
 */
export async function followJob(
  context: WaveContext,
  jobId: string,
  servers: readonly PlannedServer[],
): Promise<EndedJob> {
  const { drs, status, deadline } = context;
  const subject = `recovery job ${jobId}`;
  const reported = new Set<string>();
  return waitFor<EndedJob>(context, {
    subject,
    expected: JOB_COMPLETED,
    missingLooks: MISSING_LOOKS,
    look: async () => {
      const [[job], log] = await Promise.all([drs.listJobs([jobId]), drs.listJobLogItems(jobId)]);
      if (job === undefined) {
        return { missing: "not shown by DRS" };
      }
      for (const failure of newFailures(log, reported)) {
        status.warn(failure);
      }
      const row = describeProgress({ job, log, now: drs.now(), remainingMs: deadline.remainingMs() });
      if (job.status === JOB_COMPLETED) {
        status.show(row);
        return { done: { job, log } };
      }
      if (!JOB_PENDING.includes(job.status)) {
        throw new UnexpectedStateError(subject, job.status, [...JOB_PENDING, JOB_COMPLETED]);
      }
      return { pending: [job.status, ...describeUnended(log, servers)].join("; "), row };
    },
  });
}

/** Failures that were not reported before; marks them as reported. */
function newFailures(log: readonly JobLogItem[], reported: Set<string>): string[] {
  return log.flatMap((item) => {
    if (!SERVER_FAILURE_EVENTS.includes(item.event) || item.sourceServerId === undefined) {
      return [];
    }
    const text = `${item.sourceServerId} ${item.event}: ${item.message ?? "DRS gives no reason"}`;
    if (reported.has(text)) {
      return [];
    }
    reported.add(text);
    return [text];
  });
}

/** The last that the log shows of each server that has not ended: `db-1 (s-…) at CONVERSION_START`. Pure. */
export function describeUnended(log: readonly JobLogItem[], servers: readonly PlannedServer[]): string[] {
  return servers.flatMap((server) => {
    const items = logOf(server.sourceServerId, log);
    if (endOfServer(items) !== undefined) {
      return [];
    }
    const latest = latestOf(items);
    return [`${nameServer(server)} ${latest === undefined ? "not in the job's log yet" : `at ${latest.event}`}`];
  });
}

/** What the row says while a job runs: `LAUNCH, 2 of 3 servers done, 8m50s elapsed, 1h21m10s left`. Pure. */
export function describeProgress(progress: {
  job: Job;
  log: readonly JobLogItem[];
  now: number;
  remainingMs: number;
}): string {
  const { job, log, now, remainingMs } = progress;
  const done = job.servers.filter(({ sourceServerId }) => endOfServer(logOf(sourceServerId, log)));
  const elapsed = job.createdAt === undefined ? "some time" : formatDuration((now - job.createdAt) / 1000);
  const phase = job.status === JOB_COMPLETED ? "job ended" : phaseOf(log);
  return `${phase}, ${done.length} of ${job.servers.length} servers done, ${elapsed} elapsed, ${formatDuration(remainingMs / 1000)} left`;
}

/** The phase of the latest event: `CONVERSION` for CONVERSION_START. */
function phaseOf(log: readonly JobLogItem[]): string {
  return latestOf(log)?.event.replace(/_(START|END)$/, "") ?? "waiting for DRS";
}
