import { JOB_COMPLETED, LATE_JOB_MS } from "../../drs/status";
import type { Job } from "../../drs/types";
import { LaunchRefusedError, PreflightError } from "../../errors";
import type { WaveContext } from "../context";
import type { ObservationResult } from "../look/observe";
import { observeOrRefuse } from "../look/observeOrRefuse";
import { executionIdOf, planWave, type WavePlan } from "../plan";
import { settingsOf } from "../settings";
import type { WaveRequest } from "../waveRequest";
import { type OwnJob, ownJobs } from "./adoption";
import { launch, type PassingRefusal } from "./launch";
import { preflight } from "./preflight";
import { obstacleTo } from "./quotas";

/** What an attempt came to: jobs of ours that were there already, or a job started just now and what was seen before. */
export type Started = { adopted: OwnJob[] } | { job: Job; plan: WavePlan; seen: ObservationResult };

/**
 * Starts an attempt of a wave, unless a job of ours is there from this attempt on. Waits behind other jobs and quotas; and
 * after every wait it looks again before it starts, because what a launch would terminate may have come meanwhile.
 *
 * @throws {@link PreflightError}, {@link LaunchRefusedError}, {@link import("../../errors").LaunchUnknownError}.
 */
export async function startAttempt(context: WaveContext, request: WaveRequest, attempt: number): Promise<Started> {
  const { intent, drillNonce, sourceServerIds } = request;
  const executionId = executionIdOf(intent, drillNonce, context.drs.region);
  const queue = new Queue(context, request);
  for (;;) {
    const jobs = await context.drs.listJobs();
    const adopted = ownJobs(jobs, executionId).filter((own) => own.attempt >= attempt);
    if (adopted.length > 0) return { adopted };
    const obstacle = obstacleTo(sourceServerIds, jobs);
    if (obstacle !== undefined) {
      await queue.wait(obstacle);
      continue;
    }
    const seen = await observeOrRefuse(context, request);
    const plan = planWave(intent, drillNonce, seen.observation);
    await preflight(context, { ...request, observation: seen.observation });
    const outcome = await launch(context, { plan, servers: plan.servers, attempt });
    if ("job" in outcome) return { ...outcome, plan, seen };
    await queue.waitOut(outcome, jobs);
  }
}

/** Waits for room, within the deadline, saying for what. */
class Queue {
  /** Since when StartRecovery is refused for a job that cannot be seen; the service's time. */
  #unexplainedSince: number | undefined;

  constructor(
    readonly context: WaveContext,
    readonly request: WaveRequest,
  ) {}

  /** For another job to end. */
  async wait(obstacle: string): Promise<void> {
    if (settingsOf(this.request.intent).busyServers === "fail") {
      throw new PreflightError([`${obstacle} (preflight.busyServers is "fail")`]);
    }
    this.#unexplainedSince = undefined;
    await this.#sleep(obstacle, 0);
  }

  /** For what a refusal asks for. A conflict with no job to be seen is given up once no job can show up any more. */
  async waitOut({ refusal, busy }: PassingRefusal, jobs: readonly Job[]): Promise<void> {
    if (!busy) return this.#sleep(refusal.message, (refusal.retryAfterSeconds ?? 0) * 1000);
    if (settingsOf(this.request.intent).busyServers === "fail") {
      throw new PreflightError([`${refusal.message} (preflight.busyServers is "fail")`]);
    }
    const now = this.context.drs.now();
    if (jobs.some((job) => job.status !== JOB_COMPLETED)) this.#unexplainedSince = undefined;
    else this.#unexplainedSince ??= now;
    if (this.#unexplainedSince !== undefined && now - this.#unexplainedSince > LATE_JOB_MS) {
      throw new LaunchRefusedError(this.request.sourceServerIds, refusal, "Free the quota, or the servers");
    }
    return this.#sleep(refusal.message, 0);
  }

  async #sleep(obstacle: string, atLeastMs: number): Promise<void> {
    const { deadline, clock, status, pollMs } = this.context;
    if (deadline.remainingMs() === 0) {
      const cause = new Error(`${obstacle}, still after ${deadline.timeoutSeconds} s`);
      throw new LaunchRefusedError(this.request.sourceServerIds, cause, "Wait for it");
    }
    status.show(`waiting: ${obstacle}`);
    await clock.sleep(Math.min(Math.max(pollMs, atLeastMs), deadline.remainingMs()));
  }
}
