import { INTERRUPTED_EXIT_CODE, watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";
import { parseTortureOptions } from "./torture/options";
import { tortureReport } from "./torture/report";
import { runCells } from "./torture/runCells";

/** `npm run torture`: breaks drills in every way there is, prints what came of it, and fails when anything went wrong. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = parseTortureOptions(args);
  const run = await runCells(options, signal);
  const report = tortureReport(run, options);
  console.log(report.text);
  return report.ok ? 0 : 1;
}

const { signal } = watchInterruption();
main(process.argv.slice(2), signal).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(signal.aborted ? "interrupted" : reasonOf(error));
    process.exitCode = signal.aborted ? INTERRUPTED_EXIT_CODE : 1;
  },
);
