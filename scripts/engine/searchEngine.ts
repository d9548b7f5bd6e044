import { REPOSITORY_ROOT } from "../process/repositoryRoot";
import type { EngineSearch } from "./engine";
import { engineSources } from "./engineSources";
import { findEngine } from "./findEngine";

/** Searches everywhere for an engine; a copy that had to be got from outside is kept in the user's cache. */
export function searchEngine(signal: AbortSignal): Promise<EngineSearch> {
  return findEngine(engineSources(REPOSITORY_ROOT, console.log), signal);
}
