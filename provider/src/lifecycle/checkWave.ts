import type { CheckResult } from "@pulumi/pulumi/dynamic";
import { clauseOf, PreflightError } from "../errors";
import {
  DEFAULTS,
  type DrillWaveIntent,
  guardUrnOf,
  type Observation,
  parseUrn,
  toIso,
  type WaveServer,
} from "../vocabulary";
import type { LookContext } from "../wave/context";
import { listedSince } from "../wave/drillNonce";
import { type FoundServers, findServers, type ObservationProblem } from "../wave/look/findServers";
import { unexpectedSettings } from "../wave/look/launchSettings";
import { type ObservationResult, observe } from "../wave/look/observe";
import { readOnce } from "../wave/look/reads";
import { steady } from "../wave/look/steady";
import { observeSurroundings } from "../wave/look/surroundings";
import { ownJobs } from "../wave/start/adoption";
import { type PreflightSubject, preflight } from "../wave/start/preflight";
import { toWave, type Wave } from "../wave/wave";
import { withoutUndefined } from "../withoutUndefined";
import { checkArgs, checkMinimum, type KnownArgs, tooMany } from "./checkArgs";
import { checkConnection, describeRegion } from "./checkConnection";
import { hasUnknown, toPlain, UNKNOWN } from "./engineValues";
import { type Flaw, toCheckFailure } from "./flaws";
import { liveStatus } from "./liveStatus";
import { type Place, placeOf } from "./openContext";
import { plannedLaunch } from "./plannedDrill";
import { describeAdoption, describeLaunch, type LaunchedServer, type PlannedLine } from "./plannedWork";
import { Previews } from "./previews";
import { sayRegionTaken } from "./regionTaken";
import { describeFailedLook } from "./requestAdvice";
import type { WaveInputs } from "./state";

/** Opens a look; how long its requests may take in all is the opener's. */
type OpenLook = (place: Place) => Promise<LookContext>;

/** The args without which it is not known what to look at. */
const LOOKED_AT_BY = [
  "region",
  "connection",
  "sourceServers",
  "selector",
  "observe",
  "onUnreadableLaunchConfiguration",
] as const satisfies readonly (keyof DrillWaveIntent)[];

/**
 * Validates a wave's args, and looks at its servers and their surroundings as they are now. What was seen becomes the
 * input `observed` (docs/engine-facts.md#check-may-add-inputs), which policies judge before anything starts; a
 * selector's servers become `resolvedServers`. Does not look while an arg that the look depends on is unknown, nor with
 * `observe: "off"`. Servers that cannot be read fail a new wave and only warn for an existing one. Surroundings that
 * cannot be read do neither.
 */
export async function checkWave(
  olds: Record<string, unknown>,
  given: Record<string, unknown>,
  open: OpenLook,
  previews = new Previews(),
): Promise<CheckResult> {
  const { inputs, flaws } = await findFlaws(olds, given, open, previews);
  return flaws === undefined ? { inputs } : { inputs, failures: flaws.map(toCheckFailure) };
}

/** The inputs with what was seen, and what is wrong with them; undefined where nothing was looked at. */
async function findFlaws(
  olds: Record<string, unknown>,
  given: Record<string, unknown>,
  open: OpenLook,
  previews: Previews,
): Promise<{ inputs: Record<string, unknown>; flaws?: Flaw[] }> {
  const news = withoutHints(given, previews);
  // Of a guard that is left out nothing is known (docs/engine-facts.md#a-planned-resource-shows-its-inputs).
  if (news["drillNonce"] === undefined || (news["drillNonce"] === UNKNOWN && given["__guardUrn"] === UNKNOWN)) {
    return { inputs: news, flaws: [withoutGuard(news["__urn"])] };
  }
  const checked = checkArgs(news);
  if ("failures" in checked) {
    return { inputs: news, flaws: checked.failures };
  }
  const { args, unknown } = checked;
  const place = placeOf({ ...args, ...(typeof news["__urn"] === "string" ? { __urn: news["__urn"] } : {}) });
  const refused = unknown.has("connection") || unknown.has("region") ? [] : await checkConnection(place);
  if (refused.length > 0) {
    return { inputs: news, flaws: refused };
  }
  // Settings that are about to change are not worth a look; which servers a selector matches does not depend on them.
  const isLive = (args.observe ?? DEFAULTS.observe) === "live" && !unknown.has("settings");
  const isInState = olds["drillNonce"] !== undefined;
  if (LOOKED_AT_BY.some((name) => unknown.has(name)) || !(isLive || args.selector)) {
    if (!isInState) {
      const text = describeLaunch(plannedLaunch(news), false);
      previews.say(place.urn, { text, isWarning: false });
    }
    return { inputs: news };
  }
  try {
    const otherRegion = await describeRegion(place);
    if (otherRegion !== undefined) {
      liveStatus(place.urn).warn(otherRegion);
    }
    const context = await open(place);
    const isPreview = given["__isPreview"] === true;
    const seen = await look({ checked, isInState, isLive, isPreview }, context);
    const inputs = { ...news, ...seen.inputs };
    if (!isInState && seen.failures.length === 0 && previews.isOpen(place.urn)) {
      previews.say(place.urn, await planOf(context, inputs, seen));
    }
    return { inputs, flaws: isInState ? [] : seen.failures };
  } catch (error) {
    const reason = describeFailedLook(error);
    // A drill in state stays valid when AWS cannot be read now; policies then say that they cannot judge.
    if (!isInState) {
      return { inputs: news, flaws: [{ property: "", reason }] };
    }
    liveStatus(place.urn).warn(reason);
    return { inputs: news };
  }
}

/**
 * The inputs without what the resource class tells check alone. A guard that is updated in place has an unknown nonce at
 * preview and a known id, which is the nonce; only of a guard that is new or replaced is neither known
 * (docs/engine-facts.md#a-planned-resource-shows-its-inputs).
 */
function withoutHints(
  { __guardId, __guardUrn, __isPreview, __stackRegion, ...news }: Record<string, unknown>,
  previews: Previews,
): Record<string, unknown> {
  if (__isPreview === true && typeof news["__urn"] === "string") {
    previews.add(news["__urn"]);
  }
  if (typeof __stackRegion === "string" && news["region"] === __stackRegion) {
    sayRegionTaken(__stackRegion, liveStatus(typeof news["__urn"] === "string" ? news["__urn"] : undefined));
  }
  const isKnown = news["drillNonce"] !== UNKNOWN || typeof __guardId !== "string";
  return isKnown ? news : { ...news, drillNonce: __guardId };
}

/** Without a nonce the guard was left out: `--target` named the wave alone, and the guard is not in state. */
function withoutGuard(urn: unknown): Flaw {
  const waveUrn = typeof urn === "string" ? urn : "";
  const guardUrn = guardUrnOf(waveUrn);
  const guard = parseUrn(guardUrn ?? "")?.name ?? "of this wave";
  const fix =
    guardUrn === undefined ? "target the guard too" : `target it too, with --target '${guardUrn}', or use no target`;
  return {
    property: "",
    reason: `the guard ${guard} is not in the stack's state and would not be created, and without it this drill could be lost. Nothing was started. Fix: ${fix}.`,
  };
}

/** What check looks at. */
interface LookSubject {
  checked: KnownArgs;
  isInState: boolean;
  /** True: closely, for policies to judge. False: only which servers there are. */
  isLive: boolean;
  isPreview: boolean;
}

/** What a look adds to the inputs, and what it finds wrong. */
interface Seen {
  inputs: { observed?: Observation; resolvedServers?: string[] };
  failures: Flaw[];
  /** As they were found: without settings where these were not looked at. */
  servers: readonly LaunchedServer[];
  /** Whether create would refuse to launch them as things are now. */
  isRefused: boolean;
}

async function look(subject: LookSubject, context: LookContext): Promise<Seen> {
  const { args } = subject.checked;
  const wave = toWave(args, { region: context.drs.region });
  const found = await findServers(context, wave.selector === undefined ? wave : { selector: wave.selector });
  const ids = found.servers.map(({ declared }) => declared.sourceServerId);
  const mismatches =
    wave.selector === undefined || ids.length === 0
      ? []
      : [...tooMany("selector", ids.length), ...checkMinimum(args, ids.length)];
  const seen = subject.isLive
    ? await lookClosely(subject, wave, found, context)
    : { problems: found.problems, warnings: [], isRefused: false };
  // For a drill that is in state these are warnings: nothing starts because of them, and what starts a job looks for
  // itself.
  const problems = [
    ...seen.problems.map((problem) => problem.message),
    ...mismatches.map((flaw) => toCheckFailure(flaw).reason),
  ];
  for (const warning of [...(subject.isInState ? problems : []), ...seen.warnings]) {
    context.status.warn(warning);
  }
  const observed =
    "observation" in seen ? { observed: toObserved({ ...seen.observation, problems }, subject.isPreview, wave) } : {};
  return {
    inputs: { ...observed, ...(wave.selector === undefined ? {} : { resolvedServers: ids }) },
    failures: [...seen.problems.map((problem) => toFailure(problem, args.sourceServers)), ...mismatches],
    servers: found.servers.map(({ source: { sourceServerId, hostname } }) =>
      withoutUndefined({ sourceServerId, hostname }),
    ),
    isRefused: seen.isRefused,
  };
}

/** What a preview says of a wave that is in no state. A job of it may be there all the same, of an `up` that was killed. */
async function planOf(
  { drs }: LookContext,
  inputs: Partial<WaveInputs>,
  { servers, isRefused }: Seen,
): Promise<PlannedLine> {
  const launch = plannedLaunch(inputs, servers);
  const text = describeLaunch(launch, isRefused);
  const { observed: _observed, drillNonce, ...args } = inputs;
  if (drillNonce === undefined || hasUnknown({ drillNonce, ...args })) {
    return { text, isWarning: false };
  }
  const { executionId } = toWave(inputs, { region: drs.region });
  try {
    const jobs = await drs.listJobs([], listedSince(drillNonce, drs.now()));
    const last = ownJobs(jobs, executionId).at(-1);
    return { text: last === undefined ? text : describeAdoption(launch, last.job.jobId), isWarning: false };
  } catch (error) {
    return { text: `${text}; not known whether a job of it is there already: ${clauseOf(error)}`, isWarning: false };
  }
}

/** Looks at the servers and their surroundings at the same time. The warnings include what would stop a drill now. */
async function lookClosely(
  { checked: { unknown }, isInState }: LookSubject,
  wave: Wave,
  found: FoundServers,
  context: LookContext,
): Promise<Pick<ObservationResult, "observation" | "problems" | "warnings"> & Pick<Seen, "isRefused">> {
  const hasPreflight = !isInState && [...unknown].every((name) => name === "drillNonce");
  // Preflight needs the snapshots too.
  const listSnapshots = readOnce((id) => context.drs.listRecoverySnapshots(id));
  const observing = observe(context, found, wave.onUnreadableLaunchConfiguration);
  const lookingAround = observeSurroundings(context, { found, observing, listSnapshots });
  const { observation, servers, problems, warnings } = await observing;
  const read = servers.filter(({ seen }) => seen.launchConfigurationSource !== "unread");
  // A warning only: create refuses, but a drill that has passed is not undone by a setting that changed since.
  const foreseen = isInState
    ? read.flatMap(unexpectedSettings)
    : hasPreflight && problems.length === 0
      ? await refusals(context, { wave, servers, listSnapshots })
      : [];
  return {
    observation: { ...observation, surroundings: await lookingAround },
    problems,
    warnings: [...warnings, ...foreseen],
    isRefused: !isInState && foreseen.length > 0,
  };
}

/**
 * Why create would refuse a new wave as things are now. A preview says so before the waves ahead of it are launched.
 */
async function refusals(context: LookContext, subject: PreflightSubject): Promise<string[]> {
  try {
    await preflight(context, subject);
    return [];
  } catch (error) {
    if (!(error instanceof PreflightError)) {
      throw error;
    }
    return error.findings.map((finding) => `this wave could not start now: ${finding}`);
  }
}

/**
 * What was seen, as an input. The time of the look is another one in `up`, so a preview leaves it open: an update plan
 * holds `up` to every other member (docs/engine-facts.md#update-plans-leave-unknown-values-open).
 */
function toObserved(
  { problems, ...seen }: Observation,
  isPreview: boolean,
  { objectives, preflight }: Wave,
): Observation {
  const machineTime = Date.now();
  const limits = [objectives?.recoveryPointSeconds ?? [], preflight.maximumLagSeconds].flat();
  const observation = problems === undefined || problems.length === 0 ? seen : { ...seen, problems };
  const observed = { ...steady(observation, { lagSeconds: limits }, machineTime), machineTime: toIso(machineTime) };
  return toPlain(isPreview ? { ...observed, observedAt: UNKNOWN, machineTime: UNKNOWN } : observed);
}

function toFailure({ sourceServerId, message }: ObservationProblem, sourceServers: readonly WaveServer[] = []): Flaw {
  const index = sourceServers.findIndex((server) => server.sourceServerId === sourceServerId);
  return { property: index < 0 ? "selector" : `sourceServers[${index}].sourceServerId`, reason: message };
}
