import { missedObjectives } from "./missedObjectives";
import { nameServer } from "./nameServer";
import type { OperationError, PolicyFinding } from "./operationReport";
import type { WaveRecord } from "./waveRecords";

/** A line for every server that did not recover, with DRS's own words. */
export function failedServerLines(waves: readonly WaveRecord[]): string[] {
  return waves.flatMap((wave) =>
    wave.outputs.servers.flatMap(({ failure, hostname, sourceServerId }) => {
      if (failure === undefined) return [];
      return [
        `${wave.name}: ${nameServer({ hostname, sourceServerId })} did not recover: ${failure.event}: ${failure.message}`,
      ];
    }),
  );
}

/** A line for everything that a wave wants its operator to know, a missed objective first. */
export function warningLines(waves: readonly WaveRecord[]): string[] {
  return waves.flatMap(({ name, outputs }) =>
    [...missedObjectives(outputs), ...outputs.warnings].map((warning) => `${name}: ${warning}`),
  );
}

/** A rule's finding on one line. */
export function policyLine({ policy, resource, message }: PolicyFinding): string {
  return `${resource === undefined ? "" : `${resource}: `}${policy}: ${message}`;
}

/** An error on one line or several, as the engine tells it. */
export function errorLine({ resource, message }: OperationError): string {
  return `${resource === undefined ? "" : `${resource}: `}${message}`;
}
