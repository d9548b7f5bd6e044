import type { PolicyResource } from "@pulumi/policy";
import { DRILL_WAVE_TYPE, type DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import { Unanswerable } from "../judged/judgement";
import type { JudgedPlan, PlannedWave } from "../judged/plan";
import type { Ledger } from "./ledger";
import { readInputs, type ShownInputs, showsNothing, unseenWave } from "./readWave";

/** The waves of a program with their order and the records of their last drills, and the settings that it manages. */
export function planOf(resources: readonly PolicyResource[], ledger: Ledger): JudgedPlan {
  const waves = resources.filter(({ type }) => type === DRILL_WAVE_TYPE);
  return { waves: waves.map((resource) => toPlannedWave(resource, ledger)), settings: ledger.managed };
}

/** No rule saw this wave at its turn: all rules about single waves are off. */
const UNSEEN = new Unanswerable("not observed", "no rule about single waves is on, so this pack has not seen the wave");

function toPlannedWave(resource: PolicyResource, ledger: Ledger): PlannedWave {
  const wave = ledger.waves.get(resource.urn) ?? unseenWave(resource, UNSEEN);
  const shown = readInputs(resource.props);
  const record = outputsIn(shown);
  const isNew = record === undefined && isNewDrill(shown);
  return { wave, isNew, after: everythingBefore(resource), ...(record === undefined ? {} : { record }) };
}

/**
 * True where nothing is in state that the engine could hide: of a drill that this preview plans, also one that replaces
 * another, check leaves the nonce unknown; of a wave outside `--target` that is not in state, nothing is shown at all.
 */
function isNewDrill(shown: ShownInputs): boolean {
  return shown.unknownInputs.includes("drillNonce") || showsNothing(shown);
}

/** Outputs as they are in state; at preview the engine shows none of a wave that is about to change. */
function outputsIn({ inputs, unknownInputs }: ShownInputs): DrillWaveOutputs | undefined {
  // The engine hands a policy the outputs of any type as an open record; with these two it is a wave's.
  const outputs = inputs as unknown as DrillWaveOutputs;
  const isShown = unknownInputs.length === 0 && outputs.jobId !== undefined && outputs.servers !== undefined;
  return isShown ? outputs : undefined;
}

/** URNs of everything that the resource waits for, directly or by what it depends on. */
function everythingBefore(resource: PolicyResource): Set<string> {
  const found = new Set<string>();
  // Grows while it is read.
  const queue = [resource];
  for (const next of queue) {
    for (const dependency of dependenciesOf(next)) {
      if (found.has(dependency.urn)) {
        continue;
      }
      found.add(dependency.urn);
      queue.push(dependency);
    }
  }
  return found;
}

/** What a resource and its parents wait for: a child is registered after its parent. */
function dependenciesOf(resource: PolicyResource): PolicyResource[] {
  const { dependencies, propertyDependencies, parent } = resource;
  const own = [...dependencies, ...Object.values(propertyDependencies).flat()];
  return parent === undefined ? own : [...own, parent, ...dependenciesOf(parent)];
}
