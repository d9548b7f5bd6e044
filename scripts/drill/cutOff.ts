import type { OperationReport } from "./operationReport";
import type { DrillRecord } from "./writeRecord";

/**
 * Whether a drill in which Ctrl-C was pressed lacks something because of that: a wave that was planned was not judged. A
 * drill that policy or a failed wave has ended lacks nothing, nor does one that was only cleaning up.
 */
export function isCutOff(preview: Pick<OperationReport, "succeeded" | "planned">, record: DrillRecord): boolean {
  if (record.violations.length > 0 || record.waves.some(({ outputs }) => outputs.verdict === "FAILED")) return false;
  const judged = record.waves.filter(({ outputs }) => outputs.verdict !== undefined);
  return !preview.succeeded || judged.length < preview.planned.length;
}
