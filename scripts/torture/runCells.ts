import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import { runVitestOf } from "../process/runVitestOf";
import { parseResults, type TortureRun } from "./results";

/** What `npm run torture` was asked to do. */
export interface TortureOptions {
  /** Which cells a sample has, and in which order they run. */
  readonly seed: number;
  /** How many; absent: all. */
  readonly cells?: number;
  /** A part of the ids of the cells that run. */
  readonly only?: string;
}

const CONFIG = join(REPOSITORY_ROOT, "test", "torture", "vitest.config.mts");

const PROGRESS_MS = 10_000;

/** Runs the cells, on all cores, and says from time to time how many are done. @throws when a worker fails */
export async function runCells(options: TortureOptions, signal: AbortSignal): Promise<TortureRun> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-torture-"));
  const out = join(folder, "results.jsonl");
  const startedAt = performance.now();
  const progress = setInterval(() => tell(out), PROGRESS_MS);
  try {
    const { cells: count, ...order } = options;
    const text = JSON.stringify({ ...order, ...(count === undefined ? {} : { count }), out });
    await runVitestOf(CONFIG, { ...process.env, TORTURE_ORDER: text }, signal);
    return { ...parseResults(readFileSync(out, "utf8")), seconds: (performance.now() - startedAt) / 1000 };
  } finally {
    clearInterval(progress);
    await rm(folder, { recursive: true, force: true });
  }
}

function tell(out: string): void {
  if (!existsSync(out)) {
    return;
  }
  const lines = readFileSync(out, "utf8").split("\n");
  // The last line may be half written.
  const { total, results } = parseResults(lines.slice(0, -1).join("\n"));
  const bad = results.filter((result) => result.findings.length > 0).length;
  console.log(`${results.length} of ${total} cells${bad > 0 ? `, ${bad} failed` : ""}`);
}
