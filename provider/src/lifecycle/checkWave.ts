import type { CheckFailure, CheckResult } from "@pulumi/pulumi/dynamic";
import { messageOf } from "../errors";
import type { WaveContext } from "../wave/context";
import { differences, nameServer } from "../wave/describe";
import { findServers, type ObservationResult, observe, type ServerSelection } from "../wave/observe";
import { declaredServer } from "../wave/plan";
import { settingsOf } from "../wave/settings";
import { checkArgs, checkMinimum, tooMany } from "./checkArgs";
import type { ValidWave } from "./intentSchema";
import { placeOf } from "./openContext";
import { toPlain } from "./plain";
import { hasUnknown } from "./unknown";

/** What of a wave's context a look needs. */
export type LookContext = Pick<WaveContext, "drs" | "ec2" | "status">;

/**
 * Validates a wave's args, and looks at its servers as they are now. What was seen becomes the input `observed`, which
 * policies judge before anything starts; a selector's servers become `resolvedServers`. Not observed: while an arg is
 * unknown, and with `observe: "off"`.
 */
export async function checkWave(
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
  try {
    return await look(news, args, await open(placeOf({ ...args, ...urnOf(news) })));
  } catch (error) {
    return { inputs: news, failures: [{ property: "observe", reason: unobserved(error) }] };
  }
}

function urnOf(news: Record<string, unknown>): { __urn?: string } {
  return typeof news["__urn"] === "string" ? { __urn: news["__urn"] } : {};
}

function unobserved(error: unknown): string {
  return `looking at the servers as they are now: ${messageOf(error)}. Nothing was started. Mend the access to AWS, or set observe: "off".`;
}

async function look(news: Record<string, unknown>, args: ValidWave, context: LookContext): Promise<CheckResult> {
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
  const failures = [...failuresOf(seen, args), ...resolved];
  for (const warning of [...seen.warnings, ...undeclared(seen, args)]) context.status.warn(warning);
  const inputs = {
    ...news,
    ...(live ? { observed: toPlain(seen.observation) } : {}),
    ...(args.selector === undefined ? {} : { resolvedServers: ids }),
  };
  return { inputs, failures };
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
