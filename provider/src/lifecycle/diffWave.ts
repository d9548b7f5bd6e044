import type { DiffResult } from "@pulumi/pulumi/dynamic";
import { nameServer, type Observation } from "../vocabulary";
import { describeNextStep, nextStepOf } from "../wave/judge/nextStep";
import { fromOutputs } from "../wave/judge/outputs";
import { changes } from "../wave/look/launchSettings";
import { drillDefining, toWave } from "../wave/wave";
import { withoutUndefined } from "../withoutUndefined";
import { canonical, hasUnknown, UNKNOWN } from "./engineValues";
import { inputsOf, type WaveInputs, type WaveState } from "./state";

/** What changed between the intent that state was made from and the program's. */
export interface WaveDiff {
  /** Names of the changed properties that make it another drill. */
  replaces: string[];
  changes: boolean;
  /** What the row says. */
  text: string;
  /** What changed outside the program since the drill; never a reason for an update. */
  warnings: string[];
}

/** Compares the user's intent alone: what was observed never makes a change. Pure. */
export function diffWave(state: WaveState, news: WaveInputs): WaveDiff {
  const { sourceServers, selector, isDrill, triggers, region } = news;
  if (hasUnknown([sourceServers, selector, isDrill, triggers, region])) {
    return { replaces: [], changes: true, text: "not known yet whether this is another drill", warnings: [] };
  }
  const replaces = replacedBy(state, news);
  if (replaces.length > 0) {
    return { replaces, changes: true, text: `another drill: ${replaces.join(", ")} changed`, warnings: [] };
  }
  const wave = toWave(news, state);
  const step = nextStepOf(fromOutputs(state, wave), state.pending);
  const edited = canonical(inPlace(inputsOf(state))) !== canonical(inPlace(news));
  return {
    replaces,
    changes: edited || step.kind !== "none" || state.pending.length > 0,
    text: describeNextStep(step, wave.retries.maximumAttempts),
    warnings: news.observed === undefined ? [] : [...notDrilled(state, news), ...drift(state, news.observed)],
  };
}

function replacedBy(state: WaveState, news: WaveInputs): string[] {
  const [old, fresh] = [drillDefining(inputsOf(state)), drillDefining(news)];
  const names = (["sourceServers", "selector", "isDrill", "triggers"] as const).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(fresh[name]),
  );
  const moved = news.region !== undefined && news.region !== state.region;
  // Unknown while the guard is updated in place (docs/engine-facts.md#unknown-values-are-a-text); its nonce stays.
  const reguarded = news.drillNonce !== UNKNOWN && news.drillNonce !== state.drillNonce;
  return [...names, ...(moved ? ["region"] : []), ...(reguarded ? ["drillNonce"] : [])];
}

/**
 * The args whose change launches nothing. Without `settings`, which only says when to look, and the engine's
 * `retainOnDelete`.
 */
function inPlace(inputs: WaveInputs): object {
  const { sourceServers, selector, observed, resolvedServers, settings, retainOnDelete, ...others } = inputs;
  const { __provider, __urn, drillNonce, ...rest } = others;
  const servers = [...(sourceServers ?? [])].sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
  return withoutUndefined({ ...rest, region: undefined, sourceServers: servers, role: selector?.role });
}

/** Servers that the selector matches now and that were not drilled: reported, never launched. */
function notDrilled(state: WaveState, { selector, observed }: WaveInputs): string[] {
  if (selector === undefined) {
    return [];
  }
  const drilled = new Set(state.servers.map((server) => server.sourceServerId));
  const fresh = (observed?.servers ?? []).filter((server) => !drilled.has(server.sourceServerId));
  if (fresh.length === 0) {
    return [];
  }
  return [`the selector now also matches ${fresh.map(nameServer).join(", ")}, which this drill did not launch`];
}

/** Launch configurations that changed since the drill. */
function drift(state: WaveState, observed: Observation): string[] {
  return state.servers.flatMap((server) => {
    const now = observed.servers.find((each) => each.sourceServerId === server.sourceServerId);
    if (now === undefined) {
      return [];
    }
    return changes(server.launchConfiguration, now.launchConfiguration).map(
      (change) => `launch configuration of ${nameServer(server)} changed since the drill: ${change}`,
    );
  });
}

/** As the engine expects it. Deletes before it replaces: a new launch would terminate the old instances anyway. */
export function toDiffResult({ replaces, changes }: WaveDiff): DiffResult {
  return { changes, replaces, deleteBeforeReplace: true };
}
