import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import envPaths from "env-paths";
import { ENGINE_FILE, type EngineAnswer, type EngineSource, inspectEngine } from "./engine";

/** Where engines that DrillWave has downloaded or built are kept for this user, outside every checkout. */
export interface EngineCache {
  /** The folder of one version: `bin/pulumi` is in it, as Automation API's installer wants it. */
  readonly root: string;
  readonly executable: string;
}

/** The user's cache folder of this platform (XDG_CACHE_HOME, ~/Library/Caches, %LOCALAPPDATA%). */
export function engineCache(version: string): EngineCache {
  return cacheAt(join(envPaths("drillwave", { suffix: "" }).cache, "engine", version));
}

function cacheAt(root: string): EngineCache {
  return { root, executable: join(root, "bin", ENGINE_FILE) };
}

/** The engine that an earlier run left in the cache. */
export function inCache(cache: EngineCache): EngineSource {
  return {
    name: "in the cache",
    async find(signal) {
      if (!existsSync(cache.executable)) {
        return { reason: `${cache.executable} not found` };
      }
      return await inspectEngine(cache.executable, signal);
    },
  };
}

/**
 * Lets `make` put an engine into a fresh folder and moves that into the cache in one step: other processes see a whole
 * engine or none. When two do this at once, the first one's engine stays.
 */
export async function fillCache(
  cache: EngineCache,
  make: (fresh: EngineCache) => Promise<void>,
  signal: AbortSignal,
): Promise<EngineAnswer> {
  const fresh = cacheAt(`${cache.root}.${randomUUID()}`);
  try {
    await mkdir(dirname(fresh.executable), { recursive: true });
    await make(fresh);
    await moveIntoPlace(fresh, cache, signal);
    return await inspectEngine(cache.executable, signal);
  } finally {
    await rm(fresh.root, { recursive: true, force: true });
  }
}

async function moveIntoPlace(fresh: EngineCache, cache: EngineCache, signal: AbortSignal): Promise<void> {
  try {
    await rename(fresh.root, cache.root);
  } catch (error) {
    if (!existsSync(cache.root)) {
      throw error;
    }
    if ("engine" in (await inspectEngine(cache.executable, signal))) {
      return;
    }
    await rm(cache.root, { recursive: true, force: true });
    await rename(fresh.root, cache.root);
  }
}
