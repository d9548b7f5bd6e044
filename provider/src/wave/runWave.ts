import type { DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "./context";
import { continueWave, type Save } from "./continueWave";
import { concludeLostRecord } from "./judge/lostRecord";
import { adoptJobs, judgedBefore, withAdopted } from "./start/adoptJobs";
import { startAttempt } from "./start/startAttempt";
import type { WaveRequest } from "./waveRequest";
import { newRun, type WaveRun, withJob } from "./waveRun";

/**
 * Runs one wave: look, launch, wait, verify, judge. Starts at most one recovery job, and none when one of ours is there
 * already. `save` is told what state must keep whenever that changed, from the first job on.
 *
 * @returns what state keeps, when enough critical servers recovered.
 * @throws {@link import("../errors").PreflightError}, {@link import("../errors").LaunchRefusedError} or
 *   {@link import("../errors").LaunchUnknownError} before `save` was ever called; anything of errors.ts after.
 */
export async function runWave(context: WaveContext, request: WaveRequest, save: Save): Promise<DrillWaveOutputs> {
  const started = await startAttempt(context, request, 1);
  if ("adopted" in started) {
    const run = adoptJobs(context, request, started.adopted);
    const verdict = judgedBefore(started.adopted);
    return verdict === undefined ? continueWave(context, run, save) : concludeLostRecord(context, run, verdict, save);
  }
  const { job, plan, seen } = started;
  const run = newRun(request.intent, plan, seen.warnings);
  return continueWave(context, withJob(run, 1, job, plan.servers), save);
}

/** Launches the request's servers of a wave again, as its next attempt, after the same looks as the first time. */
export async function retryWave(
  context: WaveContext,
  run: WaveRun,
  request: WaveRequest,
  save: Save,
): Promise<DrillWaveOutputs> {
  const attempt = run.attempts.length + 1;
  const started = await startAttempt(context, request, attempt);
  if ("adopted" in started) return continueWave(context, withAdopted(context, run, started.adopted), save);
  const { job, plan, seen } = started;
  const fresh = new Map(plan.servers.map((server) => [server.sourceServerId, server]));
  const servers = run.plan.servers.map((known) => fresh.get(known.sourceServerId) ?? known);
  const again = { ...run, plan: { ...run.plan, servers }, warnings: [...run.warnings, ...seen.warnings] };
  return continueWave(context, withJob(again, attempt, job, plan.servers), save);
}
