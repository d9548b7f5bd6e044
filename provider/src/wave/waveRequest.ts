import type { DrillWaveIntent, Observation } from "../vocabulary";

/** A wave to run, as check left it. */
export interface WaveRequest {
  intent: DrillWaveIntent;
  drillNonce: string;
  /** The servers that check resolved. */
  sourceServerIds: readonly string[];
  /** What policy judged; absent when check did not observe. */
  judged?: Observation | undefined;
}
