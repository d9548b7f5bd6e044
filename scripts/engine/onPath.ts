import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { EngineSource } from "./engine";
import { executableName } from "./executableName";
import { inspectEngine } from "./inspectEngine";

/** The engine that the user has installed. */
export function onPath(searchPath: string): EngineSource {
  return {
    name: "on PATH",
    async find(signal) {
      const path = firstExecutable(searchPath, executableName(process.platform), isExecutable);
      return path === undefined ? { reason: "there is no pulumi" } : await inspectEngine(path, signal);
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
