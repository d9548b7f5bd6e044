import type { DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import type { JudgedWave } from "./wave";

/** All waves of a program, at the end of a preview or an `up`. */
export interface JudgedPlan {
  waves: PlannedWave[];
}

/** A wave among the others. */
export interface PlannedWave {
  wave: JudgedWave;
  /** The last drill's record, as state has it. Absent: there is none, or this run replaces or updates it. */
  record?: DrillWaveOutputs;
  /** URNs of the waves that end before this one starts. */
  after: ReadonlySet<string>;
}

/** True when nothing keeps these two from running at the same time. */
export function canOverlap(one: PlannedWave, other: PlannedWave): boolean {
  return !one.after.has(other.wave.urn) && !other.after.has(one.wave.urn);
}
