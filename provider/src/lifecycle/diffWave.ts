import type { DiffResult } from "@pulumi/pulumi/dynamic";
import { present } from "../present";
import type { Observation } from "../vocabulary";
import { describeNextStep, nextStepOf } from "../wave/nextStep";
import { runDefining } from "../wave/plan";
import { settingsOf } from "../wave/settings";
import { fromOutputs } from "../wave/waveRun";
import { canonical } from "./canonical";
import { resumedPlan } from "./resumedPlan";
import { inputsOf, type WaveInputs, type WaveState } from "./state";
import { UNKNOWN } from "./unknown";

/** What changed between the intent that state was made from and the program's. */
export interface WaveDiff {
  /** Names of run-defining properties that changed: another drill. */
  replaces: string[];
  changes: boolean;
  /** What the row says. */
  text: string;
}

/** Compares the user's intent alone: what was observed never makes a change. Pure. */
export function diffWave(state: WaveState, news: WaveInputs): WaveDiff {
  const replaces = replacedBy(state, news);
  if (replaces.length > 0) return { replaces, changes: true, text: `another drill: ${replaces.join(", ")} changed` };
  const step = nextStepOf(fromOutputs(state, news, resumedPlan(state, news)), state.pending);
  const edited = canonical(inPlace(inputsOf(state))) !== canonical(inPlace(news));
  const text =
    step.kind === "none" ? withNewcomers(state, news) : describeNextStep(step, settingsOf(news).maximumAttempts);
  return { replaces, changes: edited || step.kind !== "none" || state.pending.length > 0, text };
}

function replacedBy(state: WaveState, news: WaveInputs): string[] {
  const [old, fresh] = [runDefining(inputsOf(state)), runDefining(news)];
  const names = (["sourceServers", "selector", "isDrill", "triggers"] as const).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(fresh[name]),
  );
  const moved = news.region !== undefined && news.region !== state.region;
  // Unknown while the guard is updated in place, which does not change its nonce.
  const reguarded = news.drillNonce !== UNKNOWN && news.drillNonce !== state.drillNonce;
  return [...names, ...(moved ? ["region"] : []), ...(reguarded ? ["drillNonce"] : [])];
}

/** The args whose change launches nothing. A revision is no intent: it says when to look. */
function inPlace(inputs: WaveInputs): object {
  const { sourceServers, selector, observed, resolvedServers, settings, __provider, __urn, drillNonce, ...rest } =
    inputs;
  const servers = [...(sourceServers ?? [])].sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
  return present({ ...rest, region: undefined, sourceServers: servers, role: selector?.role });
}

/** Servers that the selector matches now and that were not drilled: said, never launched. */
export function newcomersOf(state: WaveState, observed: Observation | undefined): string[] {
  const drilled = new Set(state.servers.map((server) => server.sourceServerId));
  return (observed?.servers ?? []).map((server) => server.sourceServerId).filter((id) => !drilled.has(id));
}

function withNewcomers(state: WaveState, news: WaveInputs): string {
  const newcomers = news.selector === undefined ? [] : newcomersOf(state, news.observed);
  if (newcomers.length === 0) return "launches nothing";
  return `launches nothing; the selector now matches ${newcomers.join(", ")} too, which this drill did not launch`;
}

/** As the engine wants it: delete before replace, since a new launch would terminate the old instances anyway. */
export function toDiffResult({ replaces, changes }: WaveDiff): DiffResult {
  return { changes, replaces, deleteBeforeReplace: true };
}
