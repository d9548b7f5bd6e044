import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError, InvalidArgumentError } from "commander";
import { type Simulator, type SimulatorOptions, startSimulator } from "./startSimulator";

/** Where the command writes; the process's own streams, or a test's. */
interface CommandStreams {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

/** How a command ended at once, or the simulator that it started. */
type CommandResult = { readonly exitCode: number } | { readonly simulator: Simulator };

interface Options {
  readonly port: number;
  readonly world?: string;
  readonly speed: number;
  readonly latency?: number;
  readonly state?: string;
  readonly quiet?: boolean;
}

/**
 * Runs `drs-simulator` with these arguments (without node and the script).
 *
 * On success it has written one line to `out`, and the simulator runs. Everything that goes wrong is one line to `error` and a non-zero code.
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
    .option("--port <number>", "port to listen on, 0 takes a free one", number("a whole number from 0 to 65535"), 0)
    .option(
      "--world <file>",
      "JSON file that says which servers there are and what becomes of their launches; an empty account without it",
    )
    .option(
      "--speed <factor>",
      "how many times as fast as real time the simulated clock runs",
      number("a number above 0, up to 1000000"),
      1,
    )
    .option(
      "--latency <ms>",
      "milliseconds before each answer; overrides the world's",
      number("milliseconds, 0 or more"),
    )
    .option("--state <file>", "file that keeps the state over restarts; it wins over --world when it exists")
    .option("--quiet", "no line for each request on stderr")
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
It prints one line when it is ready:  drs-simulator listening on http://127.0.0.1:PORT
Point a client at it:
  AWS_ENDPOINT_URL=http://127.0.0.1:PORT aws drs describe-source-servers     (AWS CLI from 2.13, any SDK that knows the variable)
  aws --endpoint-url http://127.0.0.1:PORT drs describe-source-servers       (any AWS CLI)
Any credentials do; the Region must be the world's. Look inside, or make things fail:
  GET  /_simulator/world     servers, jobs, instances, launch templates
  GET  /_simulator/journal   every request that came
  POST /_simulator/faults    {"operation":"StartRecovery","kind":"resetAfter"}
It stops at Ctrl-C.`;

/** Beside the sources and beside what they are compiled to stands the same package.json. */
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
  return {
    port: options.port,
    speed: options.speed,
    quiet: options.quiet ?? false,
    ...(options.world !== undefined && { world: options.world }),
    ...(options.latency !== undefined && { latencyMs: options.latency }),
    ...(options.state !== undefined && { stateFile: options.state }),
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
    return `Listening on port ${String(error.port)}: another program has it; choose another with --port, or 0 for a free one`;
  }
  return error instanceof Error ? error.message : String(error);
}
