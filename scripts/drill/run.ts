import type { Simulator } from "drs-simulator";
import { count } from "pulumi-drillwave/vocabulary";
import { reasonOf } from "../process/reasonOf";
import { type Conclusion, concludeDrill, isCutOff } from "./conclusion";
import type { OperationError, OperationReport } from "./events";
import type { DrillOperations } from "./operations";
import { type DrillRecord, type WaveRecord, writeRecord } from "./record";
import { errorLine, showNote, showResults } from "./results";
import type { Screen } from "./screen";

/** What a drill is doing. */
type Stage = "preview" | "launch" | "cleanup";

/** What a user reads at the first Ctrl-C: what goes on, and what the second one does. */
const STOP_TEXT: Readonly<Record<Stage, string>> = {
  preview: "stopping; nothing has been launched yet",
  launch: "stopping after the running wave and its clean-up; press Ctrl-C again to stop right away",
  cleanup: "finishing the clean-up; press Ctrl-C again to stop right away",
};

/** What a drill runs with. The caller has made it, and takes it away. */
export interface DrillRun {
  readonly operations: DrillOperations;
  readonly simulator: Pick<Simulator, "world">;
  /** Folder for drill.json. */
  readonly out: string;
  readonly keep: boolean;
  readonly screen: Screen;
  /** Aborted by the first Ctrl-C: stop in order. */
  readonly signal: AbortSignal;
  /** Aborted by the second: begin nothing more. */
  readonly now: AbortSignal;
}

/** How a drill ended, and the waves that it had by then. */
export interface DrillEnd {
  readonly conclusion: Conclusion;
  readonly waves: readonly WaveRecord[];
}

/**
 * A whole drill: preview, launch, record, clean up. Whatever happens after the preview, the record is written and, unless
 * `keep`, everything that was launched is terminated. A record that cannot be written fails the drill at the end.
 *
 * @throws the reason of `now` once that is aborted: what was launched and the record are left as they are.
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
  for (const error of late) {
    showNote({ kind: "error", text: errorLine(error) }, screen);
  }
  const errors = [...record.errors, ...late];
  const conclusion = concludeDrill({ ...record, errors, leftovers: cleanup.leftovers, interrupted });
  return { conclusion, waves: record.waves };
}

/** Runs a stage of a drill; says at Ctrl-C what happens next. */
async function during<T>(stage: Stage, run: DrillRun, work: (run: DrillRun) => Promise<T>): Promise<T> {
  const sayStopping = () => run.screen.line(STOP_TEXT[stage]);
  run.signal.addEventListener("abort", sayStopping);
  try {
    return await work(run);
  } finally {
    run.signal.removeEventListener("abort", sayStopping);
    run.now.throwIfAborted();
  }
}

/** A preview of nothing is a failed one: there is nothing to prove. */
async function previewDrill({ operations, simulator, signal }: DrillRun): Promise<OperationReport> {
  const preview = await operations.preview();
  if (signal.aborted) {
    return { ...preview, errors: [] };
  }
  if (!preview.succeeded || preview.planned.length > 0) {
    return preview;
  }
  const reason = nothingToDrill(simulator.world().sourceServers) ?? "the program has no wave";
  return { ...preview, succeeded: false, errors: [{ message: `no wave can be started: ${reason}` }] };
}

async function launchAndRecord({ operations, signal, now }: DrillRun): Promise<DrillRecord> {
  const launch = await operations.launch();
  now.throwIfAborted();
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
    screen.line(`         terminated ${count(terminated.length, "recovery instance")}: ${terminated.join(", ")}`);
  }
  return { errors, leftovers };
}

const ENDED_STATES: readonly string[] = ["SHUTTING-DOWN", "TERMINATED", "NOT_FOUND"];

/** Ids of the EC2 instances that exist in the simulator's world at this moment, whatever DRS says about them. */
function liveInstances(simulator: Pick<Simulator, "world">): string[] {
  const { instances } = simulator.world();
  return instances.filter(({ ec2State }) => !ENDED_STATES.includes(ec2State)).map((one) => one.ec2InstanceID);
}

/** The tag by which the example's program puts servers into waves. */
const TIER_TAG = "Tier";

/** Why the example's program makes no wave for these source servers; undefined when it makes one. */
export function nothingToDrill(
  servers: readonly { readonly tags: Readonly<Record<string, string>> }[],
): string | undefined {
  if (servers.length === 0) {
    return "the world has no source servers";
  }
  if (servers.some(({ tags }) => TIER_TAG in tags)) {
    return undefined;
  }
  const who =
    servers.length === 1 ? "the only source server does not have" : `none of the ${servers.length} source servers has`;
  return `${who} the tag ${TIER_TAG}`;
}
