import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { REPOSITORY_ROOT } from "./repositoryRoot";

/** The runner that compiles TypeScript as it goes: some runs need the provider's own modules, which no package exports. */
const VITEST = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");

/** Runs what a configuration of Vitest names. Its output is shown only when it fails. @throws when it fails */
export function runVitestOf(config: string, env: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  const args = [VITEST, "run", "--config", config, "--reporter=default"];
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
      reject(new Error(`the run of ${config} itself failed (exit code ${code})`));
    });
  });
}
