import type { DrillWaveInputs, Observation, ObservedServer, WaveServer } from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";

/** A wave as its rules see it. */
export interface JudgedWave {
  urn: string;
  /** The resource's name. */
  name: string;
  stack: string;
  project: string;
  /**
   * Reading an input that is unknown at preview throws {@link Unanswerable}. When this run shows none of the wave's inputs,
   * reading `inputs` itself throws it.
   */
  inputs: DrillWaveInputs;
  /** Names of the inputs that are unknown at preview. */
  unknownInputs: readonly string[];
  /**
   * The time of the look is reckoned by this machine's clock: a preview does not say it. Nothing is drilled in a preview,
   * so whatever a record holds was before the look.
   */
  isTimeReckoned?: true;
  /** Why nothing of the wave was observed in this run, where its inputs do not say why. */
  unseen?: Unanswerable;
}

/** A server of a wave: what the program says of it, and what was seen. */
export interface JudgedServer {
  wave: JudgedWave;
  /** Absent for "the servers of the selector" until check has looked which these are. */
  sourceServerId?: string;
  /** For people: `db-1 (s-…)`. */
  name: string;
  role?: string;
  /** Counts towards the wave's success: not OPTIONAL. */
  critical: boolean;
  /** Absent for a server that a selector found. */
  declared?: { server: WaveServer; property: string };
  /** Absent: not observed; rules read it by `observed.ts`. */
  seen?: ObservedServer;
}

/** `up` writes them first, and then looks at them for its policies. */
const SETTINGS_PENDING =
  "the settings that this program manages are about to change, and `up` judges them before the drill starts";

/** What check saw; undefined when it did not look, or could not. */
export function findObservation(wave: JudgedWave): Observation | undefined {
  return wave.unknownInputs.includes("observed") ? undefined : wave.inputs.observed;
}

/** Why nothing was observed of the wave: for a rule that needs it. */
export function whyUnobserved(wave: JudgedWave): Unanswerable {
  if (wave.unseen !== undefined) {
    return wave.unseen;
  }
  const { inputs, unknownInputs } = wave;
  if (unknownInputs.includes("settings")) {
    return new Unanswerable("settings pending", SETTINGS_PENDING, true);
  }
  // The nonce is unknown at every first preview, and nothing that is looked at depends on it.
  const unknown = unknownInputs.filter((name) => name !== "drillNonce");
  if (unknown.length > 0) {
    return new Unanswerable("unknown during preview", unknown.join(", "));
  }
  if (inputs.observe === "off") {
    return new Unanswerable("not observed", 'the wave says observe: "off"');
  }
  return new Unanswerable("not observed", "nothing could be read in AWS: the warnings of this run say why");
}
