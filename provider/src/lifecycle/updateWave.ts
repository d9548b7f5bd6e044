import type { DrillWaveOutputs, Observation, SwapRecord } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { concludeWave, continueWave, type Save } from "../wave/continueWave";
import { nextStepOf } from "../wave/judge/nextStep";
import { fromOutputs } from "../wave/judge/outputs";
import { settleBeforeStart } from "../wave/network/untilLaunched";
import { IF_CUT_OFF } from "../wave/ownJob";
import { openSwapsOf, type WaveRun, withEndedSwaps } from "../wave/run";
import { retryWave } from "../wave/runWave";
import { serverOf, type Wave } from "../wave/wave";

/** Does what is unfinished: resumes, retries, or judges and cleans up, with the args as they are now. */
export async function updateWave(
  context: WaveContext,
  wave: Wave,
  { outputs, observed }: { outputs: DrillWaveOutputs; observed: Observation | undefined },
  save: Save,
): Promise<DrillWaveOutputs> {
  const known = openSwapsOf(fromOutputs(outputs, wave));
  const run = await settled(context, fromOutputs(outputs, wave), known);
  const step = nextStepOf(run, outputs.pending);
  switch (step.kind) {
    case "resume":
      context.status.keep(`going on with recovery job ${step.jobId}; ${IF_CUT_OFF}`);
      return continueWave(context, run, save);
    case "retry": {
      const servers = step.servers.map(({ sourceServerId }) => serverOf(wave, sourceServerId));
      return retryWave(context, run, { servers, observed }, save);
    }
    case "cleanup":
      return concludeWave(context, run, save);
    case "exhausted":
    case "none":
      return concludeWave(context, run, save, outputs);
  }
}

/**
 * The run once launch templates that an earlier call has left in the drill's network are put back, unless a job of the drill
 * still launches from them: then that job is followed first. What cannot be put back stays in the run, and is said at its end.
 */
async function settled(context: WaveContext, run: WaveRun, known: readonly SwapRecord[]): Promise<WaveRun> {
  if (!run.wave.mayHaveSwaps && known.length === 0) {
    return run;
  }
  const outcome = await settleBeforeStart(context, { nonce: run.wave.drillNonce, known });
  switch (outcome.kind) {
    case "launching":
      return run;
    case "ended":
      return withEndedSwaps(run, new Set());
    case "left":
      return withEndedSwaps(run, outcome.left.ids);
  }
}
