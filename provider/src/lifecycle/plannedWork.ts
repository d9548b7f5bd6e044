/**
 * What a preview says of a wave with which `up` will start, go on with or end something: one line, of which the first 80
 * columns say what and how many. Pure.
 */
import { count, listed, nameServer, nameSome, type ObservedServer } from "../vocabulary";
import type { NextStep } from "../wave/judge/nextStep";

/** A line of a preview. */
export interface PlannedLine {
  text: string;
  /** True where it comes of something else than a change of the program. */
  isWarning: boolean;
}

/** A server that is to be launched, as far as it was looked at. */
export type LaunchedServer = Pick<ObservedServer, "sourceServerId"> & Partial<ObservedServer>;

/** What is to be launched. */
export interface PlannedLaunch {
  /** The servers, or the arg that they depend on and that is not known before `up`. */
  servers: readonly LaunchedServer[] | { unknown: string };
  /** Absent while that is not known. */
  isDrill?: boolean;
  /** Whether the drill terminates what it launched once it is judged. */
  endsAfterDrill: boolean;
  /** Where they are launched, where that is not what their launch templates say. */
  network?: string;
  /** Why the settings of no server were looked at; absent where they were. */
  unseen?: string;
}

/** What of an earlier launch ends: a number of recovery instances, or what a job launches that still runs. */
export type EndingInstances = number | { ofJob: string };

/** A wave that is in no state: `will launch 2 servers: db-1 (NONE, r5.2xlarge); db-2 (BASIC)`. */
export function describeLaunch(launch: PlannedLaunch, isRefused: boolean): string {
  const verb = isRefused ? "would launch" : "will launch";
  const condition = isRefused ? ", once nothing stands in the way" : "";
  return `${verb} ${subjectOf(launch)}${condition}${serversOf(launch)}${earlier(launch)}${inNetwork(launch)}${afterwards(launch)}`;
}

/**
 * A wave of which check is told no state, and whose job is in AWS: `up` was killed, or the wave is replaced by name
 * (docs/engine-facts.md#forced-replacement-does-not-ask-diff). Check cannot tell these apart.
 */
export function describeAdoption(launch: PlannedLaunch, jobId: string): string {
  const replaced = "where --replace or a taint replaces the wave, terminates what it launched and launches again";
  return `will go on with its job ${jobId}${namesOf(launch)}${afterwards(launch)}; ${replaced}`;
}

/** A wave that is replaced: `will terminate 2 recovery instances and launch 2 servers again, because triggers changed: …`. */
export function describeRedrill(launch: PlannedLaunch, ends: EndingInstances, why: string): string {
  return `will ${endAndLaunch(launch, ends)}, because ${why}${serversOf(launch)}${inNetwork(launch)}${afterwards(launch)}`;
}

/** A wave of which it is not known before `up` whether it is another drill; `unknown` are the args that decide. */
export function describeDoubt(launch: PlannedLaunch, ends: EndingInstances, unknown: readonly string[]): string {
  const servers = "unknown" in launch.servers ? "" : serversOf(launch, "; ");
  return `may ${endAndLaunch(launch, ends)}: not known yet whether ${listed(unknown)} changed${servers}${afterwards(launch)}`;
}

/** What the drill in state has left to do. */
export interface PlannedStep {
  step: NextStep;
  maximumAttempts: number;
  /** What a retry launches, or what the job has launched that `up` goes on with. */
  launch: PlannedLaunch;
  /** How many recovery instances of the drill there are. */
  instances: number;
  /** Whether the drill terminates them although its verdict is FAILED. */
  isDueForCleanup: boolean;
}

/** Undefined for a drill with nothing left to do. */
export function describeStep({ step, maximumAttempts, launch, ...planned }: PlannedStep): string | undefined {
  const launched = planned.instances === 0 ? "what the drill launched" : count(planned.instances, "recovery instance");
  switch (step.kind) {
    case "resume":
      return `will go on with job ${step.jobId}${namesOf(launch)}${afterwards(launch)}`;
    case "cleanup":
      return `will terminate ${launched}: cleanup is "afterDrill"`;
    case "retry": {
      const subject = `${count(step.servers.length, "failed server")} again, attempt ${step.attempt} of ${maximumAttempts}`;
      return `will launch ${subject}${serversOf(launch)}${earlier(launch)}${inNetwork(launch)}${afterwards(launch)}`;
    }
    case "exhausted": {
      const ending = planned.isDueForCleanup ? `terminate ${launched} (cleanup is "afterDrill") and ` : "";
      return `will ${ending}fail again, ${exhaustion(step, maximumAttempts)}; a change of \`triggers\` drills again`;
    }
    case "none":
      return undefined;
  }
}

function exhaustion({ attempts, servers }: NextStep & { kind: "exhausted" }, maximumAttempts: number): string {
  const why =
    attempts < maximumAttempts
      ? "with nothing to launch again"
      : `with no attempts left (${attempts} used, at most ${maximumAttempts})`;
  return servers.length === 0 ? why : `${why}: ${servers.map(nameServer).join(", ")}`;
}

function endAndLaunch(launch: PlannedLaunch, ends: EndingInstances): string {
  const launching = `launch ${subjectOf(launch)} again`;
  if (ends === 0) {
    return launching;
  }
  const ended = typeof ends === "number" ? count(ends, "recovery instance") : `what job ${ends.ofJob} launches`;
  return `terminate ${ended} and ${launching}`;
}

/** `2 servers`, `2 servers in a real recovery`. */
function subjectOf({ servers, isDrill }: PlannedLaunch): string {
  const number = "unknown" in servers ? "servers" : count(servers.length, "server");
  if (isDrill === undefined) {
    return `${number} (drill or real recovery: not known yet)`;
  }
  return isDrill ? number : `${number} in a real recovery`;
}

/** Recovery instances that DRS lists of the servers, and that a launch of theirs terminates. */
function earlier({ servers }: PlannedLaunch): string {
  const ids = earlierInstances("unknown" in servers ? [] : servers);
  return ids.size === 0 ? "" : `; ${count(ids.size, "earlier recovery instance")} of theirs will be terminated`;
}

/** Ids of the recovery instances that DRS lists of these servers. */
export function earlierInstances(servers: readonly LaunchedServer[]): Set<string> {
  const instances = servers.flatMap(({ recoveryInstances = [] }) => recoveryInstances);
  return new Set(instances.flatMap((each) => (each.isServerUnknown ? [] : each.recoveryInstanceId)));
}

function inNetwork({ network }: PlannedLaunch): string {
  return network === undefined ? "" : `; ${network}`;
}

function afterwards({ endsAfterDrill }: PlannedLaunch): string {
  return endsAfterDrill ? '; then terminate what launched (cleanup is "afterDrill")' : "";
}

/** How many groups of settings a line has before it counts. */
const GROUPS = 3;

/** `: db-1 and db-2 (NONE, r5.2xlarge); web-1 (BASIC)`: the largest group first. */
function serversOf({ servers, unseen }: PlannedLaunch, before = ": "): string {
  if ("unknown" in servers) {
    return `${before}which ones is not known yet (${servers.unknown})`;
  }
  const groups = [...groupBySettings(servers, unseen)].sort(([, a], [, b]) => b.length - a.length);
  const shown = groups.slice(0, GROUPS).map(([settings, members]) => `${nameSome(members, servers)} (${settings})`);
  const others = groups.slice(GROUPS).reduce((sum, [, members]) => sum + members.length, 0);
  const parts = others === 0 ? shown : [...shown, `${others} more with other settings`];
  return parts.length === 0 ? "" : `${before}${parts.join("; ")}`;
}

/** `: db-1 and db-2`. */
function namesOf({ servers }: PlannedLaunch): string {
  return "unknown" in servers || servers.length === 0 ? "" : `: ${nameSome(servers)}`;
}

function groupBySettings(servers: readonly LaunchedServer[], unseen: string | undefined) {
  const groups = new Map<string, LaunchedServer[]>();
  for (const server of servers) {
    const settings = settingsOf(server, unseen);
    groups.set(settings, [...(groups.get(settings) ?? []), server]);
  }
  return groups;
}

/** `NONE, r5.2xlarge`; what was not read is said. */
function settingsOf(server: LaunchedServer, unseen: string | undefined): string {
  const { launchConfigurationSource: source, launchConfiguration: settings, launchTemplate: template } = server;
  if (settings === undefined || source === "unread") {
    return unseen === undefined ? "settings not known" : `settings not known: ${unseen}`;
  }
  const { targetInstanceTypeRightSizingMethod: method = "right-sizing not known", launchDisposition } = settings;
  const type = template?.instanceType ?? (template?.instanceRequirements ? "a type that EC2 picks" : undefined);
  const parts = [
    method,
    // Right-sizing writes the template's type anew (docs/drs-facts.md#right-sizing).
    method === "NONE" || type === undefined ? type : `${type} now`,
    launchDisposition === "STOPPED" ? "left STOPPED" : undefined,
    source === "defaults" ? "assumed, not read" : undefined,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
