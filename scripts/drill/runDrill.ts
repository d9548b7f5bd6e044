import { once } from "node:events";
import type { Simulator } from "drs-simulator";
import { reasonOf } from "../process/reasonOf";
import { type Conclusion, concludeDrill } from "./conclusion";
import { isCutOff } from "./cutOff";
import { errorLine } from "./findings";
import { liveInstances } from "./liveInstances";
import { nothingToDrill } from "./nothingToDrill";
import type { OperationError, OperationReport } from "./operationReport";
import type { DrillOperations } from "./operations";
import { plural } from "./plural";
import type { Screen } from "./screen";
import { showResults } from "./showResults";
import { STOP_TEXT, type Stage } from "./stopText";
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

/**
 * A whole drill: preview, launch, record, clean up. Whatever happens after the preview, the record is written and, unless
 * `keep`, everything that was launched is terminated. Never throws because of the record: it is missed at the end.
 */
export async function runDrill(run: DrillRun): Promise<DrillEnd> {
  const { signal, screen } = run;
  const before = liveInstances(run.simulator);
  const preview = await during("preview", run, previewDrill);
  const started = preview.succeeded && !signal.aborted;
  const record = started ? await during("launch", run, launchAndRecord) : { ...preview, waves: [] };
  const interrupted = signal.aborted && isCutOff(preview, record);
  showResults(record, screen);
  const unwritten = await keepRecord(run, record);
  const cleanup =
    started && !run.keep ? await during("cleanup", run, () => cleanUp(run, before)) : { errors: [], leftovers: [] };
  const late = [...cleanup.errors, ...unwritten];
  for (const error of late) screen.line(`${screen.colors.red("error")}    ${errorLine(error)}`);
  const errors = [...record.errors, ...late];
  const conclusion = concludeDrill({ ...record, errors, leftovers: cleanup.leftovers, interrupted });
  return { conclusion, waves: record.waves };
}

/** Runs a stage of a drill; Ctrl-C tells what that means for it. */
async function during<T>(stage: Stage, run: DrillRun, work: (run: DrillRun) => Promise<T>): Promise<T> {
  const sayStopping = () => run.screen.line(STOP_TEXT[stage]);
  run.signal.addEventListener("abort", sayStopping);
  try {
    return await work(run);
  } finally {
    run.signal.removeEventListener("abort", sayStopping);
  }
}

/** A preview of nothing is a failed one: there is nothing to prove. */
async function previewDrill({ operations, simulator, signal }: DrillRun): Promise<OperationReport> {
  const preview = await operations.preview();
  if (signal.aborted) return { ...preview, errors: [] };
  if (!preview.succeeded || preview.planned.length > 0) return preview;
  const reason = nothingToDrill(simulator.world().sourceServers) ?? "the program has no wave";
  return { ...preview, succeeded: false, errors: [{ message: `no wave can be started: ${reason}` }] };
}

async function launchAndRecord({ operations, signal }: DrillRun): Promise<DrillRecord> {
  const launch = await operations.launch();
  // What an interrupted engine reports as an error is the interruption.
  const errors = signal.aborted ? [] : launch.errors;
  try {
    return { ...launch, errors, waves: await operations.waves() };
  } catch (error) {
    return { ...launch, errors: [...errors, { message: `Reading the stack's state: ${reasonOf(error)}` }], waves: [] };
  }
}

async function keepRecord({ out, screen }: DrillRun, record: DrillRecord): Promise<OperationError[]> {
  try {
    screen.line(`record   ${await writeRecord(out, record)}`);
    return [];
  } catch (error) {
    return [{ message: reasonOf(error) }];
  }
}

interface Cleanup {
  readonly errors: OperationReport["errors"];
  readonly leftovers: readonly string[];
}

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
