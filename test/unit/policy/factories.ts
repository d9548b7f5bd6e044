/** A wave that complies. A test breaks one field of it. */

import type { JudgedWave } from "../../../policy/src/rules/judgement";
import type { Observation, ObservedServer, WaveServer } from "../../../provider/src/vocabulary";

export const DB = "s-00000000000000001";
export const WEB = "s-00000000000000002";

export function anObservedServer(changes: Partial<ObservedServer> = {}): ObservedServer {
  return {
    sourceServerId: DB,
    hostname: "db-1",
    tags: {},
    launchConfigurationSource: "DRS",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
    recoveryInstances: [],
    ...changes,
  };
}

export const observing = (...servers: ObservedServer[]): Observation => ({
  region: "us-west-2",
  account: "111122223333",
  servers,
});

export function aDatabase(changes: Partial<WaveServer> = {}): WaveServer {
  return {
    sourceServerId: DB,
    role: "database",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
    ...changes,
  };
}

export function aWave(changes: Partial<JudgedWave> = {}): JudgedWave {
  return { sourceServers: [aDatabase()], observed: observing(anObservedServer()), ...changes };
}
