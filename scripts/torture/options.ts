import { randomInt } from "node:crypto";
import { Command, InvalidArgumentError } from "commander";

/** What `npm run torture` was asked to do. */
export interface TortureOptions {
  /** Which cells a sample has, and in which order they run. */
  readonly seed: number;
  /** How many; absent: all. */
  readonly cells?: number;
  /** A part of the ids of the cells that run. */
  readonly only?: string;
}

const AFTER_HELP = `
A cell breaks one drill in one way, then does what a person would do next. Its id says how:
scenario / number and name of a call / moment / kill / commands that follow, or
fault / kind / operation / from when / how often / commands that follow.
Nothing leaves this process and no real time passes: DRS, EC2, the clock and the engine are simulated.`;

/** The options in `args`; unknown and wrong ones end the process with a message, `--help` with the help. */
export function parseTortureOptions(args: readonly string[]): TortureOptions {
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
  if (!(Number.isSafeInteger(value) && value >= 0)) throw new InvalidArgumentError("It must be a whole number.");
  return value;
}
