import { readFileSync } from "node:fs";
import { join } from "node:path";
import { engineCache, inCache } from "./cache";
import type { EngineSource } from "./engine";
import { fromGo } from "./fromGo";
import { fromInstaller } from "./fromInstaller";
import { onPath } from "./onPath";
import { pinnedVersion } from "./pinnedVersion";

/**
 * Everywhere an engine can come from, cheapest first. What is got from outside lands in the cache, never in the checkout.
 *
 * @param root - the checkout, whose tools/engine/go.mod names the version
 * @param say - tells the user about work that takes minutes
 */
export function engineSources(root: string, say: (line: string) => void): EngineSource[] {
  const module = join(root, "tools", "engine");
  const version = pinnedVersion(readFileSync(join(module, "go.mod"), "utf8"));
  const cache = engineCache(version);
  return [
    onPath(process.env["PATH"] ?? ""),
    inCache(cache),
    fromInstaller(cache, version),
    fromGo(cache, { version, module, say }),
  ];
}
