import type { PolicyResource } from "@pulumi/policy";
import { DRILL_WAVE_TYPE, type DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import type { JudgedPlan } from "../judged/plan";
import type { Ledger } from "./ledger";
import { readWave } from "./readWave";

/**
 * The waves of a program with their order and the records of their last drills. A wave that this run did not register,
 * such as one outside `--target`, is left out.
 */
export function planOf(resources: readonly PolicyResource[], ledger: Ledger): JudgedPlan {
  const waves = resources.flatMap((resource) => {
    const wave = ledger.waves.get(resource.urn);
    if (wave === undefined || resource.type !== DRILL_WAVE_TYPE) return [];
    const record = recordOf(resource);
    return [{ wave, after: wavesBefore(resource), ...(record === undefined ? {} : { record }) }];
  });
  return { waves };
}

/** Outputs as state has them; at preview a wave that will be created, replaced or updated has none to show. */
function recordOf(resource: PolicyResource): DrillWaveOutputs | undefined {
  const { inputs, unknownInputs } = readWave(resource);
  // The engine hands a policy the outputs of any type as an open record; with these two it is a wave's.
  const outputs = inputs as unknown as DrillWaveOutputs;
  const isShown = unknownInputs.length === 0 && outputs.jobId !== undefined && outputs.servers !== undefined;
  return isShown ? outputs : undefined;
}

/** Every wave that the resource waits for, directly or by what it depends on. */
function wavesBefore(resource: PolicyResource): Set<string> {
  const found = new Set<string>();
  const queue = [resource];
  for (const next of queue) {
    for (const dependency of dependenciesOf(next)) {
      if (found.has(dependency.urn)) continue;
      found.add(dependency.urn);
      queue.push(dependency);
    }
  }
  return found;
}

function dependenciesOf(resource: PolicyResource): PolicyResource[] {
  return [...resource.dependencies, ...Object.values(resource.propertyDependencies).flat()];
}
