import type { DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { concludeWave, continueWave, type Save } from "../wave/continueWave";
import { nextStepOf } from "../wave/judge/nextStep";
import { retryWave } from "../wave/runWave";
import { fromOutputs } from "../wave/waveRun";
import { resumedPlan } from "./resumedPlan";
import { requestOf, type WaveInputs, type WaveState } from "./state";

/** What update does of what is unfinished: resume, retry, or judge and clean up under the args as they are now. */
export async function updateWave(
  context: WaveContext,
  olds: WaveState,
  news: WaveInputs,
  save: Save,
): Promise<DrillWaveOutputs> {
  const run = fromOutputs(olds, news, resumedPlan(olds, news));
  const step = nextStepOf(run, olds.pending);
  switch (step.kind) {
    case "resume":
      return continueWave(context, run, save);
    case "retry": {
      const sourceServerIds = step.servers.map((server) => server.sourceServerId);
      return retryWave(context, run, { ...requestOf(news), sourceServerIds }, save);
    }
    case "cleanup":
    case "exhausted":
    case "none":
      return concludeWave(context, run, save);
  }
}
