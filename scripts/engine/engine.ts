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

/** A place that was asked in vain. */
export interface FailedTry {
  readonly source: string;
  readonly reason: string;
}

/** What a search ended with; `tries` are in the order in which they were made. */
export type EngineSearch =
  | { readonly found: true; readonly engine: Engine; readonly tries: readonly FailedTry[] }
  | { readonly found: false; readonly tries: readonly FailedTry[] };
