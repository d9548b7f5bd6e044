import { PreflightError } from "../errors";
import type { DrillWaveOutputs, Observation, SwapRecord } from "../vocabulary";
import type { WaveContext } from "./context";
import { concludeLostRecord, continueWave, type Save } from "./continueWave";
import { settleBeforeStart } from "./network/untilLaunched";
import { newRun, type WaveRun, withJob, withPlanned, withSwaps } from "./run";
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
  await settleBefore(context, wave, []);
  const start = await startAttempt(context, { wave, servers: wave.servers, attempt: 1, observed });
  if ("adopted" in start) {
    const run = adoptJobs(context, { wave, observed, own: start.adopted });
    const verdict = verdictBefore(start.adopted);
    return verdict === undefined ? continueWave(context, run, save) : concludeLostRecord(context, run, verdict, save);
  }
  const { job, account, servers, warnings, swaps } = start.started;
  const run = withSwaps(withJob(newRun(wave, account, servers, warnings), 1, job, servers), 1, swaps);
  return continueWave(context, run, save);
}

/**
 * Before anything is looked at: what an earlier `up` has left in the drill's network is put back, unless a job of the drill
 * still launches from it, which is adopted then.
 *
 * @throws {@link PreflightError} where it cannot be put back
 */
export async function settleBefore(context: WaveContext, wave: Wave, known: readonly SwapRecord[]): Promise<void> {
  if (!wave.mayHaveSwaps && known.length === 0) {
    return;
  }
  const settled = await settleBeforeStart(context, { nonce: wave.drillNonce, known });
  if (settled.kind === "left") {
    throw new PreflightError([settled.left.text]);
  }
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
  const { job, servers, warnings, swaps } = start.started;
  const planned = withPlanned({ ...run, warnings: [...run.warnings, ...warnings] }, servers);
  return continueWave(context, withSwaps(withJob(planned, attempt, job, servers), attempt, swaps), save);
}
