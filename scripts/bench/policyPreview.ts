import { startSimulator } from "drs-simulator";
import type { Engine } from "../engine/engine";
import { engineEnvironment, enterEnvironment } from "../engine/engineEnvironment";
import { makeEngineHome } from "../engine/engineHome";
import { LARGE, largeWorld, registerLargeProgram } from "./largeProgram";
import type { Measurement } from "./measurement";
import { benchStack, STRICT_PACK, secondsOfPreview } from "./timedPreview";

/** How long all rules may take over 100 servers in 10 waves, on top of the preview itself. */
const GOAL_SECONDS = 3;
const PAIRS = 5;

/** Previews of a large program with the strict pack and without, in turn, so that a slow moment hits both. */
export async function measurePolicyPreview(engine: Engine): Promise<Measurement[]> {
  const simulator = await startSimulator({ world: largeWorld(LARGE), quiet: true });
  const home = await makeEngineHome();
  try {
    enterEnvironment(engineEnvironment(engine, home, process.env));
    const stack = await benchStack(() => registerLargeProgram(simulator.url, LARGE), home.project);
    await secondsOfPreview(stack, []);
    const pairs: { without: number; judged: number }[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const without = await secondsOfPreview(stack, []);
      const judged = await secondsOfPreview(stack, [STRICT_PACK]);
      pairs.push({ without, judged });
    }
    return [report(pairs)];
  } finally {
    await simulator.close();
    home.remove();
  }
}

function report(pairs: readonly { without: number; judged: number }[]): Measurement {
  const [without, judged] = [median(pairs.map((pair) => pair.without)), median(pairs.map((pair) => pair.judged))];
  const added = median(pairs.map((pair) => pair.judged - pair.without));
  const ratio = median(pairs.map((pair) => pair.judged / pair.without));
  return {
    name: "strict policy pack, preview of 100 servers in 10 waves",
    figures: [
      `without ${without.toFixed(2)} s`,
      `with ${judged.toFixed(2)} s`,
      `on top ${added.toFixed(2)} s`,
      `ratio ${ratio.toFixed(2)}`,
    ],
    goal: `at most ${GOAL_SECONDS} s on top`,
    met: added <= GOAL_SECONDS,
  };
}

/** The middle of the values, or the mean of the two in the middle; NaN of none. */
function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [Math.floor((sorted.length - 1) / 2), Math.ceil((sorted.length - 1) / 2)];
  return ((sorted[low] ?? Number.NaN) + (sorted[high] ?? Number.NaN)) / 2;
}
