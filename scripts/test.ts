import type { EngineSearch } from "./engine/engine";
import { withoutUserSettings } from "./engine/engineEnvironment";
import { noEngineMessage, searchEngine } from "./engine/searchEngine";
import { runCommand } from "./process/interruption";
import { runVitest, selectsEngineTests, testResult, vitestTrouble } from "./test/vitest";

/**
 * `npm test`: every test, or those that the arguments, which are Vitest's, select. Without a Pulumi engine the tests that
 * need one are left out, which is a failure where DRILLWAVE_REQUIRE_ENGINE is 1.
 */
async function main(signal: AbortSignal): Promise<number> {
  const args = process.argv.slice(2);
  const wanted = await selectsEngineTests(args, signal);
  const search = wanted ? await searchEngine(signal) : undefined;
  const end = await runVitest(args, { ...engineOf(search), environment: withoutUserSettings(process.env), signal });
  signal.throwIfAborted();
  const lacking = search?.found === false ? search.tries : undefined;
  const required = process.env["DRILLWAVE_REQUIRE_ENGINE"] === "1";
  if (lacking !== undefined) {
    console.log(
      `${noEngineMessage(lacking)}\nSkipped: the tests in test/engine, test/estates, test/terminal, test/process and test/consumer.`,
    );
  }
  const trouble = vitestTrouble(end);
  if (trouble !== undefined) {
    console.error(trouble);
  }
  const result = testResult(end, lacking !== undefined && required ? 1 : 0);
  console.log(result.line);
  return result.exitCode;
}

function engineOf(search: EngineSearch | undefined): { engine?: string } {
  return search?.found ? { engine: search.engine.path } : {};
}

void runCommand(main, "0 passed, 1 failed");
