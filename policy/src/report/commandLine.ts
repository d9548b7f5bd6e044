import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command, CommanderError, Option } from "commander";
import { harmless } from "pulumi-drillwave/vocabulary";
import { type FactsLine, readFactsLine } from "../telling/factsLine";
import { checkConfiguration } from "./checkConfiguration";
import { EXIT, exitCodeOf, FAIL_ON, type FailOn, totalsText } from "./policyReport";
import { type EventLog, readEventLog } from "./readEventLog";
import { toJunit } from "./toJunit";
import { toMarkdown } from "./toMarkdown";
import { toReport } from "./toReport";
import { toSarif } from "./toSarif";

/** What the command touches; the process's own, or a test's. */
export interface CommandWorld {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** The whole of a file, or of standard input for `-`. @throws naming it. */
  readonly read: (file: string) => Promise<string>;
  /** @throws naming the file. */
  readonly write: (file: string, text: string) => void;
}

interface Options {
  readonly sarif?: string;
  readonly junit?: string;
  readonly markdown?: string;
  readonly facts?: string;
  readonly failOn: FailOn;
  readonly source: string;
  readonly checkConfig: readonly string[];
  readonly ownPolicy: readonly string[];
}

const NAME = "drillwave-policy-report";

/**
 * Runs `drillwave-policy-report` with these arguments (without node and the script); returns its exit code.
 *
 * Everything that goes wrong is one line to `error`.
 */
export async function runCommand(args: readonly string[], world: CommandWorld): Promise<number> {
  let code: number = EXIT.clean;
  const program = createProgram(world).action(async (logs: string[], options: Options) => {
    code =
      options.checkConfig.length > 0
        ? await checkFiles(logs, options, world)
        : await makeReports(logs.length === 0 ? ["-"] : logs, options, world);
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
    }
    world.error(`${NAME}: ${messageOf(error)}\n`);
    return EXIT.unusable;
  }
}

/** Prints what is wrong with configuration files, one line each. @throws naming a file that cannot be read. */
async function checkFiles(logs: readonly string[], options: Options, world: CommandWorld): Promise<number> {
  const { checkConfig, ownPolicy, sarif, junit, markdown } = options;
  if (logs.length > 0 || [sarif, junit, markdown].some((file) => file !== undefined)) {
    throw new Error("checking configuration: saw an event log or a report as well, expected --check-config alone");
  }
  const flaws: string[] = [];
  for (const file of checkConfig) {
    const text = await world.read(file);
    flaws.push(...checkConfiguration(text, file === "-" ? "standard input" : file, ownPolicy, new Date()));
  }
  for (const flaw of flaws) {
    world.out(`${harmless(flaw)}\n`);
  }
  return flaws.length > 0 ? EXIT.unusable : EXIT.clean;
}

async function makeReports(files: readonly string[], options: Options, world: CommandWorld): Promise<number> {
  const outputs = [options.sarif, options.junit, options.markdown].filter((file) => file !== undefined);
  refuseSharedFiles(files, outputs);
  const logs: EventLog[] = [];
  for (const file of files) {
    logs.push(readEventLog(await world.read(file), file === "-" ? "standard input" : file));
  }
  const report = toReport(logs, options.facts === undefined ? [] : readFacts(await world.read(options.facts)));
  const reports: readonly (readonly [file: string | undefined, make: () => string])[] = [
    [options.sarif, () => `${JSON.stringify(toSarif(report, options), null, 2)}\n`],
    [options.junit, () => toJunit(report, options)],
    [options.markdown, () => toMarkdown(report)],
  ];
  const asked = reports.flatMap(([file, make]) => (file === undefined ? [] : [{ file, make }]));
  const failed = asked.filter(({ file, make }) => !isWritten(file, make(), world));
  if (asked.length === 0) {
    world.out(toMarkdown(report));
  } else {
    world.error(`${NAME}: ${totalsText(report)}\n`);
  }
  for (const gap of report.gaps) {
    world.error(`${NAME}: incomplete: ${gap}\n`);
  }
  return failed.length > 0 ? EXIT.unusable : exitCodeOf(report, options.failOn);
}

/** Of a pack that was stopped, the last line may be cut: then its message names who is concerned, and counts the rest. */
function readFacts(text: string): FactsLine[] {
  return text.split("\n").flatMap((line) => readFactsLine(line) ?? []);
}

/** Two outputs in one file, or an output over the log, would silently destroy one of them. @throws naming the file. */
function refuseSharedFiles(logs: readonly string[], reports: readonly string[]): void {
  const taken = new Set(logs.map((file) => resolve(file)));
  for (const file of reports) {
    if (taken.has(resolve(file))) {
      throw new Error(`writing ${file}: saw a log or another report, expected a file of its own`);
    }
    taken.add(resolve(file));
  }
}

/** False when it cannot be written; the other reports are written all the same. */
function isWritten(file: string, text: string, world: CommandWorld): boolean {
  try {
    world.write(file, text);
    return true;
  } catch (error) {
    world.error(`${NAME}: ${messageOf(error)}\n`);
    return false;
  }
}

function createProgram(world: CommandWorld): Command {
  return new Command(NAME)
    .description("Makes CI reports from what policy packs said in operations of Pulumi's engine.")
    .argument("[logs...]", "event logs of the engine; standard input if - or none")
    .option("--sarif <file>", "write SARIF 2.1.0, for code scanning")
    .option("--junit <file>", "write JUnit XML, for test reports")
    .option("--markdown <file>", "write Markdown, for a comment on a pull request")
    .option("--facts <file>", "what the pack wrote to DRILLWAVE_POLICY_FACTS: reports then list every server")
    .addOption(
      new Option("--fail-on <level>", "which findings make the command end with 1: see Exit codes")
        .choices(FAIL_ON)
        .default("mandatory"),
    )
    .option(
      "--source <file>",
      "file that SARIF's results point to, as a path from the repository's root",
      "Pulumi.yaml",
    )
    .option(
      "--check-config <file>",
      "check a file for --policy-pack-config (- for standard input) and make no report; can be repeated",
      collect,
      [],
    )
    .option(
      "--own-policy <name>",
      "with --check-config: a policy of your pack that is not DrillWave's; can be repeated",
      collect,
      [],
    )
    .version(version(), "--version", `the version of ${NAME}`)
    .exitOverride()
    .configureOutput({
      writeOut: world.out,
      writeErr: world.error,
      outputError: (text, write) => write(oneLine(text)),
    })
    .addHelpText("after", HELP);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

const HELP = `
Write an event log, then make reports from it. The log contains the stack's inputs and outputs: do not publish it.
  export PULUMI_DEBUG_COMMANDS=true DRILLWAVE_POLICY_FACTS="$PWD/facts.jsonl"
  pulumi preview --event-log events.json --policy-pack node_modules/pulumi-drillwave-policy
  drillwave-policy-report events.json --facts facts.jsonl --sarif policy.sarif --junit policy.xml --markdown policy.md
Without --sarif, --junit and --markdown, the Markdown goes to standard output. Reports are written whatever the exit code
is, unless the input is unusable.

The engine ignores names in a configuration file that it does not know. Check the file, one line for each flaw:
  drillwave-policy-report --check-config policy-config.json

Exit codes:
  0  no finding that --fail-on counts, and the log is complete; with --check-config: no flaw
  1  findings that it counts: mandatory ones; with evidence, advice of the rules about overdue, failed and
     outdated drills as well (for a nightly run); with advisory, all. Waived findings never count
  2  unusable arguments, input or configuration, or a report that could not be written
  3  incomplete: the engine was stopped or failed, no pack of DrillWave judged a wave, or the list of
     waivers is off; takes precedence over 1`;

/** The package.json is two folders up, from the sources as from what they are compiled to. */
function version(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(__dirname, "..", "..", "package.json"), "utf8"));
  const found = typeof parsed === "object" && parsed !== null && "version" in parsed ? parsed.version : undefined;
  return typeof found === "string" ? found : "unknown";
}

function oneLine(text: string): string {
  return `${NAME}: ${text
    .trim()
    .replace(/^error: /, "")
    .replaceAll(/\s*\n\s*/g, " ")}\n`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
