import { measurePolicyPreview } from "./bench/policyPreview";
import { noEngineMessage } from "./engine/noEngineMessage";
import { searchEngine } from "./engine/searchEngine";
import { INTERRUPTED_EXIT_CODE, watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";

/** `npm run bench`: measures what has a goal, prints it, and fails when a goal is missed. Quote ratios, not seconds. */
async function main(signal: AbortSignal): Promise<number> {
  const search = await searchEngine(signal);
  if (!search.found) {
    console.error(noEngineMessage(search.tries));
    return 1;
  }
  const { name, figures, goal, met } = await measurePolicyPreview(search.engine);
  console.log(`${met ? "met   " : "MISSED"} ${name}: ${figures.join(", ")} (goal: ${goal})`);
  return met ? 0 : 1;
}

const { signal } = watchInterruption();
main(signal).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(signal.aborted ? "interrupted" : reasonOf(error));
    process.exitCode = signal.aborted ? INTERRUPTED_EXIT_CODE : 1;
  },
);
