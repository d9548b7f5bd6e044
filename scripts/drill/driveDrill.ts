import { type Simulator, startSimulator } from "drs-simulator";
import type { Engine } from "../engine/engine";
import { engineEnvironment } from "../engine/engineEnvironment";
import { type EngineHome, makeEngineHome } from "../engine/engineHome";
import { enterEnvironment } from "../engine/enterEnvironment";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import { closingLine } from "./closingLine";
import type { DrillOutcome } from "./conclusion";
import { createDrillStack } from "./drillStack";
import { keptLines } from "./keptLines";
import { drillOperations } from "./operations";
import type { DrillOptions } from "./options";
import { runDrill, untilInterrupted } from "./runDrill";
import type { Screen } from "./screen";

/** What a drill is driven with. */
export interface DrillDrive {
  readonly engine: Engine;
  readonly options: DrillOptions;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/**
 * A drill in a simulator and an engine's home of its own. Both are gone afterwards, however it ends; this process's
 * environment stays the engine's.
 */
export async function driveDrill(drive: DrillDrive): Promise<DrillOutcome> {
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
    // A second Ctrl-C does not come here, while the engine still runs: scripts/start.mjs ends that, then takes the folder away.
    home.remove();
  }
}

async function driveIn(home: EngineHome, simulator: Simulator, drive: DrillDrive): Promise<DrillOutcome> {
  const { options, screen, signal } = drive;
  enterEnvironment(engineEnvironment(drive.engine, home, process.env));
  const { region } = simulator.world();
  const stack = await createDrillStack(REPOSITORY_ROOT, home, { region, endpoint: simulator.url });
  const operations = drillOperations(stack, REPOSITORY_ROOT, screen, signal);
  const end = await runDrill({ operations, simulator, screen, signal, out: options.out, keep: options.keep });
  const stays = options.keep && !signal.aborted;
  if (stays) for (const line of keptLines(simulator.url, home)) screen.line(line);
  const { outcome } = end.conclusion;
  screen.line(screen.colors.bold(closingLine(end.conclusion, end.waves)));
  if (stays) await untilInterrupted(signal);
  return outcome;
}
