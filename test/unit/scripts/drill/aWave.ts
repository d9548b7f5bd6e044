import type { DrillWaveOutputs, ServerRecord } from "pulumi-drillwave/vocabulary";
import type { WaveRecord } from "../../../../scripts/drill/record";
import { aDrill, aFailedServer as anotherFailedServer, aServer as aServerWithPhases } from "../../provider/show/aStack";

/** A database server that recovered, and of whose phases nothing is known. */
export function aServer(change: Partial<ServerRecord> = {}): ServerRecord {
  return aServerWithPhases({ phases: [], ...change });
}

/** The same server, which DRS could not launch. */
export function aFailedServer(change: Partial<ServerRecord> = {}): ServerRecord {
  return anotherFailedServer({ sourceServerId: aServer().sourceServerId, ...change });
}

/** A wave of one server that passed. */
export function aWave(name: string, change: Partial<DrillWaveOutputs> = {}): WaveRecord {
  return {
    name,
    urn: `urn:pulumi:drill::three-tier-drill::pulumi-nodejs:dynamic/drs:DrillWave::${name}`,
    standing: "recorded",
    errors: [],
    outputs: aDrill({ servers: [aServer()], ...change }),
  };
}
