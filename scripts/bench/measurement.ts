import type { Engine } from "../engine/engine";

/** What was measured, and whether its goal is met. Figures are of one run on one machine: quote ratios, not seconds. */
export interface Measurement {
  name: string;
  figures: readonly string[];
  goal: string;
  met: boolean;
}

/** Measures things that have a goal, with the engine that was found. */
export type Measure = (engine: Engine, signal: AbortSignal) => Promise<Measurement[]>;
