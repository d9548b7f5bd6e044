import { driveDrill } from "./drill/driveDrill";
import { EXIT_CODE } from "./drill/exitCode";
import { parseOptions } from "./drill/options";
import { makeScreen } from "./drill/screen";
import { noEngineMessage } from "./engine/noEngineMessage";
import { searchEngine } from "./engine/searchEngine";
import { watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";

/** `npm run drill`: see `--help` in drill/options.ts. */
async function main(): Promise<void> {
  const options = parseOptions(process.argv.slice(2));
  const screen = makeScreen(process.stdout, process.env);
  const { signal } = watchInterruption();
  try {
    const search = await searchEngine(signal);
    if (!search.found) {
      screen.line(noEngineMessage(search.tries));
      throw new Error("there is no Pulumi engine");
    }
    process.exitCode = EXIT_CODE[await driveDrill({ engine: search.engine, options, screen, signal })];
  } catch (error) {
    const outcome = signal.aborted ? "INTERRUPTED" : "FAILED";
    screen.line(signal.aborted ? "drill INTERRUPTED" : `drill FAILED: ${reasonOf(error)}`);
    process.exitCode = EXIT_CODE[outcome];
  }
}

void main();
