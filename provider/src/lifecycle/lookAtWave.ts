import { PreflightError } from "../errors";
import { type Observation, type SourceTags, toIso, UNKNOWN_VALUE, type WaveServer } from "../vocabulary";
import type { LookContext } from "../wave/context";
import { type FoundServers, findServers, type ObservationProblem } from "../wave/look/findServers";
import { adviseOnPermissions } from "../wave/look/launchPermissions";
import { unexpectedSettings } from "../wave/look/launchSettings";
import { type ObservationResult, observe } from "../wave/look/observe";
import { readOnce } from "../wave/look/reads";
import { steady } from "../wave/look/steady";
import { observeSurroundings } from "../wave/look/surroundings";
import { openSwapText, WHO_PUTS_BACK } from "../wave/network/drillPlaces";
import { type PreflightSubject, preflight } from "../wave/start/preflight";
import { toWave, type Wave } from "../wave/wave";
import { withoutUndefined } from "../withoutUndefined";
import { checkMinimum, type KnownArgs, tooMany } from "./checkArgs";
import { toPlain } from "./engineValues";
import { type Flaw, toCheckFailure } from "./flaws";
import type { LaunchedServer } from "./plannedWork";
import type { SourceLooks } from "./sourceLooks";

/** What check looks at. */
export interface LookSubject {
  checked: KnownArgs;
  isInState: boolean;
  /** True: closely, for policies to judge. False: only which servers there are. */
  isLive: boolean;
  /** Undefined where the program does not say: it is of an earlier version. */
  isPreview: boolean | undefined;
  /** Whether this wave of the program is the one whose surroundings have the Region's servers. */
  listsRegion: boolean;
  sources: SourceLooks;
}

/** What a look adds to the inputs, and what it finds wrong. */
export interface Seen {
  inputs: { observed?: Observation; resolvedServers?: string[] };
  /** Tags of source instances, for a later look to go back to; absent where the selector does not compare those. */
  sourceTags?: SourceTags[];
  failures: Flaw[];
  /** As they were found: without settings where these were not looked at. */
  servers: readonly LaunchedServer[];
  /** Whether create would refuse to launch them as things are now. */
  isRefused: boolean;
}

/** Looks at a wave's servers, which need not be in state, as they are now. Says what a drill in state must know. */
export async function lookAtWave(subject: LookSubject, context: LookContext): Promise<Seen> {
  const { args } = subject.checked;
  const wave = toWave(args, { region: context.drs.region });
  const { selector } = wave;
  const kept = subject.sources.known();
  const found = await findServers(context, selector === undefined ? wave : { selector, kept });
  const ids = found.servers.map(({ declared }) => declared.sourceServerId);
  const mismatches =
    selector === undefined || ids.length === 0
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
  const aboutSources = subject.sources.unsaid(found.sourceTags?.warnings ?? []);
  for (const warning of [...(subject.isInState ? problems : []), ...aboutSources, ...seen.warnings]) {
    context.status.warn(warning);
  }
  const observed =
    "observation" in seen
      ? { observed: toObserved({ ...seen.observation, problems }, subject.isPreview === true, wave) }
      : {};
  return {
    inputs: { ...observed, ...(selector === undefined ? {} : { resolvedServers: ids }) },
    ...(found.sourceTags === undefined ? {} : { sourceTags: found.sourceTags.kept }),
    failures: [...seen.problems.map((problem) => toFailure(problem, args.sourceServers)), ...mismatches],
    servers: found.servers.map(({ source: { sourceServerId, hostname } }) =>
      withoutUndefined({ sourceServerId, hostname }),
    ),
    isRefused: seen.isRefused,
  };
}

/** Looks at the servers and their surroundings at the same time. The warnings include what would stop a drill now. */
async function lookClosely(
  { checked: { unknown }, isInState, isPreview, listsRegion }: LookSubject,
  wave: Wave,
  found: FoundServers,
  context: LookContext,
): Promise<Pick<ObservationResult, "observation" | "problems" | "warnings"> & Pick<Seen, "isRefused">> {
  // In `up`, create refuses in the same words.
  const hasPreflight = !isInState && isPreview !== false && [...unknown].every((name) => name === "drillNonce");
  // Preflight needs the snapshots too.
  const listSnapshots = readOnce((id) => context.drs.listRecoverySnapshots(id));
  const observing = observe(context, found, wave.onUnreadableLaunchConfiguration);
  const lookingAround = observeSurroundings(context, { found, observing, listSnapshots, listsRegion });
  const { observation, servers, problems, warnings } = await observing;
  // Once a program and place, as the Region's list: the caller is the same for every wave.
  const advising =
    isPreview === true && listsRegion && context.iam !== undefined
      ? adviseOnPermissions(context.iam, observation)
      : undefined;
  const read = servers.filter(({ seen }) => seen.launchConfigurationSource !== "unread");
  // A warning only: create refuses, but a drill that has passed is not undone by a setting that changed since.
  const foreseen = isInState
    ? read.flatMap(unexpectedSettings)
    : hasPreflight && problems.length === 0
      ? await refusals(context, { wave, servers, listSnapshots })
      : [];
  const advice = await advising;
  return {
    observation: { ...observation, surroundings: await lookingAround },
    problems,
    warnings: [...warnings, ...openSwaps(observation), ...foreseen, ...(advice === undefined ? [] : [advice])],
    isRefused: !isInState && foreseen.length > 0,
  };
}

/** Launch templates that are in a drill's network just now, one sentence each. */
function openSwaps({ servers }: Observation): string[] {
  return servers.flatMap((server) => {
    const text = openSwapText(server);
    return text === undefined ? [] : [`${text}; what counts outside of that drill is judged, and ${WHO_PUTS_BACK}`];
  });
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
  return toPlain(isPreview ? { ...observed, observedAt: UNKNOWN_VALUE, machineTime: UNKNOWN_VALUE } : observed);
}

function toFailure({ sourceServerId, message }: ObservationProblem, sourceServers: readonly WaveServer[] = []): Flaw {
  const index = sourceServers.findIndex((server) => server.sourceServerId === sourceServerId);
  return { property: index < 0 ? "selector" : `sourceServers[${index}].sourceServerId`, reason: message };
}
