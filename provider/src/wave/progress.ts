import { JOB_COMPLETED, SERVER_FAILURE_EVENTS } from "../drs/status";
import type { Job, JobLogItem } from "../drs/types";
import { formatDuration } from "./describe";

/** What the row says while a job runs: `LAUNCH, 2 of 3 servers done, 8m50s elapsed, 81m left`. Pure. */
export function describeProgress(view: {
  job: Job;
  log: readonly JobLogItem[];
  now: number;
  remainingMs: number;
}): string {
  const { job, log, now, remainingMs } = view;
  const done = new Set(
    log
      .filter((item) => item.event === "LAUNCH_END" || SERVER_FAILURE_EVENTS.includes(item.event))
      .flatMap((item) => item.sourceServerId ?? []),
  );
  const elapsed = formatDuration((now - job.createdAt) / 1000);
  const phase = job.status === JOB_COMPLETED ? "job ended" : phaseOf(log);
  return `${phase}, ${done.size} of ${job.servers.length} servers done, ${elapsed} elapsed, ${formatDuration(remainingMs / 1000)} left`;
}

/** The phase of the latest event: `CONVERSION` for CONVERSION_START. */
function phaseOf(log: readonly JobLogItem[]): string {
  const latest = log.reduce<JobLogItem | undefined>(
    (last, item) => (last === undefined || item.at >= last.at ? item : last),
    undefined,
  );
  return latest === undefined ? "waiting for DRS" : latest.event.replace(/_(START|END)$/, "");
}
