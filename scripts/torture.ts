import { randomInt } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";
import { runCommand } from "./process/interruption";
import { tortureReport } from "./torture/results";
import { runCells, type TortureOptions } from "./torture/runCells";

/** `npm run torture`: breaks drills in every way there is, prints what came of it, and fails when anything went wrong. */
async function main(signal: AbortSignal): Promise<number> {
  const options = parseTortureOptions(process.argv.slice(2));
  const run = await runCells(options, signal);
  const report = tortureReport(run, options);
  console.log(report.text);
  return report.ok ? 0 : 1;
}

const AFTER_HELP = `
A cell breaks one drill in one way, then does what a person would do next. Its id says how:
scenario / number and name of a call / moment / kill / commands that follow, or
fault / kind / operation / from when / how often / commands that follow, or
answer / scenario / member=what is wrong there (and a second one) / how long / second command.
Nothing leaves this process and no real time passes: DRS, EC2, the clock and the engine are simulated.`;

/** The options in `args`; unknown and wrong ones end the process with a message, `--help` with the help. */
function parseTortureOptions(args: readonly string[]): TortureOptions {
  return new Command("npm run torture --")
    .description("Breaks simulated drills at every call in every way, and counts what must never happen.")
    .option("--seed <number>", "sample and order the cells by this number", wholeNumber, randomInt(1_000_000))
    .option("--cells <number>", "run a sample of this many (default: all)", wholeNumber)
    .option("--only <text>", "run the cells with this text in their ids")
    .addHelpText("after", AFTER_HELP)
    .parse(args, { from: "user" })
    .opts<TortureOptions>();
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= 0)) {
    throw new InvalidArgumentError("It must be a whole number.");
  }
  return value;
}

void runCommand(main);
