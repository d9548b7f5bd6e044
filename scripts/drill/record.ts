import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { drillsIn, type WaveInState } from "pulumi-drillwave/show";
import type { DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import { systemReason } from "../process/reasonOf";
import type { OperationError, PolicyFinding } from "./events";

/** A wave that has a job, as the stack's state has it. */
export interface WaveRecord extends WaveInState {
  readonly outputs: DrillWaveOutputs;
}

/**
 * Every wave in an exported stack that has a job, first started first; also those that failed or were interrupted.
 *
 * State is the border here: what the provider saved is taken to be what it promises.
 */
export function waveRecords(state: unknown): WaveRecord[] {
  return drillsIn(state).waves.flatMap(({ outputs, ...wave }) =>
    isStarted(outputs) ? { ...wave, outputs: outputs as DrillWaveOutputs } : [],
  );
}

function isStarted(outputs: object | undefined): boolean {
  return outputs !== undefined && "jobId" in outputs && "servers" in outputs;
}

/** Content of drill.json: what a drill proved, and what stood in its way. */
export interface DrillRecord {
  readonly waves: readonly WaveRecord[];
  readonly violations: readonly PolicyFinding[];
  readonly advice: readonly PolicyFinding[];
  readonly errors: readonly OperationError[];
}

/** A record that could not be written; the message says where and why. */
class RecordError extends Error {
  override readonly name = "RecordError";
  constructor(file: string, cause: unknown) {
    super(`Writing ${file} (--out): ${systemReason(cause)}`, { cause });
  }
}

/**
 * Makes `folder` where it is not there, and proves that a record can be written to it. Leaves an earlier drill's alone.
 *
 * @throws RecordError
 */
export async function prepareRecordFolder(folder: string): Promise<void> {
  const file = recordFile(folder);
  const part = partOf(file);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(part, "");
    await rm(part);
    const earlier = await stat(file).catch(() => undefined);
    if (earlier?.isDirectory()) {
      throw Object.assign(new Error("is a folder"), { code: "EISDIR" });
    }
  } catch (error) {
    throw new RecordError(file, error);
  }
}

/**
 * Writes drill.json to `folder`, which is made when it is not there: whole or not at all; gives the file's path.
 *
 * @throws RecordError
 */
export async function writeRecord(folder: string, { waves, violations, advice, errors }: DrillRecord): Promise<string> {
  // `__provider` and its like are the engine's business.
  const content = JSON.stringify(
    { waves, violations, advice, errors },
    (key, value: unknown) => (key.startsWith("__") ? undefined : value),
    2,
  );
  const file = recordFile(folder);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(partOf(file), `${content}\n`);
    await rename(partOf(file), file);
    return file;
  } catch (error) {
    await rm(partOf(file), { force: true }).catch(() => undefined);
    throw new RecordError(file, error);
  }
}

function recordFile(folder: string): string {
  return join(folder, "drill.json");
}

function partOf(file: string): string {
  return `${file}.part`;
}
