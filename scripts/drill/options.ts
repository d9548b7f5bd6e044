import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";

/** What `npm run drill` was asked to do. Paths are absolute. */
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

/** Where the command was given, and what npm made of it. */
export interface CommandPlace {
  /** The checkout: defaults are in it. */
  readonly root: string;
  /** Where the user stands: paths that the user gives are relative to it. */
  readonly standing: string;
  readonly environment: NodeJS.ProcessEnv;
}

/** Fast enough for a job of half an hour to take seconds, slow enough for its phases to be seen. */
const DEFAULT_SPEED = "240";

/** Slower, a drill takes days; faster, its dates leave the calendar before it ends. */
const SPEED = { least: 0.1, most: 1_000_000 };

/** A client gives up long before a minute is over. */
const LATENCY_MS = { least: 0, most: 60_000 };

const AFTER_HELP = `
Nothing leaves this machine: drs-simulator stands in for DRS and EC2, and Pulumi's state is in a temporary folder.
Exit codes: 0 passed or degraded, 1 failed, 130 stopped with Ctrl-C before every wave had a verdict.`;

/** The options in `args`; unknown and wrong ones end the process with a message, `--help` with the help. */
export function parseOptions(args: readonly string[], { root, standing, environment }: CommandPlace): DrillOptions {
  const command = new Command("npm run drill --")
    .description("Runs a whole recovery drill against a simulated AWS: preview with policies, launch, judge, clean up.")
    .option("--world <file>", "world file of the simulator", "examples/three-tier/world.json")
    .option(
      "--speed <factor>",
      "run the simulator's clock this many times faster than real time",
      numberIn(SPEED),
      Number(DEFAULT_SPEED),
    )
    .option(
      "--latency <ms>",
      "make the simulator take this long to answer (default: what the world file says)",
      numberIn(LATENCY_MS),
    )
    .option("--out <folder>", "folder for drill.json, the drill's record", ".drill")
    .option("--keep", "leave the recovery instances and the simulator running until Ctrl-C", false)
    .addHelpText("after", AFTER_HELP);
  const kept = keptByNpm(command, environment);
  if (kept !== undefined) {
    command.error(`error: npm took ${kept} as its own option. Put -- before it: npm run drill -- ${kept} …`);
  }
  const options = command.parse(args, { from: "user" }).opts<DrillOptions>();
  const absolute = (name: "world" | "out") =>
    resolve(command.getOptionValueSource(name) === "default" ? root : standing, options[name]);
  return { ...options, world: absolute("world"), out: absolute("out") };
}

/** The first of our options that was given without `--` before it, where npm takes it for one of its own settings. */
function keptByNpm({ options }: Command, environment: NodeJS.ProcessEnv): string | undefined {
  return options.find(({ long }) => environment[`npm_config_${long?.slice(2)}`])?.long ?? undefined;
}

function numberIn({ least, most }: { readonly least: number; readonly most: number }): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (!(value >= least && value <= most)) {
      throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
    }
    return value;
  };
}
