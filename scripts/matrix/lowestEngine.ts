import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engineCache, inCache } from "../engine/cache";
import type { EngineSearch } from "../engine/engine";
import { findEngine } from "../engine/findEngine";
import { fromGo } from "../engine/fromGo";
import { fromInstaller } from "../engine/fromInstaller";
import { pinnedVersion } from "../engine/pinnedVersion";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";

/** Searches for the lowest engine that our packages work with: that of tools/engine/lowest, and no other that is there. */
export function searchLowestEngine(signal: AbortSignal): Promise<EngineSearch> {
  const module = join(REPOSITORY_ROOT, "tools", "engine", "lowest");
  const version = pinnedVersion(readFileSync(join(module, "go.mod"), "utf8"));
  const cache = engineCache(version);
  const built = fromGo(cache, { version, module, say: console.log });
  return findEngine([inCache(cache), fromInstaller(cache, version), built], signal);
}
