import { accessSync, constants, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import { engineCache, inCache } from "./cache";
import { ENGINE_FILE, type EngineSearch, type EngineSource, type FailedTry, inspectEngine } from "./engine";
import { fromGo } from "./fromGo";
import { fromInstaller } from "./fromInstaller";

/** Looks everywhere for an engine. One that is downloaded or built is kept in the user's cache. */
export function searchEngine(signal: AbortSignal): Promise<EngineSearch> {
  return findEngine(engineSources(REPOSITORY_ROOT, console.log), signal);
}

/** Searches for the lowest engine that our packages work with, that of tools/engine/lowest; another one that is there is none. */
export function searchLowestEngine(signal: AbortSignal): Promise<EngineSearch> {
  return findEngine(pinnedSources(join(REPOSITORY_ROOT, "tools", "engine", "lowest"), console.log), signal);
}

/**
 * The engine of the first source that has one; the sources after it are not asked.
 *
 * @throws the reason of `signal` once that is aborted.
 */
export async function findEngine(sources: readonly EngineSource[], signal: AbortSignal): Promise<EngineSearch> {
  const tries: FailedTry[] = [];
  for (const source of sources) {
    signal.throwIfAborted();
    const answer = await source.find(signal);
    if ("engine" in answer) {
      return { found: true, engine: answer.engine, tries };
    }
    tries.push({ source: source.name, reason: answer.reason });
  }
  signal.throwIfAborted();
  return { found: false, tries };
}

/** What a user reads when no engine was found: every try, then what to install. */
export function noEngineMessage(tries: readonly FailedTry[]): string {
  return [
    "No Pulumi engine was found:",
    ...tries.map(({ source, reason }) => `  ${source}: ${reason}`),
    "Install Pulumi (https://www.pulumi.com/docs/install/) or Go (https://go.dev/doc/install), then try again.",
  ].join("\n");
}

/**
 * Everywhere an engine can come from, cheapest first. What is downloaded or built goes into the cache, never the checkout.
 *
 * @param root - the checkout, whose tools/engine/go.mod names the version
 * @param say - tells the user about work that takes minutes
 */
export function engineSources(root: string, say: (line: string) => void): EngineSource[] {
  return [onPath(process.env["PATH"] ?? ""), ...pinnedSources(join(root, "tools", "engine"), say)];
}

/** Where an engine of the version that a Go module pins can come from. */
function pinnedSources(module: string, say: (line: string) => void): EngineSource[] {
  const version = pinnedVersion(readFileSync(join(module, "go.mod"), "utf8"));
  const cache = engineCache(version);
  return [inCache(cache), fromInstaller(cache, version), fromGo(cache, { version, module, say })];
}

const REQUIREMENT = /^\s*(?:require\s+)?github\.com\/pulumi\/pulumi\/pkg\/v3 v(\d+\.\d+\.\d+)\s*(?:\/\/.*)?$/m;

/**
 * The version of the engine that DrillWave installs or builds, from the text of tools/engine/go.mod: the one place where it is kept.
 */
export function pinnedVersion(goMod: string): string {
  const version = REQUIREMENT.exec(goMod)?.[1];
  if (version === undefined) {
    throw new Error("Reading tools/engine/go.mod: found no version of github.com/pulumi/pulumi/pkg/v3.");
  }
  return version;
}

/** The engine that the user has installed. */
function onPath(searchPath: string): EngineSource {
  return {
    name: "on PATH",
    async find(signal) {
      const path = firstExecutable(searchPath, ENGINE_FILE, isExecutable);
      return path === undefined ? { reason: "pulumi not found" } : await inspectEngine(path, signal);
    },
  };
}

/** The first file called `name` in the folders of `searchPath` that can be run, as a shell would find it. */
export function firstExecutable(
  searchPath: string,
  name: string,
  canRun: (path: string) => boolean,
): string | undefined {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== "");
  return folders.map((folder) => join(folder, name)).find(canRun);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
