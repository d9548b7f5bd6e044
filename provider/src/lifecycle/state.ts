/**
 * How a wave lies in state. The engine hands diff, update, read and delete the old *outputs* alone, so these carry the
 * args too, under their own names (which lets the engine mark secret ones). Two args share their name with an output,
 * `region` and `cleanup`; they are kept as `requestedRegion` and `requestedCleanup`.
 */
import { present } from "../present";
import type { DrillWaveIntent, DrillWaveOutputs, Observation } from "../vocabulary";
import { toPlain } from "./plain";
import type { CustomTimeouts } from "./timeouts";

/** What check leaves as a wave's inputs. */
export interface WaveInputs extends DrillWaveIntent {
  drillNonce: string;
  customTimeouts?: CustomTimeouts;
  /** What check saw; for policies, and for create to compare with. */
  observed?: Observation;
  /** The servers that check resolved a selector to. */
  resolvedServers?: string[];
  __provider: string;
  __urn?: string;
}

/** A wave as it lies in state: its outputs, and its args. */
export interface WaveState
  extends Omit<WaveInputs, "region" | "cleanup" | "observed" | "resolvedServers">,
    DrillWaveOutputs {
  requestedRegion?: string;
  requestedCleanup?: NonNullable<DrillWaveIntent["cleanup"]>;
}

/** State from inputs and outputs: plain, without what was observed. */
export function toState(inputs: WaveInputs, outputs: DrillWaveOutputs): WaveState {
  const { region, cleanup, observed: _observed, resolvedServers: _resolved, ...args } = inputs;
  return toPlain({ ...args, ...present({ requestedRegion: region, requestedCleanup: cleanup }), ...outputs });
}

/** The args that state was made from. */
export function inputsOf(state: WaveState): WaveInputs {
  const { requestedRegion, requestedCleanup, ...rest } = state;
  const { region: _region, cleanup: _cleanup, ...args } = withoutOutputs(rest);
  return { ...args, ...present({ region: requestedRegion, cleanup: requestedCleanup }) };
}

function withoutOutputs(state: Omit<WaveState, "requestedRegion" | "requestedCleanup">) {
  const {
    jobId,
    jobArn,
    executionId,
    account,
    pending,
    status,
    verdict,
    startedAt,
    completedAt,
    recoveryTimeSeconds,
    recoveryPointSeconds,
    objectivesMet,
    servers,
    attempts,
    warnings,
    ...args
  } = state;
  return args;
}
