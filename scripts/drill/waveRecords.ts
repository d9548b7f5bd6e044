import { DRILL_WAVE_TYPE, type DrillWaveOutputs } from "pulumi-drillwave/vocabulary";

/** One wave, as the stack's state has it. */
export interface WaveRecord {
  readonly name: string;
  readonly outputs: DrillWaveOutputs;
}

/** The part of an exported stack that is read here. */
interface StateResource {
  readonly type: string;
  readonly urn: string;
  readonly outputs?: unknown;
}

/**
 * Every wave in an exported stack that has a job, first started first; also those that failed or were interrupted.
 *
 * State is the border here: what the provider saved is taken to be what it promises.
 */
export function waveRecords(deployment: { readonly resources?: readonly StateResource[] }): WaveRecord[] {
  return (deployment.resources ?? [])
    .filter((resource) => resource.type === DRILL_WAVE_TYPE && isStarted(resource.outputs))
    .map(({ urn, outputs }) => ({ name: resourceName(urn), outputs: outputs as DrillWaveOutputs }))
    .sort((a, b) => a.outputs.startedAt.localeCompare(b.outputs.startedAt));
}

function isStarted(outputs: unknown): boolean {
  return typeof outputs === "object" && outputs !== null && "startedAt" in outputs && "servers" in outputs;
}

/** The name that a program gave to the resource with this URN. */
export function resourceName(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
