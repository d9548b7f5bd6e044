/** What a wave would launch and end, from its inputs and state; {@link import("./plannedWork")} puts it in words. Pure. */
import { DEFAULTS, listed, type Observation, type ServerRecord } from "../vocabulary";
import type { NextStep } from "../wave/judge/nextStep";
import { hasUnknown } from "./engineValues";
import { type EndingInstances, earlierInstances, type LaunchedServer, type PlannedLaunch } from "./plannedWork";
import type { WaveInputs, WaveState } from "./state";

/** The args that decide which servers are launched, and what is known of those. */
type LaunchInputs = Partial<WaveInputs>;

/**
 * What the inputs launch: as check saw it, else as far as `known` says. Only these ids where they are given.
 */
export function plannedLaunch(
  inputs: LaunchInputs,
  known: readonly LaunchedServer[] = [],
  ids: readonly string[] | undefined = idsOf(inputs),
): PlannedLaunch {
  const { isDrill = DEFAULTS.isDrill, cleanup = DEFAULTS.cleanup, observed } = inputs;
  const seen = new Map([...known, ...(observed?.servers ?? [])].map((server) => [server.sourceServerId, server]));
  const unseen = whyUnseen(inputs);
  return {
    servers: ids?.map((id) => seen.get(id) ?? { sourceServerId: id }) ?? { unknown: unknownOf(inputs) },
    ...(hasUnknown(isDrill) ? {} : { isDrill }),
    endsAfterDrill: cleanup === "afterDrill" && isDrill === true,
    ...networkOf(inputs),
    ...(unseen === undefined ? {} : { unseen }),
  };
}

/** The network that the wave has of its own. */
function networkOf({ network }: LaunchInputs): Pick<PlannedLaunch, "network"> {
  if (network === undefined) {
    return {};
  }
  return hasUnknown(network)
    ? { network: "in a network of the drill's own that is not known yet" }
    : { network: `in the drill's network (${listed(network.subnets)})` };
}

/** Undefined while it is not known which servers these are. */
function idsOf({ sourceServers, selector, resolvedServers }: LaunchInputs): readonly string[] | undefined {
  if (sourceServers !== undefined) {
    return hasUnknown(sourceServers) ? undefined : sourceServers.map((server) => server.sourceServerId);
  }
  return hasUnknown(selector) || hasUnknown(resolvedServers) ? undefined : resolvedServers;
}

/** The args that a look depends on, as they are named where it could not take place. */
export const LOOKED_AT_BY = ["sourceServers", "selector", "region", "connection", "observe"] as const;

function unknownOf(inputs: LaunchInputs): string {
  return LOOKED_AT_BY.find((name) => hasUnknown(inputs[name])) ?? "selector";
}

function whyUnseen({ observe = DEFAULTS.observe, observed, settings, ...inputs }: LaunchInputs): string | undefined {
  if (observed !== undefined) {
    return undefined;
  }
  if (observe === "off") {
    return 'observe is "off"';
  }
  if (hasUnknown(settings)) {
    return "they are about to change";
  }
  const unknown = LOOKED_AT_BY.find((name) => name !== "observe" && hasUnknown(inputs[name]));
  return unknown === undefined ? undefined : `${unknown} is not known yet`;
}

/** What a redrill ends: what the drill in state terminates, and what DRS lists of the servers that are launched. */
export function endingInstances(state: WaveState, { servers }: PlannedLaunch, observed?: Observation): EndingInstances {
  const isKept = state.isDrill === false || (state.requestedCleanup ?? DEFAULTS.cleanup) === "never";
  const own = isKept ? [] : drillInstances(state, observed);
  const last = state.attempts.at(-1);
  if (!isKept && own.length === 0 && state.pending.includes("wait") && last !== undefined) {
    return { ofJob: last.jobId };
  }
  return new Set([...own, ...earlierInstances("unknown" in servers ? [] : servers)]).size;
}

/** Ids of the drill's recovery instances that are there, as far as that was seen. */
export function drillInstances({ cleanup, servers, region }: WaveState, observed?: Observation): string[] {
  if (cleanup.status !== "NOT_STARTED") {
    return [];
  }
  const there = observed?.region === region ? servers.filter((server) => !isMissing(server, observed)) : servers;
  return there.flatMap((server) => server.recoveryInstanceId ?? []);
}

/** True for a recovery instance that state has, and that DRS does not list where check looked. */
export function isMissing({ sourceServerId, recoveryInstanceId }: ServerRecord, { servers }: Observation): boolean {
  const listed = servers.find((each) => each.sourceServerId === sourceServerId)?.recoveryInstances;
  return (
    recoveryInstanceId !== undefined && listed?.some((each) => each.recoveryInstanceId === recoveryInstanceId) === false
  );
}

/** The servers that a step of the drill in state is about: those that failed, or those of its last job. */
export function launchOfStep(step: NextStep, state: WaveState, news: WaveInputs): PlannedLaunch {
  const ids =
    step.kind === "retry"
      ? step.servers.map((server) => server.sourceServerId)
      : (state.attempts.at(-1)?.sourceServerIds ?? []);
  return plannedLaunch(news, namedIn(state), ids);
}

/** The servers as state names them: without settings, which may have changed since. */
export function namedIn({ servers }: WaveState): LaunchedServer[] {
  return servers.map(({ sourceServerId, hostname }) => ({
    sourceServerId,
    ...(hostname === undefined ? {} : { hostname }),
  }));
}
