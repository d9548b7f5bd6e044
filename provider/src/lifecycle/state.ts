/**
 * How a wave is kept in state. The engine gives diff, update, read and delete only the old *outputs*
 * (docs/engine-facts.md#what-a-call-receives), so these carry the args too, under their own names (which lets the
 * engine mark secret ones). Two args share their name with an output, `region` and `cleanup`; they are kept as
 * `requestedRegion` and `requestedCleanup`.
 */
import { type DrillWaveInputs, type DrillWaveOutputs, OUTPUT_NAMES } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import { toPlain } from "./engineValues";

/** What check leaves as a wave's inputs. */
export interface WaveInputs extends DrillWaveInputs {
  /** The guard's random text, which every job of the wave carries. */
  drillNonce: string;
  __provider: string;
  __urn?: string;
}

/**
 * What becomes of each input in state: kept under its own name, kept under another, or left out, because only policies
 * read it. An input that is missing here does not compile.
 */
const IN_STATE = {
  region: "requestedRegion",
  sourceServers: "kept",
  selector: "kept",
  recoveryPlan: "kept",
  wave: "kept",
  isDrill: "kept",
  allowRecovery: "kept",
  observe: "kept",
  onUnreadableLaunchConfiguration: "kept",
  objectives: "kept",
  success: "kept",
  minimumLaunched: "kept",
  retries: "kept",
  preflight: "kept",
  cleanup: "requestedCleanup",
  replaceRecoveryInstances: "kept",
  settings: "kept",
  network: "kept",
  tags: "kept",
  triggers: "kept",
  polling: "kept",
  connection: "kept",
  drillNonce: "kept",
  customTimeouts: "kept",
  retainOnDelete: "left out",
  observed: "left out",
  resolvedServers: "left out",
  sourceTags: "left out",
  __provider: "kept",
  __urn: "kept",
} as const satisfies { [Name in keyof WaveInputs]-?: "kept" | "left out" | `requested${Capitalize<Name>}` };

/** The inputs that state keeps under their own names. */
type KeptInputs = Pick<
  WaveInputs,
  { [Name in keyof typeof IN_STATE]: (typeof IN_STATE)[Name] extends "kept" ? Name : never }[keyof typeof IN_STATE]
>;

/** A wave as state keeps it: its outputs, and its args. */
export interface WaveState extends KeptInputs, DrillWaveOutputs {
  requestedRegion?: NonNullable<WaveInputs["region"]>;
  requestedCleanup?: NonNullable<WaveInputs["cleanup"]>;
}

/** State from inputs and outputs: plain, without what only policies read. */
export function toState(inputs: WaveInputs, outputs: DrillWaveOutputs): WaveState {
  const fates: Record<string, string> = IN_STATE;
  const kept = Object.entries(inputs).filter(([name]) => (fates[name] ?? "kept") === "kept");
  const requested = withoutUndefined({ requestedRegion: inputs.region, requestedCleanup: inputs.cleanup });
  return toPlain({ ...(Object.fromEntries(kept) as KeptInputs), ...requested, ...outputs });
}

/** The inputs that state was made from, as far as it keeps them. */
export function inputsOf(state: WaveState): WaveInputs {
  const { requestedRegion, requestedCleanup, ...rest } = state;
  // What is left of a state without its outputs is what its inputs were.
  const kept = Object.entries(rest).filter(([name]) => !OUTPUT_NAMES.includes(name));
  const requested = withoutUndefined({ region: requestedRegion, cleanup: requestedCleanup });
  return { ...(Object.fromEntries(kept) as KeptInputs), ...requested };
}
