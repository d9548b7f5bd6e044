import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
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

/** The runner that compiles TypeScript as it goes; the harness needs the provider's own modules, which no package exports. */
const VITEST = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
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
    await runVitest({ ...process.env, TORTURE_ORDER: text }, signal);
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

/** Its output is shown only when it fails. */
function runVitest(env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const args = [VITEST, "run", "--config", CONFIG, "--reporter=default"];
  const child = spawn(process.execPath, args, { cwd: REPOSITORY_ROOT, env, stdio: ["ignore", "pipe", "pipe"] });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (data) => lines.push(String(data)));
  }
  const stop = () => child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      signal.removeEventListener("abort", stop);
      if (code === 0) {
        return resolve();
      }
      if (!signal.aborted) {
        console.error(lines.join(""));
      }
      reject(new Error(`the torture run itself failed (exit code ${code})`));
    });
  });
}
