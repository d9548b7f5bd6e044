import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { type Simulator, type SimulatorOptions, startSimulator } from "./startSimulator";

/** Where the command writes: the process's streams, or a test's. */
interface CommandStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** The exit code of a command that is over, or the simulator that it started. */
type CommandResult = { readonly exitCode: number } | { readonly simulator: Simulator };

interface Options {
  readonly port: number;
  readonly world?: string;
  readonly sample?: boolean;
  readonly speed: number;
  readonly latency?: number;
  readonly state?: string;
  readonly quiet?: boolean;
}

/**
 * Runs `drs-simulator` with these arguments (without node and the script).
 *
 * On success it writes one line to `out` and the simulator runs. A failure writes one line to `error` and gives a non-zero exit code.
 */
export async function runCommand(args: readonly string[], streams: CommandStreams): Promise<CommandResult> {
  const program = createProgram(streams);
  try {
    const options = program.parse(args, { from: "user" }).opts<Options>();
    const simulator = await startSimulator(toSimulatorOptions(options));
    streams.out(`drs-simulator listening on ${simulator.url}\n`);
    return { simulator };
  } catch (error) {
    if (error instanceof CommanderError) {
      return { exitCode: error.exitCode };
    }
    streams.error(`drs-simulator: ${messageOf(error)}\n`);
    return { exitCode: 1 };
  }
}

function createProgram(streams: CommandStreams): Command {
  return new Command("drs-simulator")
    .description("AWS Elastic Disaster Recovery (DRS), and the slice of EC2 around it, as a local HTTP server.")
    .option("--port <number>", "port to listen on; 0 picks a free one", number("a whole number from 0 to 65535"), 0)
    .option("--world <file>", "JSON file with the servers and how their launches end; without it, the account is empty")
    .addOption(
      new Option(
        "--sample",
        "a world to try things with: a database, two web servers, and a server that fails once",
      ).conflicts("world"),
    )
    .option(
      "--speed <factor>",
      "speed of the simulated clock; at 60, a simulated minute takes one second",
      number("a number above 0, up to 1000000"),
      1,
    )
    .option(
      "--latency <ms>",
      "delay before each answer, in milliseconds; overrides the world's",
      number("milliseconds, 0 or more"),
    )
    .option(
      "--state <file>",
      "file that keeps the state across restarts; once it exists, it is used instead of --world",
    )
    .option("--quiet", "do not log each request to stderr")
    .version(version(), "--version", "the version of drs-simulator")
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({
      writeOut: streams.out,
      writeErr: streams.error,
      outputError: (text, write) => write(oneLine(text)),
    })
    .addHelpText("after", HELP);
}

const HELP = `
When it is ready, it prints one line:  drs-simulator listening on http://127.0.0.1:PORT
Point a client at it:
  AWS_ENDPOINT_URL=http://127.0.0.1:PORT aws drs describe-source-servers     (AWS CLI 2.13 or later, any SDK that reads the variable)
  aws --endpoint-url http://127.0.0.1:PORT drs describe-source-servers       (any AWS CLI)
Any credentials work; the Region must be the world's. To look inside, or to make calls fail:
  GET  /_simulator/world     servers, jobs, instances, launch templates
  GET  /_simulator/journal   every request received
  POST /_simulator/faults    {"operation":"StartRecovery","kind":"resetAfter"}
Press Ctrl-C to stop it.`;

/** The world of `--sample`. Both src/ and dist/ lie next to worlds/ and package.json. */
const SAMPLE = join(__dirname, "..", "worlds", "sample.json");

function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8"));
  const found = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : undefined;
  return typeof found === "string" ? found : "unknown";
}

function number(expected: string): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value)) {
      throw new InvalidArgumentError(`Expected ${expected}.`);
    }
    return value;
  };
}

function toSimulatorOptions(options: Options): SimulatorOptions {
  const world = options.sample === true ? SAMPLE : options.world;
  return {
    port: options.port,
    speed: options.speed,
    quiet: options.quiet ?? false,
    ...(world === undefined ? {} : { world }),
    ...(options.latency === undefined ? {} : { latencyMs: options.latency }),
    ...(options.state === undefined ? {} : { stateFile: options.state }),
  };
}

function oneLine(text: string): string {
  return `drs-simulator: ${text
    .trim()
    .replace(/^error: /, "")
    .replaceAll(/\s*\n\s*/g, " ")}\n`;
}

function messageOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "EADDRINUSE" && "port" in error) {
    return `Listening on port ${String(error.port)}: another program uses it; choose another with --port, or 0 for a free one`;
  }
  return error instanceof Error ? error.message : String(error);
}
