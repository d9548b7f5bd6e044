import type { JobWatch } from "../../drs/gateway";
import { hasEnded, JOB_COMPLETED, JOB_PENDING, NOT_SAID, SERVER_FAILURE_EVENTS, SERVER_OPEN } from "../../drs/status";
import type { Job, JobLogItem } from "../../drs/types";
import { UnexpectedStateError } from "../../errors";
import { formatDuration, nameServer, toIso } from "../../vocabulary";
import type { WaveContext } from "../context";
import { failedRow, jobRow } from "../row";
import type { PlannedServer } from "../run";
import { type Sight, waitFor } from "../waiter";
import { endOfServer, latestOf, logOf } from "./jobLog";
import { clockSpeed, fingerprintOf, nextLookMs } from "./nextLook";

/** Looks in a row that may fail to show a job that is known to exist (docs/drs-facts.md#a-new-job-may-show-late). */
const MISSING_LOOKS = 30;

/** How long the log of an ended job may lack its last item (docs/drs-facts.md#the-jobs-log): it is read once more. */
const LATE_ITEM_MS = 1000;

/** The next look is never sooner, in milliseconds of our clock, however fast the service's clock runs. */
const SHORTEST_SLEEP_MS = 50;

/** A job that ended, with its whole log. */
export interface EndedJob {
  job: Job;
  log: JobLogItem[];
}

/**
 * The recovery job and its log, once DRS reports it COMPLETED, which does not mean that any server launched
 * (docs/drs-facts.md#a-job-has-no-failed-status): {@link import("./verifyServers").verifyServers} looks at the servers.
 * Shows progress and each failure as it comes; the end of the wave names them, and where the job is not followed to its end
 * a warning does. The log is read after a look at the job that saw it changed or
 * ended, and at the deadline; so what an ended job is judged by is read after its end. `onLaunched` is called at each look
 * that shows every server launched or failed.
 *
 * @throws {@link import("../../errors").WaitTimeoutError} at the deadline, when the job goes on, with what each server is
 *   at and since when; {@link import("../../errors").NotFoundError}; {@link UnexpectedStateError}.
 */
export async function followJob(
  context: WaveContext,
  jobId: string,
  servers: readonly PlannedServer[],
  onLaunched: () => Promise<void> = async () => {},
): Promise<EndedJob> {
  const watch = context.drs.watchJob(jobId);
  const follower = new Follower(context, { jobId, servers, watch, onLaunched });
  try {
    return await waitFor<EndedJob>(context, {
      subject: follower.subject,
      expected: JOB_COMPLETED,
      missingLooks: MISSING_LOOKS,
      news: () => watch.news(),
      look: async () => follower.ended() ?? follower.follow(await watch.look()),
    });
  } catch (error) {
    follower.warnOfFailures();
    throw error;
  } finally {
    watch.close();
  }
}

/** What was seen of one job so far. */
class Follower {
  readonly subject: string;
  readonly #failures = new Set<string>();
  #log: JobLogItem[] = [];
  /** What the job looked like when its log was read for the last time, and when that was. */
  #seen: { fingerprint: string; at: number } | undefined;
  /** Our clock and the service's at the first look that showed the job. */
  #start: { localMs: number; at: number } | undefined;
  /** The job once it has ended and its log lacked the last item. */
  #endedJob: Job | undefined;

  constructor(
    readonly context: WaveContext,
    readonly followed: {
      jobId: string;
      servers: readonly PlannedServer[];
      watch: JobWatch;
      onLaunched: () => Promise<void>;
    },
  ) {
    this.subject = `recovery job ${followed.jobId}`;
  }

  /** Undefined unless all that is left of the wait is to read the ended job's log once more. */
  ended(): Promise<Sight<EndedJob>> | undefined {
    const job = this.#endedJob;
    return job === undefined ? undefined : this.#readLog().then((log) => ({ done: { job, log } }));
  }

  async follow(shown: Job | undefined): Promise<Sight<EndedJob>> {
    const { drs, clock, deadline, status } = this.context;
    const { servers } = this.followed;
    if (shown === undefined) {
      return { missing: "not shown by DRS" };
    }
    const job = withEnd(shown);
    this.#start ??= { localMs: clock.monotonicMs(), at: drs.now() };
    const fingerprint = fingerprintOf(job);
    const isLastLook = deadline.remainingMs() === 0;
    const readsLog = fingerprint !== this.#seen?.fingerprint || isLastLook;
    if (readsLog) {
      this.#seen = { fingerprint, at: drs.now() };
      await this.#readLog();
    }
    if (servers.length > 0 && servers.every((server) => this.#isLaunched(job, server))) {
      await this.followed.onLaunched();
    }
    const remainingMs = deadline.remainingMs();
    const row = describeProgress({ job, servers, log: readsLog ? this.#log : undefined, now: drs.now(), remainingMs });
    if (job.status === JOB_COMPLETED) {
      return this.#end(job, row);
    }
    if (![...JOB_PENDING, NOT_SAID].includes(job.status)) {
      throw new UnexpectedStateError(this.subject, job.status, [...JOB_PENDING, JOB_COMPLETED]);
    }
    status.show(row);
    const pending = readsLog
      ? [statusText(job), ...describeUnended(this.#log, servers, drs.now())].join("; ")
      : `${statusText(job)}; ${describeOpen(job, servers)}`;
    return { pending, ...this.#nextLook(job) };
  }

  /** The wait is over, unless the log may still lack its last items. */
  #end(job: Job, row: string): Sight<EndedJob> {
    const { status, deadline } = this.context;
    status.show(row);
    const isWhole = this.#log.some(({ event }) => event === "JOB_END");
    if (isWhole || deadline.remainingMs() === 0) {
      return { done: { job, log: this.#log } };
    }
    this.#endedJob = job;
    this.followed.watch.close();
    return { pending: "COMPLETED; its log lacks JOB_END", inMs: LATE_ITEM_MS };
  }

  /** True for a server that is launched or has failed: nothing of its launch template is read any more. */
  #isLaunched(job: Job, { sourceServerId }: PlannedServer): boolean {
    return !isOpen(job, sourceServerId) || endOfServer(logOf(sourceServerId, this.#log)) !== undefined;
  }

  async #readLog(): Promise<JobLogItem[]> {
    const { drs, status } = this.context;
    this.#log = await drs.listJobLogItems(this.followed.jobId);
    for (const failure of failuresIn(this.#log, this.followed.servers)) {
      if (!this.#failures.has(failure)) {
        this.#failures.add(failure);
        status.show(failedRow(failure));
      }
    }
    return this.#log;
  }

  /** For a wave whose end is not seen now. */
  warnOfFailures(): void {
    for (const failure of this.#failures) {
      this.context.status.warn(failure);
    }
  }

  /** When to look again, where the program does not say. */
  #nextLook(job: Job): { inMs?: number } {
    const { drs, clock, pollMs } = this.context;
    if (pollMs !== undefined) {
      return {};
    }
    const now = drs.now();
    const start = this.#start ?? { localMs: clock.monotonicMs(), at: now };
    const speed = clockSpeed(now - start.at, clock.monotonicMs() - start.localMs);
    const ms = nextLookMs({
      ageMs: job.createdAt === undefined ? Number.NaN : now - job.createdAt,
      quietMs: now - (this.#seen?.at ?? now),
      job,
    });
    return { inMs: Math.max(ms / speed, SHORTEST_SLEEP_MS) };
  }
}

/** A job of which DRS does not say the status has ended when it has an end. */
function withEnd(job: Job): Job {
  return job.status === NOT_SAID && hasEnded(job) ? { ...job, status: JOB_COMPLETED } : job;
}

function statusText({ status }: Job): string {
  return status === NOT_SAID ? "DRS does not say the job's status" : status;
}

/** Each server's failure, by the server's name. */
function failuresIn(log: readonly JobLogItem[], servers: readonly PlannedServer[]): string[] {
  return log.flatMap(({ event, sourceServerId, message = "DRS gives no reason" }) => {
    if (!SERVER_FAILURE_EVENTS.includes(event) || sourceServerId === undefined) {
      return [];
    }
    const server = servers.find((each) => each.sourceServerId === sourceServerId) ?? { sourceServerId };
    return [`${nameServer(server)} ${event}: ${message}`];
  });
}

/**
 * The last that the log shows of each server that has not ended, and since when:
 * `db-1 (s-…) at CONVERSION_START since 2026-11-24T10:00:52.000Z (14m08s)`. Pure.
 */
export function describeUnended(log: readonly JobLogItem[], servers: readonly PlannedServer[], now: number): string[] {
  return servers.flatMap((server) => {
    const items = logOf(server.sourceServerId, log);
    if (endOfServer(items) !== undefined) {
      return [];
    }
    const latest = latestOf(items);
    if (latest === undefined) {
      return [`${nameServer(server)} not in the job's log yet`];
    }
    const { at, event } = latest;
    const since = at === undefined ? "" : ` since ${toIso(at)} (${formatDuration((now - at) / 1000)})`;
    return [`${nameServer(server)} at ${event}${since}`];
  });
}

/** The servers that the job still works on, as it says itself. */
function describeOpen(job: Job, servers: readonly PlannedServer[]): string {
  const open = servers.filter(({ sourceServerId }) => isOpen(job, sourceServerId));
  return `not done yet: ${open.map(nameServer).join(", ")}`;
}

/** True also for a server that the job does not show. */
function isOpen(job: Job, sourceServerId: string): boolean {
  const launchStatus = job.servers.find((each) => each.sourceServerId === sourceServerId)?.launchStatus;
  return launchStatus === undefined || SERVER_OPEN.includes(launchStatus);
}

/**
 * What the row says while a job runs: `2/3 8m50s launch, 1h21m left`. The phase is of a log that was read just now; without
 * one only the job's own state is known. Pure.
 */
export function describeProgress(progress: {
  job: Job;
  /** Empty where only the job says which they are. */
  servers: readonly Pick<PlannedServer, "sourceServerId">[];
  log: readonly JobLogItem[] | undefined;
  now: number;
  remainingMs: number;
}): string {
  const { job, servers, log = [], now, remainingMs } = progress;
  const asked = servers.length > 0 ? servers : job.servers;
  const done = asked.filter(
    ({ sourceServerId }) => !isOpen(job, sourceServerId) || endOfServer(logOf(sourceServerId, log)),
  );
  return jobRow({
    servers: asked.length === 0 ? undefined : { done: done.length, of: asked.length },
    ...(job.createdAt === undefined ? {} : { elapsedSeconds: (now - job.createdAt) / 1000 }),
    phase: job.status === JOB_COMPLETED ? "ended" : (phaseOf(log) ?? stateOf(job)),
    leftSeconds: remainingMs / 1000,
  });
}

/** What the row says of a job that has begun, where nothing says what it is at. */
const RUNNING = "running";

/** The phase of the latest event: `conversion` for CONVERSION_START, `launch failed` for LAUNCH_FAILED. */
function phaseOf(log: readonly JobLogItem[]): string | undefined {
  const event = latestOf(log)?.event;
  if (event === "JOB_START") {
    return RUNNING;
  }
  return event
    ?.replace(/_(START|END)$/, "")
    .replaceAll("_", " ")
    .toLowerCase();
}

function stateOf({ status }: Job): string {
  if (status === NOT_SAID) {
    return "status not known";
  }
  return status === "PENDING" ? "pending" : RUNNING;
}
