import type { DiffResult } from "@pulumi/pulumi/dynamic";
import type { Job } from "../drs/types";
import { DEFAULTS, guardNameOf, JOB_TAG, listed, nameServer, type Observation, parseUrn } from "../vocabulary";
import { describeNextStep, isDueForCleanup, nextStepOf } from "../wave/judge/nextStep";
import { fromOutputs } from "../wave/judge/outputs";
import { judgeRun } from "../wave/judge/verdict";
import { changes } from "../wave/look/launchSettings";
import { openSwapsOf } from "../wave/run";
import { drillDefining, toWave } from "../wave/wave";
import { withoutUndefined } from "../withoutUndefined";
import { canonical, hasUnknown } from "./engineValues";
import { drillInstances, endingInstances, isMissing, launchOfStep, namedIn, plannedLaunch } from "./plannedDrill";
import { describeDoubt, describeRedrill, describeStep, type PlannedLine } from "./plannedWork";
import { inputsOf, type WaveInputs, type WaveState } from "./state";

/** What changed between the intent that state was made from and the program's, and since the drill. */
export interface WaveDiff {
  /** Names of the properties that make it another drill. */
  replaces: string[];
  changes: boolean;
  /** What the row says; absent when nothing will be done. */
  text?: string;
  /** What a preview says of it; absent when nothing will be started or ended. */
  planned?: PlannedLine;
  /** What changed outside the program since the drill, and what it means; said with a line that stays. */
  warnings: string[];
  /** Why nothing can be done with this wave, if that is so. */
  refusal?: string;
}

/**
 * Compares the user's intent: what was observed never makes a change. But a drill whose jobs a destroy has closed is
 * over, whatever state says. `jobs` are those of state as DRS shows them now; undefined when that is not known. Pure.
 */
export function diffWave(state: WaveState, news: WaveInputs, jobs?: readonly Job[]): WaveDiff {
  const unknown = DRILL_DEFINING.filter((name) => hasUnknown(news[name]));
  if (unknown.length > 0) {
    const text = "not known yet whether this is another drill";
    return { replaces: [], changes: true, text, planned: doubt(state, news, unknown), warnings: [] };
  }
  const replaces = replacedBy(state, news);
  if (replaces.length > 0) {
    return anotherDrill(state, news, replaces);
  }
  const closed = (jobs ?? []).filter(isClosedByDestroy);
  if (closed.length > 0 && !endsByItself(state)) {
    return destroyedInPart(state, news, closed);
  }
  return sameDrill(state, news, jobs);
}

const DRILL_DEFINING = ["sourceServers", "selector", "isDrill", "triggers", "region"] as const;

function sameDrill(state: WaveState, news: WaveInputs, jobs: readonly Job[] | undefined): WaveDiff {
  const wave = toWave(news, state);
  const { maximumAttempts } = wave.retries;
  const run = fromOutputs(state, wave);
  const step = nextStepOf(run, state.pending);
  const edited = canonical(inPlace(inputsOf(state))) !== canonical(inPlace(news));
  const { observed } = news;
  const judged = judgeRun(run);
  const planned = describeStep({
    step,
    maximumAttempts,
    launch: launchOfStep(step, state, news),
    instances: drillInstances(state, observed).length,
    isDueForCleanup: judged !== undefined && isDueForCleanup(run, judged),
  });
  return withoutUndefined({
    replaces: [],
    changes: edited || step.kind !== "none" || state.pending.length > 0,
    text: describeNextStep(step, maximumAttempts) ?? networkLine(state)?.text,
    planned: planned === undefined ? networkLine(state) : { text: planned, isWarning: false },
    warnings:
      observed === undefined
        ? []
        : [...missing(state, observed, jobs), ...notDrilled(state, news), ...drift(state, observed)],
  });
}

/** What a preview says of launch templates that are left in the network of a drill that has ended. */
function networkLine({ attempts }: WaveState): PlannedLine | undefined {
  const ids = openSwapsOf({ attempts }).map(({ launchTemplateId }) => launchTemplateId);
  return ids.length === 0
    ? undefined
    : { text: `will put ${listed(ids)} back, which the drill has left in its network`, isWarning: true };
}

function doubt(state: WaveState, news: WaveInputs, unknown: readonly string[]): PlannedLine {
  const launch = plannedLaunch(news, namedIn(state));
  return { text: describeDoubt(launch, endingInstances(state, launch, news.observed), unknown), isWarning: false };
}

/** What a preview says of a drill in place of the one in state. */
function redrill(state: WaveState, news: WaveInputs, why: string, isWarning: boolean): PlannedLine {
  const launch = plannedLaunch(news, namedIn(state));
  return { text: describeRedrill(launch, endingInstances(state, launch, news.observed), why), isWarning };
}

function anotherDrill(state: WaveState, news: WaveInputs, replaces: string[]): WaveDiff {
  const text = `another drill: ${replaces.join(", ")} changed`;
  if (!replaces.includes("drillNonce")) {
    const planned = redrill(state, news, `${listed(replaces)} changed`, false);
    return { replaces, changes: true, text, planned, warnings: [] };
  }
  const name = parseUrn(news.__urn ?? "")?.name;
  const guard = name === undefined ? "its guard" : `its guard ${guardNameOf(name)}`;
  const others = replaces.filter((each) => each !== "drillNonce");
  const also = others.length === 0 ? "" : `${listed(others)} changed, and `;
  const { text: said } = redrill(state, news, `${also}${guard} is new or replaced`, true);
  const planned = { text: `${said}. To keep the drill, rename or move wave and guard together`, isWarning: true };
  return { replaces, changes: true, text: `another drill: ${guard} is new or replaced`, planned, warnings: [] };
}

/** Closed with its drill, and not because somebody had concluded it before and ended its instances on purpose. */
function isClosedByDestroy({ tags }: Job): boolean {
  return tags[JOB_TAG.closed] !== undefined && !isConcluded(tags);
}

function isConcluded(tags: Readonly<Record<string, string>>): boolean {
  return tags[JOB_TAG.judged] !== undefined || tags[JOB_TAG.concluded] !== undefined;
}

/** True of a drill that terminates, or has terminated, what it launched: an old version closed its jobs with that. */
function endsByItself({ requestedCleanup, pending, cleanup }: WaveState): boolean {
  return requestedCleanup === "afterDrill" && (pending.includes("cleanup") || cleanup.status === "COMPLETED");
}

/**
 * A destroy began to end this drill and did not finish: its instances are gone or going, so its verdict is of nothing.
 * Where destroy leaves instances alone they are there still, and another launch would terminate them.
 */
function destroyedInPart(state: WaveState, news: WaveInputs, closed: readonly Job[]): WaveDiff {
  const ids = closed.map(({ jobId, tags }) => `${jobId} (${tags[JOB_TAG.closed]})`).join(", ");
  const seen = `a destroy that did not finish has closed this drill's jobs: ${ids}`;
  if (state.isDrill === false || (state.requestedCleanup ?? DEFAULTS.cleanup) === "never") {
    const refusal =
      `Comparing the wave with its drill: ${seen}. What they launched was left running, and nothing was changed. ` +
      "Fix: finish it with `pulumi destroy`, then run `pulumi up`.";
    return { replaces: [], changes: true, text: "closed by a destroy that did not finish", warnings: [], refusal };
  }
  const planned = redrill(state, news, seen, true);
  return { replaces: ["jobId"], changes: true, text: `another drill: ${seen}`, planned, warnings: [] };
}

/**
 * Recovery instances that state has, and that were not seen: somebody may have terminated them. What one list lacks is
 * no proof, so this starts nothing.
 */
function missing(state: WaveState, observed: Observation, jobs: readonly Job[] = []): string[] {
  const isMeant = endsByItself(state) || jobs.some(({ tags }) => isConcluded(tags));
  if (state.cleanup.status !== "NOT_STARTED" || isMeant) {
    return [];
  }
  const gone = state.servers.filter((server) => isMissing(server, observed));
  if (gone.length === 0) {
    return [];
  }
  const names = gone.map((server) => `${server.recoveryInstanceId} of ${nameServer(server)}`).join(", ");
  return [
    `DRS no longer lists recovery instances of this drill: ${names}. Its verdict is of before, and nothing launches them ` +
      "again: `pulumi refresh` records it, a change of `triggers` drills again",
  ];
}

function replacedBy(state: WaveState, news: WaveInputs): string[] {
  const [old, fresh] = [drillDefining(inputsOf(state)), drillDefining(news)];
  const names = (["sourceServers", "selector", "isDrill", "triggers"] as const).filter(
    (name) => JSON.stringify(old[name]) !== JSON.stringify(fresh[name]),
  );
  const moved = news.region !== undefined && news.region !== state.region;
  // Unknown at preview for a guard that is new or replaced: check knows the nonce of one that is updated in place.
  const reguarded = news.drillNonce !== state.drillNonce;
  return [...names, ...(moved ? ["region"] : []), ...(reguarded ? ["drillNonce"] : [])];
}

/**
 * The args whose change launches nothing. Without `settings`, which only says when to look, and the engine's
 * `retainOnDelete`.
 */
function inPlace(inputs: WaveInputs): object {
  const { sourceServers, selector, observed, resolvedServers, sourceTags, settings, ...others } = inputs;
  const { __provider, __urn, drillNonce, retainOnDelete, ...rest } = others;
  const servers = [...(sourceServers ?? [])].sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
  const { role, sourceConnection } = selector ?? {};
  return withoutUndefined({ ...rest, region: undefined, sourceServers: servers, role, sourceConnection });
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
