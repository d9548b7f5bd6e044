import type { EngineSearch, EngineSource, FailedTry } from "./engine";

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
    if ("engine" in answer) return { found: true, engine: answer.engine, tries };
    tries.push({ source: source.name, reason: answer.reason });
  }
  signal.throwIfAborted();
  return { found: false, tries };
}
