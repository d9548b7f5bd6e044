/** What state knows of launch templates in a drill's network. */
import type { DrillWaveOutputs } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { type SwapsOf, settleSwaps } from "../wave/network/endSwaps";
import { stillOpenText } from "../wave/network/waveSwaps";
import { openSwapsOf, withEndedSwaps } from "../wave/run";
import type { WaveState } from "./state";

/** The swaps that may be open; undefined for a wave that never had a network of its own. Pure. */
export function swapsIn(state: WaveState): SwapsOf | undefined {
  const hasSwapped = state.attempts.some(({ swaps }) => swaps !== undefined);
  return state.network === undefined && !hasSwapped
    ? undefined
    : { nonce: state.drillNonce, known: openSwapsOf(state) };
}

/**
 * The outputs once the drill's launch templates are put back, unless a job of it still launches from them, which is said. What
 * cannot be put back stays pending.
 */
export async function refreshSwaps(
  context: WaveContext,
  state: WaveState,
  outputs: DrillWaveOutputs,
): Promise<DrillWaveOutputs> {
  const swaps = swapsIn(state);
  if (swaps === undefined) {
    return outputs;
  }
  const settled = await settleSwaps(context, swaps);
  if (settled.kind === "launching") {
    if (settled.open.length > 0) {
      context.status.warn(stillOpenText(settled.open, context.drs.region));
    }
    return outputs;
  }
  const left = settled.kind === "left" ? settled.left.ids : new Set<string>();
  const { attempts } = withEndedSwaps(outputs, left);
  const isOpen = openSwapsOf({ attempts }).length > 0;
  return {
    ...outputs,
    attempts: [...attempts],
    pending: outputs.pending.filter((step) => step !== "network" || isOpen),
  };
}
