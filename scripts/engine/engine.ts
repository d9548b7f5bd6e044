import { gte, parse } from "semver";
import { reasonOf } from "../process/reasonOf";
import { runQuietly } from "../process/runQuietly";

/** A Pulumi engine that this machine can run. */
export interface Engine {
  /** Absolute path of the `pulumi` executable. */
  readonly path: string;
  readonly version: string;
}

/** One place to get an engine from. */
export interface EngineSource {
  /** Completes the sentence "looked for an engine …". */
  readonly name: string;
  /** The engine, or the reason why there is none here. Throws only when `signal` ends the search. */
  find(signal: AbortSignal): Promise<EngineAnswer>;
}

export type EngineAnswer = { readonly engine: Engine } | { readonly reason: string };

/** A place without a usable engine. */
export interface FailedTry {
  readonly source: string;
  readonly reason: string;
}

/** What a search ended with; `tries` are in the order in which they were made. */
export type EngineSearch =
  | { readonly found: true; readonly engine: Engine; readonly tries: readonly FailedTry[] }
  | { readonly found: false; readonly tries: readonly FailedTry[] };

/** What the engine's file is called on this platform. */
export const ENGINE_FILE = process.platform === "win32" ? "pulumi.exe" : "pulumi";

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
    return { reason: `${path} cannot be run: ${reasonOf(error)}` };
  }
}

/** Whether the engine at `path`, which says `text` when asked for its version, can be used. */
export function judgeVersion(path: string, text: string): EngineAnswer {
  const version = parse(text);
  if (version === null) {
    return { reason: `${path} reports the version ${JSON.stringify(text)}` };
  }
  if (version.major !== 3 || !gte(version, OLDEST_ENGINE)) {
    return { reason: `${path} is version ${version}; ${OLDEST_ENGINE} or a later 3.x is needed` };
  }
  return { engine: { path, version: version.version } };
}
