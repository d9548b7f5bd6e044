import type { DrillWaveInputs, Observation, ObservedServer, WaveServer } from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "./judgement";

/** A wave as its rules see it. */
export interface JudgedWave {
  urn: string;
  /** The resource's name. */
  name: string;
  stack: string;
  project: string;
  /** Reading a member whose value is unknown at preview throws {@link Unanswerable}. */
  inputs: DrillWaveInputs;
  /** Names of the inputs that are unknown at preview. */
  unknownInputs: readonly string[];
  /** Why nothing of the wave was observed in this run, where its inputs do not tell. */
  unseen?: Unanswerable;
}

/** A server of a wave: what the program says of it, and what was seen. */
export interface JudgedServer {
  wave: JudgedWave;
  /** Absent for "the servers of the selector" as long as nobody has looked which these are. */
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

/**
 * Every server of the wave, declared or found by its selector. A selector that nobody has resolved gives one nameless
 * server, so that a rule about its role can still say that it does not apply.
 */
export function serversOf(wave: JudgedWave): JudgedServer[] {
  const { sourceServers, selector } = wave.inputs;
  if (sourceServers !== undefined) return sourceServers.map((server, index) => declaredServer(wave, server, index));
  if (selector === undefined) return [];
  const observation = observationOf(wave);
  const role = selector.role === undefined ? {} : { role: selector.role };
  const ids = observation?.servers.map((server) => server.sourceServerId) ?? wave.inputs.resolvedServers ?? [];
  if (ids.length === 0) {
    const tags = Object.entries(selector.tags).map(([key, value]) => `${key}=${value}`);
    return [{ wave, name: `the servers with ${tags.join(", ")}`, critical: true, ...role }];
  }
  return ids.map((sourceServerId) => ({ wave, critical: true, ...role, ...seenServer(observation, sourceServerId) }));
}

function declaredServer(wave: JudgedWave, server: WaveServer, index: number): JudgedServer {
  return {
    wave,
    critical: server.impactLevel !== "OPTIONAL",
    declared: { server, property: `sourceServers[${index}]` },
    ...(server.role === undefined ? {} : { role: server.role }),
    ...seenServer(observationOf(wave), server.sourceServerId),
  };
}

function seenServer(observation: Observation | undefined, sourceServerId: string) {
  const seen = observation?.servers.find((each) => each.sourceServerId === sourceServerId);
  return { sourceServerId, name: nameServer(sourceServerId, seen?.hostname), ...(seen === undefined ? {} : { seen }) };
}

/** `db-1 (s-…)`, or the id alone. */
export function nameServer(sourceServerId: string, hostname: string | undefined): string {
  return hostname === undefined ? sourceServerId : `${hostname} (${sourceServerId})`;
}

/** What check saw; undefined when it did not look, or could not. */
export function observationOf(wave: JudgedWave): Observation | undefined {
  return wave.unknownInputs.includes("observed") ? undefined : wave.inputs.observed;
}

/** Why nothing was observed of the wave: for a rule that needs it. */
export function whyUnobserved({ inputs, unknownInputs, unseen }: JudgedWave): Unanswerable {
  if (unseen !== undefined) return unseen;
  if (unknownInputs.includes("settings")) {
    return new Unanswerable("settings pending", "the settings that this program manages are about to change", true);
  }
  // The nonce is unknown at every first preview, and nothing that is looked at depends on it.
  const unknown = unknownInputs.filter((name) => name !== "drillNonce");
  if (unknown.length > 0) return new Unanswerable("unknown during preview", unknown.join(", "));
  if (inputs.observe === "off") return new Unanswerable("not observed", 'the wave says observe: "off"');
  return new Unanswerable("not observed", "nothing could be read in AWS: the warnings of this run say why");
}
