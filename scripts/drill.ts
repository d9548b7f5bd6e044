import { driveDrill } from "./drill/driveDrill";
import { EXIT_CODE } from "./drill/exitCode";
import { parseOptions } from "./drill/options";
import { makeScreen } from "./drill/screen";
import { prepareRecordFolder } from "./drill/writeRecord";
import { noEngineMessage } from "./engine/noEngineMessage";
import { searchEngine } from "./engine/searchEngine";
import { watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/** `npm run drill`: see `--help` in drill/options.ts. */
async function main(): Promise<void> {
  const standing = process.env["INIT_CWD"] ?? process.cwd();
  const place = { root: REPOSITORY_ROOT, standing, environment: process.env };
  const options = parseOptions(process.argv.slice(2), place);
  const screen = makeScreen(process.stdout, process.env);
  const { signal } = watchInterruption();
  try {
    await prepareRecordFolder(options.out);
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
