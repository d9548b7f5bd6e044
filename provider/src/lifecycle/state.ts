/**
 * How a wave lies in state. The engine hands diff, update, read and delete the old *outputs* alone, so these carry the
 * args too, under their own names (which lets the engine mark secret ones). Two args share their name with an output,
 * `region` and `cleanup`; they are kept as `requestedRegion` and `requestedCleanup`.
 */
import { present } from "../present";
import { type DrillWaveIntent, type DrillWaveOutputs, type Observation, OUTPUT_NAMES } from "../vocabulary";
import type { WaveRequest } from "../wave/waveRequest";
import { toPlain } from "./plain";
import type { CustomTimeouts } from "./timeouts";

/** What check leaves as a wave's inputs. */
export interface WaveInputs extends DrillWaveIntent {
  drillNonce: string;
  customTimeouts?: CustomTimeouts;
  /** A resource option, for policies alone: the engine does what it says. */
  retainOnDelete?: boolean;
  /** What check saw; for policies, and for create to compare with. */
  observed?: Observation;
  /** The servers that check resolved a selector to. */
  resolvedServers?: string[];
  __provider: string;
  __urn?: string;
}

/** A wave as it lies in state: its outputs, and its args. */
export interface WaveState
  extends Omit<WaveInputs, "region" | "cleanup" | "retainOnDelete" | "observed" | "resolvedServers">,
    DrillWaveOutputs {
  requestedRegion?: string;
  requestedCleanup?: NonNullable<DrillWaveIntent["cleanup"]>;
}

/** State from inputs and outputs: plain, without what policies alone read. */
export function toState(inputs: WaveInputs, outputs: DrillWaveOutputs): WaveState {
  const {
    region,
    cleanup,
    retainOnDelete: _retained,
    observed: _observed,
    resolvedServers: _resolved,
    ...args
  } = inputs;
  return toPlain({ ...args, ...present({ requestedRegion: region, requestedCleanup: cleanup }), ...outputs });
}

/** The args that state was made from. */
export function inputsOf(state: WaveState): WaveInputs {
  const { requestedRegion, requestedCleanup, ...rest } = state;
  const outputs: readonly string[] = OUTPUT_NAMES;
  // What is left of a state without its outputs is what its inputs were.
  const args = Object.fromEntries(Object.entries(rest).filter(([name]) => !outputs.includes(name))) as Omit<
    WaveInputs,
    "region" | "cleanup"
  >;
  return { ...args, ...present({ region: requestedRegion, cleanup: requestedCleanup }) };
}

/** What runs: the args without what the engine and check added, and the servers that check resolved. */
export function requestOf(inputs: WaveInputs): WaveRequest {
  const { drillNonce, observed, resolvedServers, retainOnDelete: _retained, ...intent } = inputs;
  const declared = intent.sourceServers?.map((server) => server.sourceServerId);
  return { intent, drillNonce, sourceServerIds: declared ?? resolvedServers ?? [], judged: observed };
}
