import type { DrillWaveOutputs, Observation } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { concludeWave, continueWave, type Save } from "../wave/continueWave";
import { nextStepOf } from "../wave/judge/nextStep";
import { fromOutputs } from "../wave/judge/outputs";
import { IF_CUT_OFF } from "../wave/ownJob";
import { retryWave } from "../wave/runWave";
import { serverOf, type Wave } from "../wave/wave";

/** Does what is unfinished: resumes, retries, or judges and cleans up, with the args as they are now. */
export async function updateWave(
  context: WaveContext,
  wave: Wave,
  { outputs, observed }: { outputs: DrillWaveOutputs; observed: Observation | undefined },
  save: Save,
): Promise<DrillWaveOutputs> {
  const run = fromOutputs(outputs, wave);
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
