import { PreflightError } from "../errors";
import type { DrillWaveIntent, DrillWaveOutputs, Observation } from "../vocabulary";
import { ownJobs } from "./adoption";
import type { WaveContext } from "./context";
import { continueWave, type Save } from "./continueWave";
import { launch } from "./launch";
import { observe } from "./observe";
import { type PlannedServer, planWave, type WavePlan } from "./plan";
import { preflight } from "./preflight";
import { settingsOf } from "./settings";
import { type WaveRun, withJob } from "./waveRun";

/** A wave to run, as check left it. */
export interface WaveRequest {
  intent: DrillWaveIntent;
  drillNonce: string;
  /** The servers that check resolved. */
  sourceServerIds: readonly string[];
  /** What policy judged; absent when check did not observe. */
  judged?: Observation | undefined;
  save: Save;
}

/**
 * Runs one wave: observe, plan, preflight, launch, wait, verify, judge. Starts at most one recovery job, and none when
 * one of ours is there already.
 *
 * @returns what state keeps, when enough critical servers recovered.
 * @throws {@link PreflightError}, {@link import("../errors").LaunchRefusedError} or
 *   {@link import("../errors").LaunchUnknownError} before `save` was ever called; anything of errors.ts after.
 */
export async function runWave(context: WaveContext, request: WaveRequest): Promise<DrillWaveOutputs> {
  const { observation, plan, warnings } = await observeOrRefuse(context, request);
  const empty: WaveRun = {
    intent: request.intent,
    plan,
    attempts: [],
    servers: [],
    warnings,
    cleanup: { status: "NOT_STARTED" },
  };
  const adopted = await adopt(context, empty);
  if (adopted.attempts.length > 0) return continueWave(context, adopted, request.save);
  await preflight(context, { ...request, observation });
  return startAttempt(context, empty, plan.servers, request.save);
}

/** Launches some servers of a wave again, as its next attempt, after the same looks as the first time. */
export async function retryWave(context: WaveContext, run: WaveRun, request: WaveRequest): Promise<DrillWaveOutputs> {
  const adopted = await adopt(context, run);
  if (adopted.attempts.length > run.attempts.length) return continueWave(context, adopted, request.save);
  const { observation, plan, warnings } = await observeOrRefuse(context, request);
  await preflight(context, { ...request, observation });
  const servers = run.plan.servers.map(
    (known) => plan.servers.find((fresh) => fresh.sourceServerId === known.sourceServerId) ?? known,
  );
  const again = { ...run, plan: { ...run.plan, servers }, warnings: [...run.warnings, ...warnings] };
  return startAttempt(context, again, plan.servers, request.save);
}

/**
 * The request's servers as they are now, and the plan for them. Changes nothing.
 *
 * @throws {@link PreflightError} naming whatever could not be seen.
 */
export async function observeOrRefuse(context: WaveContext, request: WaveRequest) {
  const { intent, drillNonce } = request;
  if (request.sourceServerIds.length === 0) throw new PreflightError(["the wave has no servers"]);
  const { onUnreadableLaunchConfiguration } = settingsOf(intent);
  const seen = await observe(context, { sourceServerIds: request.sourceServerIds }, onUnreadableLaunchConfiguration);
  for (const warning of seen.warnings) context.status.warn(warning);
  if (seen.problems.length > 0) throw new PreflightError(seen.problems.map((problem) => problem.message));
  const plan: WavePlan = planWave(intent, drillNonce, seen.observation);
  return { observation: seen.observation, plan, warnings: seen.warnings };
}

/** The run with every job of ours that DRS has and the run does not know. */
async function adopt(context: WaveContext, run: WaveRun): Promise<WaveRun> {
  const known = new Set(run.attempts.map((attempt) => attempt.attempt));
  let adopted = run;
  for (const { job, attempt } of ownJobs(await context.drs.listJobs(), run.plan.executionId)) {
    if (known.has(attempt)) continue;
    context.status.keep(`adopts recovery job ${job.jobId} (attempt ${attempt}), which is in no state yet`);
    const servers = run.plan.servers.filter((server) =>
      job.servers.some((each) => each.sourceServerId === server.sourceServerId),
    );
    adopted = withJob(adopted, attempt, job, servers);
  }
  return adopted;
}

async function startAttempt(
  context: WaveContext,
  run: WaveRun,
  servers: readonly PlannedServer[],
  save: Save,
): Promise<DrillWaveOutputs> {
  const attempt = run.attempts.length + 1;
  const { busyServers } = settingsOf(run.intent);
  const job = await launch(context, { plan: run.plan, servers, attempt, busyServers });
  const launched: WaveRun = { ...run, cleanup: { status: "NOT_STARTED" } };
  return continueWave(context, withJob(launched, attempt, job, servers), save);
}
