import type { Measure } from "./bench/measurement";
import { measurePolicyPreview } from "./bench/policyPreview";
import { measurePreviews } from "./bench/previews";
import { measureSettings } from "./bench/settings";
import { measureThrottledReads } from "./bench/throttledReads";
import { measureWaits } from "./bench/waits";
import { noEngineMessage, searchEngine } from "./engine/searchEngine";
import { runCommand } from "./process/interruption";

/** What is measured, one after the other. */
const MEASURES: readonly Measure[] = [
  measureWaits,
  measureThrottledReads,
  measurePolicyPreview,
  measurePreviews,
  measureSettings,
];

/** `npm run bench`: measures what has a goal, prints it, and fails when a goal is missed. Quote ratios, not seconds. */
async function main(signal: AbortSignal): Promise<number> {
  const search = await searchEngine(signal);
  if (!search.found) {
    console.error(noEngineMessage(search.tries));
    return 1;
  }
  let missed = 0;
  for (const measure of MEASURES) {
    for (const { name, figures, goal, met } of await measure(search.engine, signal)) {
      console.log(`${met ? "met   " : "MISSED"} ${name}: ${figures.join(", ")} (goal: ${goal})`);
      missed += met ? 0 : 1;
    }
  }
  return missed === 0 ? 0 : 1;
}

void runCommand(main);
