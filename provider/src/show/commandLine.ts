import { parseArgs } from "node:util";
import { packageVersion, parsedBy } from "../commandLine";
import { harmless } from "../vocabulary";
import type { ExportStack } from "./exportStack";
import type { Look } from "./look";
import { nameOfInput } from "./readState";
import { toJson } from "./toJson";
import { toText } from "./toText";
import { type DrillsInState, drillsIn } from "./waves";

/** What the command touches; the process's own, or a test's. */
export interface CommandWorld {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** The whole of a file, or of standard input for `-`. @throws naming it. */
  readonly read: (file: string) => Promise<string>;
  /** @throws naming the stack. */
  readonly exportStack: ExportStack;
  readonly look: Look;
}

/** How the command ends. */
export const EXIT = { shown: 0, noDrill: 1, unusable: 2 } as const;

/** The command, as people type it. */
export const NAME = "drillwave";

/**
 * Runs `drillwave` with these arguments (without node and the script); returns its exit code. Changes nothing, and asks
 * nobody. Everything that goes wrong is one line to `error`.
 */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  try {
    const { values, positionals } = parse(args);
    if (values.help === true) {
      world.out(HELP);
      return EXIT.shown;
    }
    if (values.version === true) {
      world.out(`${packageVersion()}\n`);
      return EXIT.shown;
    }
    refuseArguments(positionals);
    return await show(values, world);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    world.error(`${NAME}: ${harmless(message)}\n`);
    return EXIT.unusable;
  }
}

interface Options {
  readonly stack?: string | undefined;
  readonly file?: string | undefined;
  readonly json?: boolean | undefined;
}

async function show({ stack, file, json }: Options, world: CommandWorld): Promise<number> {
  refuseEmpty({ stack, file });
  if (stack !== undefined && file !== undefined) {
    throw new Error("saw both --stack and --file, expected one of them: a file holds one stack's state");
  }
  const source = file === undefined ? "the exported state" : nameOfInput(file);
  const drills = understood(file === undefined ? await world.exportStack(stack) : await world.read(file), source);
  if (json === true) {
    world.out(`${toJson(drills)}\n`);
  }
  if (drills.waves.length === 0) {
    const name = drills.stack ?? stack;
    world.error(`${NAME}: there is no drill in ${name === undefined ? source : `stack ${harmless(name)}`}\n`);
    return EXIT.noDrill;
  }
  if (json !== true) {
    world.out(`${toText(drills, world.look).join("\n")}\n`);
  }
  return EXIT.shown;
}

/** An empty variable of a script must not mean the selected stack. @throws */
function refuseEmpty(names: Readonly<Record<string, string | undefined>>): void {
  const empty = Object.entries(names).find(([, name]) => name === "")?.[0];
  if (empty !== undefined) {
    throw new Error(`saw an empty name after --${empty}, expected a ${empty}'s`);
  }
}

function understood(text: string, source: string): DrillsInState {
  try {
    return drillsIn(JSON.parse(text));
  } catch (error) {
    const reason = error instanceof SyntaxError ? "saw no JSON, expected what `pulumi stack export` prints" : error;
    throw new Error(`reading ${source}: ${reason instanceof Error ? reason.message : reason}`);
  }
}

function parse(args: readonly string[]) {
  return parsedBy(NAME, () =>
    parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        stack: { type: "string", short: "s" },
        file: { type: "string", short: "f" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
        version: { type: "boolean" },
      },
    }),
  );
}

/** @throws unless the one argument is `show`. */
function refuseArguments([command, ...more]: readonly string[]): void {
  if (command !== "show") {
    throw new Error(
      `saw ${command === undefined ? "no command" : `the command ${command}`}, expected show. Fix: see \`${NAME} --help\``,
    );
  }
  if (more.length > 0) {
    throw new Error(
      `saw the argument ${more[0]}, expected options only. Fix: a stack is named with --stack ${more[0]}`,
    );
  }
}

const HELP = `Usage: drillwave show [options]

Shows the drills in a stack's state: each wave's verdict, recovery time and data loss beside its objectives, each server
with its phases, what failed and why, and what is still to be done. Reads; starts, changes and decrypts nothing.

  -s, --stack <name>  the stack, by \`pulumi stack export\` in the current folder, with your own login;
                      the selected stack if neither this nor --file is given
  -f, --file <file>   a state that was exported before; - for standard input
      --json          print JSON: every output of every wave, by name
  -h, --help          print this
      --version       print the version

Examples:
  npx drillwave show --stack dev
  npx drillwave show --json | jq '.waves[] | {name, verdict: .outputs.verdict}'
  pulumi stack export --stack dev | npx drillwave show --file -

What is encrypted in state is shown as [secret]; - is what is not known. NO_COLOR is honoured; without a terminal there
are no colours, and nothing is cut or left out for its width.

Exit codes:
  0  shown, whatever the verdict: a FAILED drill is shown as well as any
  1  there is no drill in the stack
  2  unusable arguments, no such stack, or a state that cannot be read
`;
