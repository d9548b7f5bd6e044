import type { Job } from "../../drs/types";
import { accountOfArn, JOB_TAG, type Observation, toIso } from "../../vocabulary";
import { withoutUndefined } from "../../withoutUndefined";
import type { WaveContext } from "../context";
import { isLaunchOf, numberInTag } from "../ownJob";
import { askedFor, participantsNow } from "../participants";
import { newRun, type PlannedServer, planServer, type WaveRun, withJob } from "../run";
import { serverOf, type Wave } from "../wave";

/** A recovery job of ours, with the attempt that its tag names. */
export interface OwnJob {
  job: Job;
  attempt: number;
}

/**
 * The LAUNCH jobs of this execution that are not closed, by attempt, from the first on without a gap. Of several with
 * the same attempt (two engines on copies of one state start such) the oldest counts; delete cleans up all of them.
 * Pure.
 */
export function ownJobs(jobs: readonly Job[], executionId: string): OwnJob[] {
  const byAttempt = new Map<number, OwnJob>();
  const oldestFirst = [...jobs].sort((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0));
  for (const job of oldestFirst) {
    if (!isLaunchOf(job, JOB_TAG.executionId, executionId) || job.tags[JOB_TAG.closed] !== undefined) {
      continue;
    }
    const attempt = attemptOf(job);
    if (!byAttempt.has(attempt)) {
      byAttempt.set(attempt, { job, attempt });
    }
  }
  // A closed first attempt beside an open second one was left by an interrupted delete: it must not be continued.
  const contiguous: OwnJob[] = [];
  for (let own = byAttempt.get(1); own !== undefined; own = byAttempt.get(contiguous.length + 1)) {
    contiguous.push(own);
  }
  return contiguous;
}

/**
 * An open job of this execution from this attempt on whose place cannot be told, because DRS shows an attempt before it
 * neither open nor closed: a list may lack that one for a moment. Undefined for none. Pure.
 */
export function strayJob(jobs: readonly Job[], executionId: string, from: number): OwnJob | undefined {
  const ours = jobs.filter((job) => isLaunchOf(job, JOB_TAG.executionId, executionId));
  const shown = new Set(ours.map(attemptOf));
  return ours
    .filter((job) => job.tags[JOB_TAG.closed] === undefined)
    .map((job) => ({ job, attempt: attemptOf(job) }))
    .find(({ attempt }) => attempt >= from && range(1, attempt).some((each) => !shown.has(each)));
}

/** The whole numbers from the first one on, without the last. */
function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}

/** The attempt that the job's tag names; the first where it names none. */
function attemptOf(job: Job): number {
  return numberInTag(job, JOB_TAG.attempt) ?? 1;
}

/** What an adopted run is made of. */
export interface Adoption {
  wave: Wave;
  /** What check saw, when it looked. */
  observed: Observation | undefined;
  own: readonly OwnJob[];
}

/**
 * The run that these jobs belong to, as far as the program, DRS and check show it. Which servers a selector's job
 * launches is settled when the job has ended ({@link import("../participants").withParticipants}). The replication lag
 * before the launch is lost, so the recovery point stays unknown.
 */
export function adoptJobs({ status }: Pick<WaveContext, "status">, { wave, observed, own }: Adoption): WaveRun {
  const ids = new Set(own.flatMap(({ job, attempt }) => participantsNow(wave, attempt, job)));
  const seen = new Map(observed?.servers.map((server) => [server.sourceServerId, server]));
  const servers = [...ids].map((id) => {
    const { hostname, launchConfiguration = {} } = seen.get(id) ?? {};
    return planServer(serverOf(wave, id), withoutUndefined({ hostname, launchConfiguration }));
  });
  const account = own.map(({ job }) => accountOfArn(job.arn ?? "")).find((each) => each !== undefined);
  const run = newRun(wave, account ?? observed?.account ?? "", servers, notAdopted(wave, ids));
  return withAdopted({ status }, run, own);
}

/**
 * The run with these jobs as further attempts. Says how to clear the engine's note
 * (docs/engine-facts.md#pending-creates-stay).
 */
export function withAdopted({ status }: Pick<WaveContext, "status">, run: WaveRun, own: readonly OwnJob[]): WaveRun {
  return own.reduce((adopted, { job, attempt }) => {
    const started = job.createdAt === undefined ? "" : `, started ${toIso(job.createdAt)}`;
    status.keep(
      `adopting recovery job ${job.jobId} (attempt ${attempt}${started}), which is not in the stack's state. ` +
        "Run `pulumi refresh --clear-pending-creates` to clear the interrupted operation",
    );
    return asAdopted(withJob(adopted, attempt, job, participantsOf(run, attempt, job)), attempt, job);
  }, run);
}

/** Says of the attempt that it was found, and how many servers its job says that it was asked for. */
function asAdopted(run: WaveRun, attempt: number, job: Job): WaveRun {
  const found = withoutUndefined({ adopted: true as const, serverCount: askedFor(job) });
  return { ...run, attempts: run.attempts.map((each) => (each.attempt === attempt ? { ...each, ...found } : each)) };
}

/**
 * The run's servers that the job has, without the lag: what is known of it now is not what it was before the launch.
 */
function participantsOf(run: WaveRun, attempt: number, job: Job): PlannedServer[] {
  const ids = new Set(participantsNow(run.wave, attempt, job));
  return run.servers.flatMap(({ planned: { lagSeconds: _lag, expectedActions: _actions, ...server } }) =>
    ids.has(server.sourceServerId) ? server : [],
  );
}

function notAdopted(wave: Wave, adopted: ReadonlySet<string>): string[] {
  const others = wave.servers.map((server) => server.sourceServerId).filter((id) => !adopted.has(id));
  return others.length === 0 ? [] : [`${others.join(", ")} match the selector now, but are not in the adopted job`];
}

/** The verdict that a drill had before its instances were terminated, from its last job; undefined when it has none. */
export function verdictBefore(own: readonly OwnJob[]): string | undefined {
  return own.at(-1)?.job.tags[JOB_TAG.judged];
}
