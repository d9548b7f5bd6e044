import { inColumns } from "pulumi-drillwave/show";

/** What must not happen, in the order of the table's columns. */
export const FINDING_KINDS = [
  "double starts",
  "orphans",
  "harmed",
  "left in a drill network",
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
  readonly matrix: "crash" | "fault" | "answer";
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

/** Failing cells that are shown; the table counts all. */
const SHOWN = 40;

/** The table, the failing cells and how to run one again. */
export function tortureReport(run: TortureRun, { seed }: { readonly seed: number }): { ok: boolean; text: string } {
  const failing = run.results.filter((result) => result.findings.length > 0);
  const missing = run.total - run.results.length;
  const ok = failing.length === 0 && missing === 0 && run.total > 0;
  const lines = [
    tableOf(run.results),
    "",
    ...failing.slice(0, SHOWN).flatMap(describe),
    ...(failing.length > SHOWN ? [`… and ${failing.length - SHOWN} more cells`] : []),
    ...(missing > 0 ? [`${missing} cells did not run`] : []),
    ...(run.total === 0 ? ["no cell matches"] : []),
    ...(failing[0] === undefined ? [] : [`Run one again: npm run torture -- --only '${failing[0].id}'`]),
    `${run.results.length} cells in ${run.seconds.toFixed(0)} s (seed ${seed}): ${ok ? "no failures" : "FAILED"}`,
  ];
  return { ok, text: lines.join("\n") };
}

function tableOf(results: readonly CellResult[]): string {
  const names = [...new Set(results.map(rowOf))].sort();
  const rows = names.map((name) =>
    cellsOf(
      name,
      results.filter((result) => rowOf(result) === name),
    ),
  );
  return inColumns([["", "cells", ...FINDING_KINDS], ...rows, cellsOf("all", results)]).join("\n");
}

function rowOf({ matrix, id }: CellResult): string {
  const parts = id.split("/");
  // Of an answer cell the operation; the scenario says little.
  const part = { crash: parts[0], fault: parts[1], answer: parts[2]?.split(".")[0]?.split("=")[0] }[matrix];
  return `${matrix} ${part}`;
}

function cellsOf(name: string, results: readonly CellResult[]): string[] {
  const cellsWith = (kind: FindingKind) =>
    results.filter(({ findings }) => findings.some((each) => each.kind === kind));
  return [name, `${results.length}`, ...FINDING_KINDS.map((kind) => `${cellsWith(kind).length}`)];
}

function describe({ id, findings }: CellResult): string[] {
  return [id, ...findings.map(({ kind, text }) => `    ${kind}: ${text}`)];
}
