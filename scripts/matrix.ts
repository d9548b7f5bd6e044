import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { createColors } from "picocolors";
import type { Engine } from "./engine/engine";
import { noEngineMessage, searchEngine, searchLowestEngine } from "./engine/searchEngine";
import { CHECK_NAMES, install, packPackages } from "./matrix/cell";
import { allCells, type Cell, type End, readManifest } from "./matrix/cells";
import { drillWith, MANAGERS, type Manager } from "./matrix/managers";
import { runCommand } from "./process/interruption";

const { green, red } = createColors(process.stdout.isTTY === true && !process.env["NO_COLOR"]);
const PASSED = green("passed");
const FAILED = red("FAILED");

const HEADINGS = ["Node", "Pulumi", "engine", "AWS SDK", "seconds", "result"];

const AFTER_HELP = `
Each cell packs the packages as they would be published, installs them in an empty project beside its versions of Node,
@pulumi/pulumi and the AWS SDK, and drills there against the simulator. Node comes from npm. The lowest Pulumi runs on the
lowest engine, the newest on the newest that tools/engine can build. A cell takes about a minute.

After them, each package manager installs the packages for a program that has them from another package, or lists them
itself, and \`pulumi\` drills there with this Node and the lowest engine.`;

/** `npm run matrix`: everything that our packages say they work with. Fails when a cell does. */
async function main(signal: AbortSignal): Promise<number> {
  const { only = "" } = new Command("npm run matrix --")
    .description(
      "Runs the packed packages on every Node with both ends of Pulumi and of the AWS SDK, and with every package manager.",
    )
    .option(
      "--only <text>",
      "run what has this text in its line, such as `26 newest lowest` (Node, Pulumi, AWS SDK) or `pnpm`",
    )
    .addHelpText("after", AFTER_HELP)
    .parse(process.argv.slice(2), { from: "user" })
    .opts<{ only?: string }>();
  const cells = allCells(readManifest()).filter(({ node, pulumi, sdk }) => `${node} ${pulumi} ${sdk}`.includes(only));
  const managers = MANAGERS.filter(({ name }) => name.includes(only));
  if (cells.length + managers.length === 0) {
    throw new Error(`no cell has ${JSON.stringify(only)} in its line: see --help`);
  }
  const engines = await findEngines(signal);
  if (engines === undefined) {
    return 1;
  }
  const archives = await packPackages(await mkdtemp(join(tmpdir(), "drillwave-packages-")), signal);
  console.log(row(HEADINGS));
  const failures: string[] = [];
  for (const cell of cells) {
    const failure = await runCell(cell, { archives, engine: engines[cell.pulumi], signal });
    if (failure !== undefined) {
      failures.push(failure);
    }
  }
  for (const manager of managers) {
    const failure = await runManager(manager, { archives, engine: engines.lowest, signal });
    if (failure !== undefined) {
      failures.push(failure);
    }
  }
  console.log(`${cells.length + managers.length - failures.length} passed, ${failures.length} failed`);
  for (const failure of failures) {
    console.error(`\n${failure}`);
  }
  return failures.length === 0 ? 0 : 1;
}

/** An engine for each end of Pulumi's range; undefined, once that is told, where one is missing. */
async function findEngines(signal: AbortSignal): Promise<Record<End, Engine> | undefined> {
  const [lowest, newest] = [await searchLowestEngine(signal), await searchEngine(signal)];
  if (lowest.found && newest.found) {
    return { lowest: lowest.engine, newest: newest.engine };
  }
  for (const search of [lowest, newest]) {
    if (!search.found) {
      console.error(noEngineMessage(search.tries));
    }
  }
  return undefined;
}

/** Shows the cell's line; gives what failed. */
async function runCell(
  cell: Cell,
  { archives, engine, signal }: { archives: readonly string[]; engine: Engine; signal: AbortSignal },
): Promise<string | undefined> {
  const start = performance.now();
  let versions = { node: cell.node, pulumi: cell.pulumi as string, sdk: cell.sdk as string };
  const show = (result: string) => {
    const seconds = Math.round((performance.now() - start) / 1000);
    console.log(row([versions.node, versions.pulumi, engine.version, versions.sdk, `${seconds}`, result]));
  };
  try {
    const installation = await install(cell, { archives, engine: engine.path, signal });
    versions = installation.versions;
    try {
      const checks = await Promise.allSettled(CHECK_NAMES.map((name) => installation.check(name)));
      const failures = checks.flatMap((check) => (check.status === "rejected" ? [messageOf(check.reason)] : []));
      if (failures.length > 0) {
        throw new Error(failures.join("\n"));
      }
    } finally {
      await installation.remove();
    }
    show(PASSED);
    return undefined;
  } catch (error) {
    signal.throwIfAborted();
    show(FAILED);
    return `${versions.node} ${versions.pulumi} ${versions.sdk}: ${messageOf(error)}`;
  }
}

/** Shows the manager's line; gives what failed. */
async function runManager(
  manager: Manager,
  { archives, engine, signal }: { archives: readonly string[]; engine: Engine; signal: AbortSignal },
): Promise<string | undefined> {
  const start = performance.now();
  const failure = await drillWith(manager, { archives, engine: engine.path, signal }).then(
    () => undefined,
    (error: unknown) => `${manager.name}: ${messageOf(error)}`,
  );
  signal.throwIfAborted();
  const seconds = Math.round((performance.now() - start) / 1000);
  console.log(
    `${manager.name}, engine ${engine.version}, ${seconds} seconds: ${failure === undefined ? PASSED : FAILED}`,
  );
  return failure;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function row(columns: readonly string[]): string {
  return columns
    .map((column) => column.padEnd(10))
    .join(" ")
    .trimEnd();
}

void runCommand(main);
