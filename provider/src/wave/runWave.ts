import type { DrillWaveOutputs, Observation } from "../vocabulary";
import type { WaveContext } from "./context";
import { concludeLostRecord, continueWave, type Save } from "./continueWave";
import { newRun, type WaveRun, withJob, withPlanned } from "./run";
import { adoptJobs, verdictBefore, withAdopted } from "./start/adoption";
import { startAttempt } from "./start/startAttempt";
import type { DeclaredServer, Wave } from "./wave";

/**
 * Runs one wave: look, start, follow, judge, end. Starts at most one recovery job, and none when one of ours is there
 * already. `observed` is what policies judged, when check looked. `save` receives what state must keep whenever
 * that changes, from the first job on.
 *
 * @returns what state keeps, when enough critical servers recovered.
 * @throws {@link import("../errors").PreflightError}, {@link import("../errors").LaunchRefusedError} or
 *   {@link import("../errors").LaunchUnknownError} before `save` was ever called; anything of errors.ts after.
 */
export async function runWave(
  context: WaveContext,
  wave: Wave,
  observed: Observation | undefined,
  save: Save,
): Promise<DrillWaveOutputs> {
  const start = await startAttempt(context, { wave, servers: wave.servers, attempt: 1, observed });
  if ("adopted" in start) {
    const run = adoptJobs(context, { wave, observed, own: start.adopted });
    const verdict = verdictBefore(start.adopted);
    return verdict === undefined ? continueWave(context, run, save) : concludeLostRecord(context, run, verdict, save);
  }
  const { job, account, servers, warnings } = start.started;
  return continueWave(context, withJob(newRun(wave, account, servers, warnings), 1, job, servers), save);
}

/** Launches these servers of a wave again, as its next attempt, after the same looks as the first time. */
export async function retryWave(
  context: WaveContext,
  run: WaveRun,
  { servers: again, observed }: { servers: readonly DeclaredServer[]; observed: Observation | undefined },
  save: Save,
): Promise<DrillWaveOutputs> {
  const attempt = run.attempts.length + 1;
  const start = await startAttempt(context, { wave: run.wave, servers: again, attempt, observed });
  if ("adopted" in start) {
    return continueWave(context, withAdopted(context, run, start.adopted), save);
  }
  const { job, servers, warnings } = start.started;
  const planned = withPlanned({ ...run, warnings: [...run.warnings, ...warnings] }, servers);
  return continueWave(context, withJob(planned, attempt, job, servers), save);
}
