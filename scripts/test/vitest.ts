import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runQuietly } from "../process/runQuietly";
import { COUNT_FILE_VARIABLE, type TestCount } from "./countReporter";

/** The project in vitest.config.mts whose tests need a Pulumi engine. */
const ENGINE_PROJECT = "engine";

const VITEST = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");

/** How a run of Vitest ended; without `count` it ended before it could count. */
export interface VitestEnd {
  readonly exitCode: number;
  /** What killed it. */
  readonly signal?: NodeJS.Signals;
  readonly count?: TestCount;
}

/** Runs Vitest with the user's arguments, its output shown; Ctrl-C is passed on to it. */
export async function runVitest(
  args: readonly string[],
  { engine, environment, signal }: { engine?: string; environment: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<VitestEnd> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-test-"));
  const countFile = join(folder, "count.json");
  const projects = engine === undefined ? [`--project=!${ENGINE_PROJECT}`] : [];
  const reporters = ["--reporter=default", `--reporter=${join(__dirname, "countReporter.js")}`];
  const env = { ...environment, [COUNT_FILE_VARIABLE]: countFile, ...(engine ? { DRILLWAVE_ENGINE: engine } : {}) };
  try {
    const end = await runShown([VITEST, "run", ...projects, ...reporters, ...args], env, signal);
    const count = await readFile(countFile, "utf8").then(parseCount, () => undefined);
    return { ...end, ...(count ? { count } : {}) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Whether any test that `args` select needs an engine. */
export async function selectsEngineTests(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  if (args.length === 0) {
    return true;
  }
  const list = [VITEST, "list", "--filesOnly", `--project=${ENGINE_PROJECT}`, ...args];
  const files = await runQuietly(process.execPath, list, { signal, timeoutMs: 60_000 }).catch(() => "not known");
  return files.trim() !== "";
}

function parseCount(text: string): TestCount {
  return JSON.parse(text) as TestCount;
}

function runShown(args: readonly string[], env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<VitestEnd> {
  const child = spawn(process.execPath, args, { env, stdio: "inherit" });
  const stop = () => child.kill("SIGINT");
  signal.addEventListener("abort", stop);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, killedBy) => {
      signal.removeEventListener("abort", stop);
      resolve({ exitCode: code ?? 1, ...(killedBy ? { signal: killedBy } : {}) });
    });
  });
}

/** What `npm test` ends with. */
export interface TestResult {
  readonly line: string;
  readonly exitCode: number;
}

/** What went wrong in Vitest rather than in a test; undefined when nothing did. */
export function vitestTrouble({ exitCode, signal, count }: VitestEnd): string | undefined {
  const how = signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
  if (count === undefined) {
    return `Vitest ended ${how} before it could count its tests.`;
  }
  return exitCode !== 0 && count.failed === 0 ? `Vitest ended ${how} although no test failed.` : undefined;
}

/**
 * The closing line and exit code of a test run. It passes only when something ran, nothing failed, and Vitest
 * reported no failure of its own.
 *
 * @param missing - what had to be run and could not be, each a failure
 */
export function testResult(end: VitestEnd, missing: number): TestResult {
  const { passed, failed } = end.count ?? { passed: 0, failed: 0 };
  const all = failed + missing + (vitestTrouble(end) === undefined ? 0 : 1);
  return { line: `${passed} passed, ${all} failed`, exitCode: all === 0 && passed > 0 ? 0 : 1 };
}
