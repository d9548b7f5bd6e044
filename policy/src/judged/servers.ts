import { nameServer, type Observation, SERVER_DEFAULTS, type WaveServer } from "pulumi-drillwave/vocabulary";
import { observation } from "./observed";
import { findObservation, type JudgedServer, type JudgedWave } from "./wave";

/**
 * Every server of the wave, declared or found by its selector. A selector that has not been resolved gives one server
 * without an id, so that a rule about its role can still say that it does not apply.
 */
export function judgedServersOf(wave: JudgedWave): JudgedServer[] {
  const { sourceServers, selector } = wave.inputs;
  if (sourceServers !== undefined) {
    return sourceServers.map((server, index) => toJudgedServer(wave, server, index));
  }
  if (selector === undefined) {
    return [];
  }
  const { role, tags } = selector;
  const common = { wave, critical: true, ...(role === undefined ? {} : { role }) };
  const found = findObservation(wave);
  const ids = found?.servers.map((server) => server.sourceServerId) ?? wave.inputs.resolvedServers ?? [];
  if (ids.length === 0) {
    const conditions = Object.entries(tags).map(([key, value]) => `${key}=${value}`);
    return [{ ...common, name: `the servers with ${conditions.join(", ")}` }];
  }
  return ids.map((sourceServerId) => ({ ...common, ...idNameAndSeen(found, sourceServerId) }));
}

function toJudgedServer(wave: JudgedWave, server: WaveServer, index: number): JudgedServer {
  return {
    wave,
    critical: (server.impactLevel ?? SERVER_DEFAULTS.impactLevel) === "CRITICAL",
    declared: { server, property: `sourceServers[${index}]` },
    ...(server.role === undefined ? {} : { role: server.role }),
    ...idNameAndSeen(findObservation(wave), server.sourceServerId),
  };
}

function idNameAndSeen(found: Observation | undefined, sourceServerId: string) {
  const seen = found?.servers.find((each) => each.sourceServerId === sourceServerId);
  const name = nameServer({ sourceServerId, hostname: seen?.hostname });
  return { sourceServerId, name, ...(seen === undefined ? {} : { seen }) };
}

/** A server with its id. */
export type KnownServer = JudgedServer & { sourceServerId: string };

/** Every server of the wave, with its id. @throws Unanswerable for a selector that has not been resolved. */
export function knownServersOf(wave: JudgedWave): KnownServer[] {
  return judgedServersOf(wave).flatMap((server) => {
    const { sourceServerId } = server;
    if (sourceServerId !== undefined) {
      return [{ ...server, sourceServerId }];
    }
    // Either check looked and the selector matches nothing, or it has not looked and this throws.
    observation(wave);
    return [];
  });
}
