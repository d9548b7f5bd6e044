import { dayOf } from "./age";
import { type JudgedWave, observationOf } from "./wave";

/** The line of stack code that drills the wave again: a trigger that it does not have yet. */
export function drillAgain(wave: JudgedWave): string {
  const at = observationOf(wave)?.observedAt;
  const taken = wave.unknownInputs.includes("triggers") ? [] : (wave.inputs.triggers ?? []);
  const fresh = at === undefined ? "<today>" : taken.includes(dayOf(at)) ? at : dayOf(at);
  return `triggers: [${JSON.stringify(fresh)}]`;
}
