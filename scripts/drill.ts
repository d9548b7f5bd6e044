import { once } from "node:events";
import { type Simulator, startSimulator } from "drs-simulator";
import { closingLine, type DrillOutcome } from "./drill/conclusion";
import { drillOperations } from "./drill/operations";
import { type DrillOptions, parseOptions } from "./drill/options";
import { prepareRecordFolder } from "./drill/record";
import { runDrill } from "./drill/run";
import { makeScreen, type Screen } from "./drill/screen";
import { createDrillStack, DRILL_STACK } from "./drill/stack";
import type { Engine } from "./engine/engine";
import { engineEnvironment, enterEnvironment } from "./engine/engineEnvironment";
import { type EngineHome, makeEngineHome } from "./engine/engineHome";
import { noEngineMessage, searchEngine } from "./engine/searchEngine";
import { INTERRUPTED_EXIT_CODE, type Interruption, watchInterruption } from "./process/interruption";
import { reasonOf } from "./process/reasonOf";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/** Exit codes by outcome; a degraded drill proved that recovery works. */
const EXIT_CODE: Record<DrillOutcome, number> = {
  PASSED: 0,
  DEGRADED: 0,
  FAILED: 1,
  INTERRUPTED: INTERRUPTED_EXIT_CODE,
};

/** `npm run drill`: see `--help` in drill/options.ts. */
async function main(): Promise<void> {
  const standing = process.env["INIT_CWD"] ?? process.cwd();
  const place = { root: REPOSITORY_ROOT, standing, environment: process.env };
  const options = parseOptions(process.argv.slice(2), place);
  const screen = makeScreen(process.stdout, process.env);
  const interruption = watchInterruption();
  const { signal } = interruption;
  try {
    await prepareRecordFolder(options.out);
    const search = await searchEngine(signal);
    if (!search.found) {
      screen.line(noEngineMessage(search.tries));
      throw new Error("no Pulumi engine was found");
    }
    process.exitCode = EXIT_CODE[await driveDrill({ engine: search.engine, options, screen, interruption })];
  } catch (error) {
    const outcome = signal.aborted ? "INTERRUPTED" : "FAILED";
    screen.line(signal.aborted ? "drill INTERRUPTED" : `drill FAILED: ${reasonOf(error)}`);
    process.exitCode = EXIT_CODE[outcome];
  }
}

/** What a drill is driven with. */
interface DrillDrive {
  readonly engine: Engine;
  readonly options: DrillOptions;
  readonly screen: Screen;
  readonly interruption: Interruption;
}

/**
 * A drill in a simulator and an engine's home of its own. Both are gone afterwards, however it ends; this process's
 * environment stays the engine's.
 */
async function driveDrill(drive: DrillDrive): Promise<DrillOutcome> {
  const { world, speed, latency } = drive.options;
  const simulator = await startSimulator({
    world,
    speed,
    port: 0,
    quiet: true,
    ...(latency === undefined ? {} : { latencyMs: latency }),
  });
  const home = await makeEngineHome();
  try {
    return await driveIn(home, simulator, drive);
  } finally {
    await simulator.close();
    home.remove();
  }
}

async function driveIn(home: EngineHome, simulator: Simulator, drive: DrillDrive): Promise<DrillOutcome> {
  const { options, screen, interruption } = drive;
  const { signal } = interruption;
  enterEnvironment(engineEnvironment(drive.engine, home, process.env));
  const { region } = simulator.world();
  const stack = await createDrillStack(REPOSITORY_ROOT, home, { region, endpoint: simulator.url });
  const operations = drillOperations(stack, REPOSITORY_ROOT, screen, signal);
  const { out, keep } = options;
  const end = await runDrill({ operations, simulator, screen, ...interruption, out, keep });
  const stays = keep && !signal.aborted;
  if (stays) {
    for (const line of keptLines(simulator.url, home)) {
      screen.line(line);
    }
  }
  const { outcome } = end.conclusion;
  screen.line(screen.look.paint.bold(closingLine(end.conclusion, end.waves)));
  if (stays) {
    await untilInterrupted(signal);
  }
  return outcome;
}

/** What a user who keeps a drill needs: where to look, and how to end it. */
function keptLines(simulatorUrl: string, home: Pick<EngineHome, "backendUrl" | "passphrase">): string[] {
  const environment = `PULUMI_BACKEND_URL=${home.backendUrl} PULUMI_CONFIG_PASSPHRASE=${home.passphrase}`;
  return [
    `kept     simulator ${simulatorUrl} (its world: ${new URL("/_simulator/world", simulatorUrl)})`,
    `         state     ${environment} pulumi stack export --stack ${DRILL_STACK}`,
    "         Press Ctrl-C to end the simulator and every simulated instance.",
  ];
}

/** Resolves when Ctrl-C is pressed. */
async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, "abort");
  }
}

void main();
