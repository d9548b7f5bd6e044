import type { CheckFailure, CheckResult } from "@pulumi/pulumi/dynamic";
import { clauseOf, PreflightError } from "../errors";
import { nameServer, type Observation } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import {
  type FoundServers,
  findServers,
  type ObservationProblem,
  type ServerSelection,
} from "../wave/look/findServers";
import { differences } from "../wave/look/launchSettings";
import { observeServers } from "../wave/look/observe";
import { observeSurroundings } from "../wave/look/surroundings";
import { declaredServer } from "../wave/plan";
import { settingsOf } from "../wave/settings";
import { preflight } from "../wave/start/preflight";
import { checkArgs, checkMinimum, tooMany } from "./checkArgs";
import type { ValidWave } from "./intentSchema";
import { liveStatus } from "./liveStatus";
import { placeOf } from "./openContext";
import { toPlain } from "./plain";
import { hasUnknown } from "./unknown";

/** What of a wave's context a look needs. */
export type LookContext = Pick<WaveContext, "drs" | "ec2" | "status">;

/** Opens it, for as many seconds as its requests may take in all; the default is the opener's. */
type OpenLook = (place: ReturnType<typeof placeOf>, timeoutSeconds?: number) => Promise<LookContext>;

/** Less than a drill's own look: what policies alone read must not hold a preview. */
const SURROUNDINGS_TIMEOUT_SECONDS = 60;

/**
 * Validates a wave's args, and looks at its servers and their surroundings as they are now. What was seen becomes the
 * input `observed`, which policies judge before anything starts; a selector's servers become `resolvedServers`. Not
 * observed: while an arg that the look depends on is unknown, and with `observe: "off"`. What cannot be seen of the servers is a failure for a new
 * wave, and a warning for one in state; of the surroundings it is neither.
 */
export async function checkWave(
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
  open: OpenLook,
): Promise<CheckResult> {
  const checked = checkArgs(news);
  if ("failures" in checked) return { inputs: news, failures: checked.failures };
  const { args } = checked;
  const { region, connection, sourceServers, selector, observe, onUnreadableLaunchConfiguration, settings } = args;
  if (hasUnknown({ region, connection, sourceServers, selector, observe, onUnreadableLaunchConfiguration })) {
    return { inputs: news };
  }
  // Settings that are about to change are not worth a look; which servers a selector matches does not depend on them.
  const live = settingsOf(args).observe === "live" && !hasUnknown(settings);
  if (!live && args.selector === undefined) return { inputs: news };
  const registered = isRegistered(olds);
  const place = placeOf({ ...args, ...urnOf(news) });
  try {
    const subject = { registered, live, news, args };
    const seen = await look(subject, (timeoutSeconds) => open(place, timeoutSeconds));
    return registered ? { ...seen, failures: [] } : seen;
  } catch (error) {
    const failures = [{ property: "observe", reason: unobserved(error) }];
    // A drill that is in state is not undone because nobody can look now: policies say that they cannot judge.
    if (!registered) return { inputs: news, failures };
    liveStatus(place.urn).warn(unobserved(error));
    return { inputs: news };
  }
}

function urnOf(news: Record<string, unknown>): { __urn?: string } {
  return typeof news["__urn"] === "string" ? { __urn: news["__urn"] } : {};
}

function unobserved(error: unknown): string {
  return `looking at the servers as they are now: ${clauseOf(error)}. Nothing was started. Mend the access to AWS, or set observe: "off".`;
}

/** True for a wave whose drill is in state, or was begun. */
function isRegistered(olds: Record<string, unknown>): boolean {
  return olds["drillNonce"] !== undefined;
}

/** What was seen, or only which servers there are. */
interface Look {
  problems: ObservationProblem[];
  warnings: string[];
  observation?: Observation;
}

/** What check looks at. */
interface LookSubject {
  registered: boolean;
  /** Closely, for policies to judge; or only which servers there are. */
  live: boolean;
  news: Record<string, unknown>;
  args: ValidWave;
}

async function look(
  { registered, live, news, args }: LookSubject,
  open: (timeoutSeconds?: number) => Promise<LookContext>,
): Promise<CheckResult> {
  const context = await open();
  const found = await findServers(context, selectionOf(args));
  const ids = found.servers.map((server) => server.sourceServerId);
  const resolved =
    args.selector === undefined || ids.length === 0
      ? []
      : [...tooMany("selector", ids.length), ...checkMinimum(args, ids.length)];
  const seen: Look = live
    ? await lookClosely(registered, args, found, { context, around: await open(SURROUNDINGS_TIMEOUT_SECONDS) })
    : { problems: found.problems, warnings: [] };
  const { observation, warnings } = seen;
  // For a drill that is in state these are warnings: nothing starts because of them, and what starts a job looks for itself.
  const failures = [...failuresOf(seen.problems, args), ...resolved];
  const problems = [...seen.problems.map((problem) => problem.message), ...resolved.map(describeFailure)];
  for (const warning of [...(registered ? problems : []), ...warnings]) context.status.warn(warning);
  const inputs = {
    ...news,
    ...(observation === undefined ? {} : { observed: toPlain(stamped(withProblems(observation, problems))) }),
    ...(args.selector === undefined ? {} : { resolvedServers: ids }),
  };
  return { inputs, failures };
}

/** The servers and, meanwhile, their surroundings; the warnings say too what stands in the way of a drill now. */
async function lookClosely(
  registered: boolean,
  args: ValidWave,
  found: FoundServers,
  { context, around }: { context: LookContext; around: LookContext },
): Promise<Look> {
  const observing = observeServers(context, found, settingsOf(args).onUnreadableLaunchConfiguration);
  const lookingAround = observeSurroundings(around, { intent: args, found, observing });
  const { observation, problems, warnings } = await observing;
  const foreseen = registered ? undeclared(observation, args) : await refusals(context, args, observation, problems);
  const surroundings = await lookingAround;
  return { problems, warnings: [...warnings, ...foreseen], observation: { ...observation, surroundings } };
}

function selectionOf({ selector, sourceServers = [] }: ValidWave): ServerSelection {
  if (selector !== undefined) return { selector };
  return { sourceServerIds: sourceServers.map((server) => server.sourceServerId) };
}

/** Why create would refuse a new wave as things are now: said before the waves ahead of it are launched. */
async function refusals(
  context: LookContext,
  args: ValidWave,
  observation: Observation,
  problems: readonly ObservationProblem[],
): Promise<string[]> {
  if (problems.length > 0 || hasUnknown({ ...args, drillNonce: "" })) return [];
  try {
    await preflight(context, { intent: args, drillNonce: args.drillNonce, observation });
    return [];
  } catch (error) {
    if (!(error instanceof PreflightError)) throw error;
    return error.findings.map((finding) => `this wave could not start now: ${finding}`);
  }
}

function describeFailure({ property, reason }: CheckFailure): string {
  return `${property} ${reason}`;
}

function withProblems(observation: Observation, problems: string[]): Observation {
  return problems.length === 0 ? observation : { ...observation, problems };
}

function stamped(observation: Observation): Observation {
  return { ...observation, machineTime: new Date().toISOString() };
}

function failuresOf(problems: readonly ObservationProblem[], { sourceServers = [] }: ValidWave): CheckFailure[] {
  return problems.map(({ sourceServerId, message }) => {
    const index = sourceServers.findIndex((server) => server.sourceServerId === sourceServerId);
    return { property: index < 0 ? "selector" : `sourceServers[${index}].sourceServerId`, reason: message };
  });
}

/** A warning only: create refuses, but a drill that has passed is not undone by a setting that changed since. */
function undeclared(observation: Observation, args: ValidWave): string[] {
  const read = observation.servers.filter((server) => server.launchConfigurationSource !== "unread");
  return read.flatMap((server) => {
    const declared = declaredServer(args, server.sourceServerId).launchConfiguration ?? {};
    return differences(declared, server.launchConfiguration).map(
      (difference) => `launch configuration of ${nameServer(server)} is not as declared: ${difference}`,
    );
  });
}
