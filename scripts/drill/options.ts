import { Command, InvalidArgumentError } from "commander";

/** What `npm run drill` was asked to do. */
export interface DrillOptions {
  /** World file of the simulator. */
  readonly world: string;
  /** How many times as fast as a wall clock the simulator's runs. */
  readonly speed: number;
  /** Answering time of the simulator; absent: the world file's. */
  readonly latency?: number;
  /** Folder for drill.json. */
  readonly out: string;
  /** Leaves the recovery instances and the simulator running until Ctrl-C. */
  readonly keep: boolean;
}

/** Fast enough for a job of half an hour to take seconds, slow enough for its phases to be seen. */
const DEFAULT_SPEED = "240";

const AFTER_HELP = `
Nothing outside this machine is called: DRS and EC2 are played by drs-simulator, and Pulumi's state is kept in a
temporary folder. The exit code is 0 when the drill passed or was degraded, 1 when it failed, 130 after Ctrl-C.`;

/** The options in `args`; unknown and wrong ones end the process with a message, `--help` with the help. */
export function parseOptions(args: readonly string[]): DrillOptions {
  return new Command("npm run drill --")
    .description("Runs a whole recovery drill against a simulated AWS: preview with policies, launch, judge, clean up.")
    .option("--world <file>", "world file of the simulator", "examples/three-tier/world.json")
    .option("--speed <factor>", "run the simulator's clock this many times as fast", positive, positive(DEFAULT_SPEED))
    .option("--latency <ms>", "let the simulator take this long for an answer (default: the world file's)", notNegative)
    .option("--out <folder>", "folder for drill.json, the drill's record", ".drill")
    .option("--keep", "leave the recovery instances and the simulator running until Ctrl-C", false)
    .addHelpText("after", AFTER_HELP)
    .parse(args, { from: "user" })
    .opts<DrillOptions>();
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value))) throw new InvalidArgumentError("It must be a number above 0.");
  return value;
}

function notNegative(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value >= 0 && Number.isFinite(value))) throw new InvalidArgumentError("It must be a number, 0 or above.");
  return value;
}
