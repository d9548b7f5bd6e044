/** Results of cells as test/torture writes them. */

/** What must not happen, in the order of the table's columns. */
export const FINDING_KINDS = [
  "double starts",
  "orphans",
  "lost jobs",
  "hangs",
  "wrong verdicts",
  "leftover pending",
  "unclear errors",
  "stuck",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** One cell's result. */
export interface CellResult {
  readonly id: string;
  readonly matrix: "crash" | "fault";
  readonly findings: readonly { readonly kind: FindingKind; readonly text: string }[];
}

/** A whole run. `total`: cells that were to run. */
export interface TortureRun {
  readonly total: number;
  readonly results: readonly CellResult[];
  readonly seconds: number;
}

/** What the lines of a results file say. Pure. */
export function parseResults(text: string): Omit<TortureRun, "seconds"> {
  const lines = text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as CellResult | { total: number });
  const total = lines.find((line) => "total" in line)?.total ?? 0;
  return { total, results: lines.filter((line) => "id" in line) };
}
