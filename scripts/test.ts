import type { EngineSearch } from "./engine/engine";
import { withoutUserSettings } from "./engine/engineEnvironment";
import { noEngineMessage } from "./engine/noEngineMessage";
import { searchEngine } from "./engine/searchEngine";
import { INTERRUPTED_EXIT_CODE, watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";
import { testResult, vitestTrouble } from "./test/testResult";
import { runVitest, selectsEngineTests } from "./test/vitest";

/**
 * `npm test`: every test, or those that the arguments, which are Vitest's, select. Without a Pulumi engine the tests that
 * need one are left out, which is a failure where DRILLWAVE_REQUIRE_ENGINE is 1.
 */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const wanted = await selectsEngineTests(args, signal);
  const search = wanted ? await searchEngine(signal) : undefined;
  const end = await runVitest(args, { ...engineOf(search), environment: withoutUserSettings(process.env), signal });
  signal.throwIfAborted();
  const lacking = search?.found === false ? search.tries : undefined;
  const required = process.env["DRILLWAVE_REQUIRE_ENGINE"] === "1";
  if (lacking !== undefined) {
    console.log(`${noEngineMessage(lacking)}\nLeft out: the tests in test/engine, test/process and test/consumer.`);
  }
  const trouble = vitestTrouble(end);
  if (trouble !== undefined) console.error(trouble);
  const result = testResult(end, lacking !== undefined && required ? 1 : 0);
  console.log(result.line);
  return result.exitCode;
}

function engineOf(search: EngineSearch | undefined): { engine?: string } {
  return search?.found ? { engine: search.engine.path } : {};
}

const { signal } = watchInterruption();
main(process.argv.slice(2), signal).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(signal.aborted ? "interrupted" : reasonOf(error));
    if (!signal.aborted) console.log("0 passed, 1 failed");
    process.exitCode = signal.aborted ? INTERRUPTED_EXIT_CODE : 1;
  },
);
