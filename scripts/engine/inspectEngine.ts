import { gte, parse } from "semver";
import { reasonOf } from "../process/reasonOf";
import { runQuietly } from "../process/runQuietly";
import type { EngineAnswer } from "./engine";

/** The oldest engine that is used when it is already there. */
const OLDEST_ENGINE = "3.200.0";

/** Starting a sound engine takes well under a second; a broken one must not hold everything up. */
const VERSION_TIMEOUT_MS = 20_000;

/** The engine at `path`, or why it cannot be used. */
export async function inspectEngine(path: string, signal: AbortSignal): Promise<EngineAnswer> {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    const text = await runQuietly(path, ["version"], { env, signal, timeoutMs: VERSION_TIMEOUT_MS });
    return judgeVersion(path, text.trim());
  } catch (error) {
    signal.throwIfAborted();
    return { reason: `${path} does not run: ${reasonOf(error)}` };
  }
}

/** Whether the engine at `path`, which says `text` when asked for its version, can be used. */
export function judgeVersion(path: string, text: string): EngineAnswer {
  const version = parse(text);
  if (version === null) return { reason: `${path} calls its version ${JSON.stringify(text)}` };
  if (version.major !== 3 || !gte(version, OLDEST_ENGINE)) {
    return { reason: `${path} is version ${version}; ${OLDEST_ENGINE} or a later 3.x is needed` };
  }
  return { engine: { path, version: version.version } };
}
