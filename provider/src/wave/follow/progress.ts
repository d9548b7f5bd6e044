import { JOB_COMPLETED } from "../../drs/status";
import type { Job, JobLogItem } from "../../drs/types";
import { formatDuration } from "../../vocabulary";
import { endOfServer } from "./serverEnd";

/** What the row says while a job runs: `LAUNCH, 2 of 3 servers done, 8m50s elapsed, 1h21m10s left`. Pure. */
export function describeProgress(view: {
  job: Job;
  log: readonly JobLogItem[];
  now: number;
  remainingMs: number;
}): string {
  const { job, log, now, remainingMs } = view;
  const done = job.servers.filter(({ sourceServerId }) =>
    endOfServer(log.filter((item) => item.sourceServerId === sourceServerId)),
  );
  const elapsed = formatDuration((now - job.createdAt) / 1000);
  const phase = job.status === JOB_COMPLETED ? "job ended" : phaseOf(log);
  return `${phase}, ${done.length} of ${job.servers.length} servers done, ${elapsed} elapsed, ${formatDuration(remainingMs / 1000)} left`;
}

/** The phase of the latest event: `CONVERSION` for CONVERSION_START. */
function phaseOf(log: readonly JobLogItem[]): string {
  const latest = log.reduce<JobLogItem | undefined>(
    (last, item) => (last === undefined || item.at >= last.at ? item : last),
    undefined,
  );
  return latest === undefined ? "waiting for DRS" : latest.event.replace(/_(START|END)$/, "");
}
