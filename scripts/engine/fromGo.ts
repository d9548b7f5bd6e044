import { reasonOf } from "../process/reasonOf";
import { runQuietly } from "../process/runQuietly";
import { type EngineCache, fillCache } from "./cache";
import type { EngineSource } from "./engine";

/** Four minutes on two cores; a cold module cache on a slow line needs more. */
const BUILD_TIMEOUT_MS = 20 * 60_000;

/** How often a build shows that it is alive. */
const ALIVE_EVERY_MS = 30_000;

const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** What an engine is built from, and how that is reported. */
export interface GoBuild {
  readonly version: string;
  /** Folder of the Go module that pins the engine's sources. */
  readonly module: string;
  say(line: string): void;
}

/** The engine built from its sources, where Go is installed. */
export function fromGo(cache: EngineCache, build: GoBuild): EngineSource {
  return {
    name: "built with Go",
    async find(signal) {
      try {
        await runQuietly("go", ["version"], { signal, timeoutMs: 20_000 });
      } catch {
        signal.throwIfAborted();
        return { reason: "Go is not installed" };
      }
      try {
        return await fillCache(cache, (fresh) => buildEngine(fresh, build, signal), signal);
      } catch (error) {
        signal.throwIfAborted();
        return { reason: reasonOf(error) };
      }
    },
  };
}

async function buildEngine(fresh: EngineCache, build: GoBuild, signal: AbortSignal): Promise<void> {
  build.say(`building the Pulumi engine ${build.version} with Go (once; takes about 4 minutes) …`);
  const start = performance.now();
  const alive = setInterval(() => {
    build.say(`  still building the engine (${Math.round((performance.now() - start) / 1000)} s) …`);
  }, ALIVE_EVERY_MS);
  try {
    await runQuietly("go", goBuildArguments(fresh.executable, build.version), {
      cwd: build.module,
      env: { ...process.env, CGO_ENABLED: "0" },
      signal,
      timeoutMs: BUILD_TIMEOUT_MS,
    });
  } finally {
    clearInterval(alive);
  }
}

/** Arguments of `go` that build the engine to `output`. An engine that does not know its version is refused by Automation API. */
export function goBuildArguments(output: string, version: string): string[] {
  const linkerFlags = `-s -w -X ${VERSION_VARIABLE}=v${version}`;
  return ["build", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", linkerFlags, "-o", output, COMMAND];
}
