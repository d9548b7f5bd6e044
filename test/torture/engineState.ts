import { isDeepStrictEqual } from "node:util";
import type { DrillWaveOutputs } from "../../provider/src/vocabulary";

/** Properties as they lie in a state file. */
export type Properties = Record<string, unknown>;

/** A resource in state. */
export interface ResourceRecord {
  name: string;
  kind: "guard" | "wave";
  id: string;
  inputs: Properties;
  outputs: Properties;
  initErrors: string[];
  /** Deleted already by a delete-before-replace whose create has not succeeded. */
  pendingReplacement: boolean;
}

/** What the engine noted before a step and has not struck out since. */
export interface PendingOperation {
  type: "creating" | "updating" | "deleting";
  name: string;
}

/** A state file. */
export interface StackState {
  /** In the order in which they were registered. */
  resources: ResourceRecord[];
  pending: PendingOperation[];
}

/** A state file that nothing is in. */
export function emptyState(): StackState {
  return { resources: [], pending: [] };
}

/** A copy that shares nothing, as a file or a wire makes one. */
export function copy<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

/**
 * True for what crosses the provider's wire as it is: `undefined` anywhere, a Date or NaN does not
 * (docs/engine-facts.md#only-plain-values-cross-the-wire).
 */
export function isPlain(value: unknown): boolean {
  return value !== undefined && isDeepStrictEqual(copy(value), value);
}

/** A wave's outputs in a state; undefined when it is not there, or deleted for a replacement. */
export function waveIn(state: StackState, name: string): (DrillWaveOutputs & Properties) | undefined {
  const record = state.resources.find((each) => each.kind === "wave" && each.name === name);
  // The model keeps what the provider gave, as the engine does, without reading it.
  return record === undefined || record.pendingReplacement
    ? undefined
    : (record.outputs as DrillWaveOutputs & Properties);
}
