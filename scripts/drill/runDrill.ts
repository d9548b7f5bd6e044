import { once } from "node:events";
import type { Simulator } from "drs-simulator";
import { type Conclusion, concludeDrill } from "./conclusion";
import { liveInstances } from "./liveInstances";
import type { OperationReport } from "./operationReport";
import type { DrillOperations } from "./operations";
import { plural } from "./plural";
import type { Screen } from "./screen";
import { showResults } from "./showResults";
import type { WaveRecord } from "./waveRecords";
import { type DrillRecord, writeRecord } from "./writeRecord";

/** What a drill needs to run: everything is there already, and is taken away by the caller. */
export interface DrillRun {
  readonly operations: DrillOperations;
  readonly simulator: Pick<Simulator, "world">;
  /** Folder for drill.json. */
  readonly out: string;
  readonly keep: boolean;
  readonly screen: Screen;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** How a drill ended, and the waves that it had by then. */
export interface DrillEnd {
  readonly conclusion: Conclusion;
  readonly waves: readonly WaveRecord[];
}

const STOPPING = "stopping; this waits for the wave that is running, and Ctrl-C again ends everything at once";

/**
 * A whole drill: preview, launch, record, clean up. Whatever happens after the preview, the record is written and, unless
 * `keep`, everything that was launched is terminated.
 */
export async function runDrill(run: DrillRun): Promise<DrillEnd> {
  const { signal, screen } = run;
  const sayStopping = () => screen.line(STOPPING);
  signal.addEventListener("abort", sayStopping);
  const before = liveInstances(run.simulator);
  const preview = await run.operations.preview();
  const started = preview.succeeded && !signal.aborted;
  const record = started ? await launchAndRecord(run) : { ...preview, waves: [] };
  signal.removeEventListener("abort", sayStopping);
  showResults(record, screen);
  screen.line(`record   ${await writeRecord(run.out, record)}`);
  const cleanup = started && !run.keep ? await cleanUp(run, before) : NOTHING_LEFT;
  const conclusion = concludeDrill({
    ...record,
    errors: [...record.errors, ...cleanup.errors],
    leftovers: cleanup.leftovers,
    interrupted: signal.aborted,
  });
  return { conclusion, waves: record.waves };
}

async function launchAndRecord({ operations, signal }: DrillRun): Promise<DrillRecord> {
  const launch = await operations.launch();
  // What an interrupted engine reports as an error is the interruption.
  const errors = signal.aborted ? [] : launch.errors;
  return { ...launch, errors, waves: await operations.waves() };
}

interface Cleanup {
  readonly errors: OperationReport["errors"];
  readonly leftovers: readonly string[];
}

const NOTHING_LEFT: Cleanup = { errors: [], leftovers: [] };

/** Destroys the stack, then looks at the world itself: only what is gone there is called terminated. */
async function cleanUp({ operations, simulator, screen }: DrillRun, before: readonly string[]): Promise<Cleanup> {
  const launched = liveInstances(simulator).filter((id) => !before.includes(id));
  const { errors } = await operations.cleanUp();
  const leftovers = liveInstances(simulator).filter((id) => !before.includes(id));
  const terminated = launched.filter((id) => !leftovers.includes(id));
  if (terminated.length > 0) {
    screen.line(`         terminated ${plural(terminated.length, "recovery instance")}: ${terminated.join(", ")}`);
  }
  return { errors, leftovers };
}

/** Resolves when Ctrl-C is pressed. */
export async function untilInterrupted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}
