import { runCommand } from "./process/interruption";
import { parseTortureOptions } from "./torture/options";
import { tortureReport } from "./torture/report";
import { runCells } from "./torture/runCells";

/** `npm run torture`: breaks drills in every way there is, prints what came of it, and fails when anything went wrong. */
async function main(signal: AbortSignal): Promise<number> {
  const options = parseTortureOptions(process.argv.slice(2));
  const run = await runCells(options, signal);
  const report = tortureReport(run, options);
  console.log(report.text);
  return report.ok ? 0 : 1;
}

void runCommand(main);
