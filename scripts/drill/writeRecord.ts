import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { OperationError, PolicyFinding } from "./operationReport";
import type { WaveRecord } from "./waveRecords";

/** Content of drill.json: what a drill proved, and what stood in its way. */
export interface DrillRecord {
  readonly waves: readonly WaveRecord[];
  readonly violations: readonly PolicyFinding[];
  readonly advice: readonly PolicyFinding[];
  readonly errors: readonly OperationError[];
}

/** Writes drill.json to `folder`, which is made when it is not there; gives the file's path. */
export async function writeRecord(folder: string, { waves, violations, advice, errors }: DrillRecord): Promise<string> {
  await mkdir(folder, { recursive: true });
  // `__provider` and its like are the engine's business.
  const content = JSON.stringify(
    { waves, violations, advice, errors },
    (key, value: unknown) => (key.startsWith("__") ? undefined : value),
    2,
  );
  const file = join(folder, "drill.json");
  await writeFile(file, `${content}\n`);
  return file;
}
