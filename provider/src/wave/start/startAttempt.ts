import { hasEnded, LATE_JOB_MS } from "../../drs/status";
import type { Job } from "../../drs/types";
import { type DrsRequestError, LaunchRefusedError, PreflightError, remedyFor } from "../../errors";
import type { Observation, SwapRecord } from "../../vocabulary";
import type { WaveContext } from "../context";
import { listedSince } from "../drillNonce";
import { observeOrRefuse } from "../look/observe";
import { isNetworkRecovery } from "../network/endSwaps";
import { startInNetwork } from "../network/inNetwork";
import { waitingRow } from "../row";
import { type PlannedServer, planServer } from "../run";
import { type Sight, waitFor } from "../waiter";
import type { DeclaredServer, Wave } from "../wave";
import { type OwnJob, ownJobs, strayJob } from "./adoption";
import { withExpectedActions } from "./expectedActions";
import { launch, type PassingRefusal } from "./launch";
import { preflight } from "./preflight";
import { obstacleTo } from "./quotas";

/** Milliseconds before everything is looked at anew because a launch template changed under our hands. */
const CHANGED_MS = 1000;

/** What to start. */
export interface AttemptRequest {
  wave: Wave;
  /** All servers of the wave, or those that are launched again. */
  servers: readonly DeclaredServer[];
  attempt: number;
  /** What policies judged, when check looked. */
  observed: Observation | undefined;
}

/** A job that was started just now, and what was known before. */
export interface StartedJob {
  job: Job;
  account: string;
  servers: PlannedServer[];
  warnings: readonly string[];
  /** Launch templates that are in the drill's network until the job has launched their servers. */
  swaps: readonly SwapRecord[];
}

/** What an attempt came to: jobs of ours that were there already, or a job that was started. */
export type AttemptStart = { adopted: OwnJob[] } | { started: StartedJob };

/**
 * Starts an attempt of a wave, unless a job of ours is there from this attempt on. Waits behind other jobs and quotas;
 * and after every wait it looks again before it starts, because instances that the launch would terminate may have
 * appeared.
 *
 * @throws {@link PreflightError}, {@link LaunchRefusedError}, {@link import("../../errors").LaunchUnknownError}.
 */
export async function startAttempt(context: WaveContext, request: AttemptRequest): Promise<AttemptStart> {
  const { drs, deadline } = context;
  const ids = request.servers.map((server) => server.sourceServerId);
  const unexplained = new UnexplainedConflict(ids);
  const doubt = new Doubt();
  return waitFor<AttemptStart>(context, {
    subject: `a recovery job for ${ids.join(", ")}`,
    expected: "started",
    timeout: (obstacle, failure) => {
      const cause = new Error(`${obstacle}, still after ${deadline.timeoutSeconds} s`);
      return new LaunchRefusedError(ids, cause, failure === undefined ? "Wait for it" : remedyFor(failure));
    },
    look: async () => {
      const jobs = await drs.listJobs([], listedSince(request.wave.drillNonce, drs.now()));
      const own = ownAmong(request, jobs);
      if (own !== undefined) {
        return doubt.place(own, drs.now());
      }
      const obstacle = obstacleTo(ids, jobs) ?? networkObstacle(request.wave, jobs);
      if (obstacle !== undefined) {
        unexplained.explain();
        return behind(request.wave, obstacle);
      }
      const outcome = await lookAndLaunch(context, request, jobs);
      if ("started" in outcome) {
        return { done: outcome };
      }
      if ("changed" in outcome) {
        return { pending: outcome.changed, row: waitingRow(outcome.changed), inMs: CHANGED_MS };
      }
      if (!("refusal" in outcome)) {
        return doubt.place(outcome, drs.now());
      }
      const { refusal, busy } = outcome;
      if (!busy) {
        const atLeastMs = (refusal.retryAfterSeconds ?? 0) * 1000;
        return { pending: refusal.message, row: waitingRow(refusal.message), atLeastMs };
      }
      const sight = behind(request.wave, refusal.message);
      unexplained.check(refusal, jobs, drs.now());
      return sight;
    },
  });
}

/** Jobs of ours that keep this attempt from being started: they are adopted, or it is not known whether one is ours. */
type OwnAmong = { adopted: OwnJob[] } | { doubt: { text: string; fix: string } };

/** From this attempt on; undefined for none. */
function ownAmong({ wave, attempt, servers }: AttemptRequest, jobs: readonly Job[]): OwnAmong | undefined {
  const stray = strayJob(jobs, wave.executionId, attempt);
  if (stray !== undefined) {
    const text = `job ${stray.job.jobId} is attempt ${stray.attempt} of this drill, and DRS does not show every attempt before it`;
    return { doubt: { text, fix: "change `triggers` to drill again; `pulumi destroy` ends what it launched" } };
  }
  const adopted = ownJobs(jobs, wave.executionId).filter((own) => own.attempt >= attempt);
  if (adopted.length > 0) {
    return { adopted };
  }
  const ids = servers.map((server) => server.sourceServerId);
  const untold = jobs.find((job) => mayBeOurs(job, ids));
  const text = `job ${untold?.jobId} may be this drill's: DRS does not say its tags`;
  return untold && { doubt: { text, fix: "look at what drs:DescribeJobs answers" } };
}

/** True for a launch of one of these servers of which DRS does not say whose it is. */
function mayBeOurs({ tagsUnknown, type, servers }: Job, sourceServerIds: readonly string[]): boolean {
  const isOfTheirs = servers.some(({ sourceServerId }) => sourceServerIds.includes(sourceServerId));
  return tagsUnknown === true && type !== "TERMINATE" && isOfTheirs;
}

/**
 * The look before a launch, and the launch. What the servers' own last launches name is looked at by its id: one list of
 * all jobs that lacked a job of ours is no proof that there is none.
 */
async function lookAndLaunch(
  context: WaveContext,
  request: AttemptRequest,
  listed: readonly Job[],
): Promise<{ started: StartedJob } | OwnAmong | PassingRefusal | { changed: string }> {
  const { wave, servers: declared, attempt, observed } = request;
  const { servers: seen, observation, warnings } = await observeOrRefuse(context, wave, declared);
  const { warnings: doubts, launchJobs } = await preflight(context, { wave, servers: seen, observed });
  const own = ownAmong(request, withNews(listed, launchJobs));
  if (own !== undefined) {
    return own;
  }
  const planned = seen.map((server) => planServer(server.declared, server.seen));
  const servers = await withExpectedActions(context, planned);
  const start = () => launch(context, { wave, servers, attempt });
  const { network } = wave;
  const outcome =
    network === undefined
      ? { ...(await start()), swaps: [] }
      : await startInNetwork(context, { wave, network, servers: observation.servers }, start);
  if (!("job" in outcome)) {
    return outcome;
  }
  const { account } = observation;
  return { started: { job: outcome.job, account, servers, warnings: [...warnings, ...doubts], swaps: outcome.swaps } };
}

/** DRS's own network recovery writes launch templates while it runs (docs/drs-facts.md#drss-own-network-recovery). */
function networkObstacle({ network }: Wave, jobs: readonly Job[]): string | undefined {
  const recovery = network && jobs.find((job) => !hasEnded(job) && isNetworkRecovery(job));
  return recovery && `job ${recovery.jobId} recovers a network, and writes launch templates`;
}

/** The jobs, each as it was seen last. */
function withNews(listed: readonly Job[], later: readonly Job[]): Job[] {
  return [...new Map([...listed, ...later].map((job) => [job.jobId, job])).values()];
}

/** Waits behind other jobs, unless the program says not to. */
function behind({ preflight: { busyServers } }: Wave, obstacle: string): Sight<never> {
  if (busyServers === "fail") {
    throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
  }
  return { pending: obstacle, row: waitingRow(obstacle) };
}

/** What is not known of a job that may be ours. The start is given up once what is late would have shown. */
class Doubt {
  /** Since when there is one; the service's time. */
  #since: number | undefined;

  /** @throws {@link PreflightError} */
  place(own: OwnAmong, now: number): Sight<AttemptStart> {
    if ("adopted" in own) {
      return { done: own };
    }
    const { text, fix } = own.doubt;
    this.#since ??= now;
    if (now - this.#since > LATE_JOB_MS) {
      throw new PreflightError([`${text}; what has been launched is not known. Fix: ${fix}`]);
    }
    return { pending: text, row: waitingRow(text) };
  }
}

/** A conflict for which DRS shows no job. The launch is given up once a late job would have shown. */
class UnexplainedConflict {
  /** Since when StartRecovery is refused for a job that cannot be seen; the service's time. */
  #since: number | undefined;

  constructor(readonly sourceServerIds: readonly string[]) {}

  explain(): void {
    this.#since = undefined;
  }

  /** @throws {@link LaunchRefusedError} */
  check(refusal: DrsRequestError, jobs: readonly Job[], now: number): void {
    if (jobs.some((job) => !hasEnded(job))) {
      this.#since = undefined;
    } else {
      this.#since ??= now;
    }
    if (this.#since !== undefined && now - this.#since > LATE_JOB_MS) {
      throw new LaunchRefusedError(this.sourceServerIds, refusal, "Free the quota, or the servers");
    }
  }
}
