import type { CheckFailure, CheckResult } from "@pulumi/pulumi/dynamic";
import { clauseOf, PreflightError } from "../errors";
import type { Observation } from "../vocabulary";
import type { WaveContext } from "../wave/context";
import { differences, nameServer } from "../wave/describe";
import { findServers, type ObservationResult, observe, type ServerSelection } from "../wave/observe";
import { declaredServer } from "../wave/plan";
import { preflight } from "../wave/preflight";
import { settingsOf } from "../wave/settings";
import { checkArgs, checkMinimum, tooMany } from "./checkArgs";
import type { ValidWave } from "./intentSchema";
import { liveStatus } from "./liveStatus";
import { placeOf } from "./openContext";
import { toPlain } from "./plain";
import { hasUnknown } from "./unknown";

/** What of a wave's context a look needs. */
export type LookContext = Pick<WaveContext, "drs" | "ec2" | "status">;

/**
 * Validates a wave's args, and looks at its servers as they are now. What was seen becomes the input `observed`, which
 * policies judge before anything starts; a selector's servers become `resolvedServers`. Not observed: while an arg is
 * unknown, and with `observe: "off"`. What cannot be seen is a failure for a new wave, and a warning for one in state.
 */
export async function checkWave(
  olds: Record<string, unknown>,
  news: Record<string, unknown>,
  open: (place: ReturnType<typeof placeOf>) => Promise<LookContext>,
): Promise<CheckResult> {
  const checked = checkArgs(news);
  if ("failures" in checked) return { inputs: news, failures: checked.failures };
  const { args } = checked;
  // The nonce is unknown at the first preview, and nothing that is looked at depends on it.
  if (hasUnknown({ ...args, drillNonce: "" })) return { inputs: news };
  const needsLook = settingsOf(args).observe === "live" || args.selector !== undefined;
  if (!needsLook) return { inputs: news };
  const registered = isRegistered(olds);
  const place = placeOf({ ...args, ...urnOf(news) });
  try {
    const seen = await look(registered, news, args, await open(place));
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

async function look(
  registered: boolean,
  news: Record<string, unknown>,
  args: ValidWave,
  context: LookContext,
): Promise<CheckResult> {
  const selection: ServerSelection =
    args.selector === undefined
      ? { sourceServerIds: (args.sourceServers ?? []).map((server) => server.sourceServerId) }
      : { selector: args.selector };
  const live = settingsOf(args).observe === "live";
  const seen = live
    ? await observe(context, selection, settingsOf(args).onUnreadableLaunchConfiguration)
    : await resolveOnly(context, selection);
  const ids = seen.observation.servers.map((server) => server.sourceServerId);
  const resolved =
    args.selector === undefined || ids.length === 0
      ? []
      : [...tooMany("selector", ids.length), ...checkMinimum(args, ids.length)];
  // For a drill that is in state these are warnings: nothing starts because of them, and what starts a job looks for itself.
  const failures = [...failuresOf(seen, args), ...resolved];
  const problems = [...seen.problems.map((problem) => problem.message), ...resolved.map(describeFailure)];
  const foreseen = registered ? [...problems, ...undeclared(seen, args)] : await refusals(context, args, seen, live);
  for (const warning of [...seen.warnings, ...foreseen]) context.status.warn(warning);
  const inputs = {
    ...news,
    ...(live ? { observed: toPlain(withProblems(seen.observation, problems)) } : {}),
    ...(args.selector === undefined ? {} : { resolvedServers: ids }),
  };
  return { inputs, failures };
}

/** Why create would refuse a new wave as things are now: said before the waves ahead of it are launched. */
async function refusals(
  context: LookContext,
  args: ValidWave,
  seen: ObservationResult,
  live: boolean,
): Promise<string[]> {
  if (!live || seen.problems.length > 0) return [];
  try {
    await preflight(context, { intent: args, drillNonce: args.drillNonce, observation: seen.observation });
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

/** The selector's servers and nothing else of them. */
async function resolveOnly(context: LookContext, selection: ServerSelection): Promise<ObservationResult> {
  const { servers, problems } = await findServers(context, selection);
  const bare = servers.map(({ sourceServerId, tags }) => ({
    sourceServerId,
    tags,
    launchConfigurationSource: "DRS" as const,
    launchConfiguration: {},
    recoveryInstances: [],
  }));
  return { observation: { region: context.drs.region, account: "", servers: bare }, problems, warnings: [] };
}

function failuresOf({ problems }: ObservationResult, { sourceServers = [] }: ValidWave): CheckFailure[] {
  return problems.map(({ sourceServerId, message }) => {
    const index = sourceServers.findIndex((server) => server.sourceServerId === sourceServerId);
    return { property: index < 0 ? "selector" : `sourceServers[${index}].sourceServerId`, reason: message };
  });
}

/** A warning only: create refuses, but a drill that has passed is not undone by a setting that changed since. */
function undeclared({ observation }: ObservationResult, args: ValidWave): string[] {
  return observation.servers.flatMap((server) => {
    const declared = declaredServer(args, server.sourceServerId).launchConfiguration ?? {};
    return differences(declared, server.launchConfiguration).map(
      (difference) => `launch configuration of ${nameServer(server)} is not as declared: ${difference}`,
    );
  });
}
