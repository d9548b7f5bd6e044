import type { DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import { dayOf } from "./age";
import { Unanswerable } from "./judgement";
import type { Managed } from "./managedSettings";
import { findObservation, type JudgedWave } from "./wave";

/** All waves of a program, at the end of a preview or an `up`. */
export interface JudgedPlan {
  waves: PlannedWave[];
  /** The settings that the program manages, by URN. */
  settings: Managed;
}

/** A wave among the others. */
export interface PlannedWave {
  wave: JudgedWave;
  /** The last drill's record, as state has it; rules read it by {@link lastRecord}. */
  record?: DrillWaveOutputs;
  /** No drill of the wave is in state, or the one that is there will be replaced by another. */
  isNew: boolean;
  /** URNs of the waves that end before this one starts. */
  after: ReadonlySet<string>;
}

/**
 * The last drill's record; undefined for a wave that was never drilled, or that is about to be drilled again.
 *
 * @throws {@link Unanswerable} at a preview that plans to change the wave or to go on with it: the engine then shows no
 * outputs, and the record stays.
 */
export function lastRecord({ record, isNew }: PlannedWave): DrillWaveOutputs | undefined {
  if (record !== undefined || isNew) {
    return record;
  }
  const what = "the last drill's record, which the engine hides while a change of the wave is planned";
  throw new Unanswerable("unknown during preview", what, true);
}

/** True when nothing keeps these two from running at the same time. */
export function canOverlap(one: PlannedWave, other: PlannedWave): boolean {
  return !one.after.has(other.wave.urn) && !other.after.has(one.wave.urn);
}

/** The line of stack code that drills the wave again: a trigger that it does not have yet. */
export function drillAgain(wave: JudgedWave): string {
  const at = findObservation(wave)?.observedAt;
  const taken = wave.unknownInputs.includes("triggers") ? [] : (wave.inputs.triggers ?? []);
  const fresh = at === undefined ? "<today>" : taken.includes(dayOf(at)) ? at : dayOf(at);
  return `triggers: [${JSON.stringify(fresh)}]`;
}
