import { inColumns } from "../process/columns";
import type { TortureOptions } from "./options";
import { type CellResult, FINDING_KINDS, type FindingKind, type TortureRun } from "./results";

/** Failing cells that are shown; the table counts all. */
const SHOWN = 40;

/** The table, the failing cells and how to run one again. */
export function tortureReport(run: TortureRun, { seed }: TortureOptions): { ok: boolean; text: string } {
  const failing = run.results.filter((result) => result.findings.length > 0);
  const missing = run.total - run.results.length;
  const ok = failing.length === 0 && missing === 0 && run.total > 0;
  const lines = [
    tableOf(run.results),
    "",
    ...failing.slice(0, SHOWN).flatMap(describe),
    ...(failing.length > SHOWN ? [`… and ${failing.length - SHOWN} more cells`] : []),
    ...(missing > 0 ? [`${missing} cells did not run`] : []),
    ...(run.total === 0 ? ["no cell was chosen"] : []),
    ...(failing[0] === undefined ? [] : [`Again: npm run torture -- --only '${failing[0].id}'`]),
    `${run.results.length} cells in ${run.seconds.toFixed(0)} s (seed ${seed}): ${ok ? "all held" : "NOT all held"}`,
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
  return `${matrix} ${id.split("/")[matrix === "crash" ? 0 : 1]}`;
}

function cellsOf(name: string, results: readonly CellResult[]): string[] {
  const cellsWith = (kind: FindingKind) =>
    results.filter(({ findings }) => findings.some((each) => each.kind === kind));
  return [name, `${results.length}`, ...FINDING_KINDS.map((kind) => `${cellsWith(kind).length}`)];
}

function describe({ id, findings }: CellResult): string[] {
  return [id, ...findings.map(({ kind, text }) => `    ${kind}: ${text}`)];
}
