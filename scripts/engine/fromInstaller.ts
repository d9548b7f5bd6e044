import { join } from "node:path";
import { reasonOf } from "../process/reasonOf";
import { runQuietly } from "../process/runQuietly";
import { type EngineCache, fillCache } from "./cache";
import type { EngineSource } from "./engine";

/** A download of 100 MB, with time to spare on a slow line; an unreachable site fails at once. */
const INSTALL_TIMEOUT_MS = 180_000;

/** The official release, put into the cache by Automation API's installer. */
export function fromInstaller(cache: EngineCache, version: string): EngineSource {
  const script = join(__dirname, "installOfficial.js");
  return {
    name: "from get.pulumi.com",
    async find(signal) {
      const install = async (fresh: EngineCache) => {
        await runQuietly(process.execPath, [script, version, fresh.root], { signal, timeoutMs: INSTALL_TIMEOUT_MS });
      };
      try {
        return await fillCache(cache, install, signal);
      } catch (error) {
        signal.throwIfAborted();
        return { reason: reasonOf(error) };
      }
    },
  };
}
