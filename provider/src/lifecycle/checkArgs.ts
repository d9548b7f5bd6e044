import { insecureEndpoints } from "../aws/endpoint";
import {
  count,
  DEFAULTS,
  type DrillWaveIntent,
  JOB_TAG,
  SERVER_DEFAULTS,
  SERVERS_PER_WAVE,
  TAGS_PER_WAVE,
  type WaveServer,
} from "../vocabulary";
import type { Flaw } from "./flaws";
import { type ValidWave, waveSchema } from "./intentSchema";
import { parseArgs } from "./parseArgs";

const RESERVED_TAGS: readonly string[] = Object.values(JOB_TAG);

/** Args of which some are not known yet at preview. */
export interface KnownArgs {
  /** The valid args that are fully known. */
  args: Partial<ValidWave>;
  /** Names of the others. */
  unknown: ReadonlySet<string>;
}

/** The valid args, or every failure at once, each naming its property. */
export type CheckedArgs = KnownArgs | { failures: Flaw[] };

/** Checks a wave's args. What is still unknown at preview passes; the next check sees it. Pure. */
export function checkArgs(inputs: Record<string, unknown>): CheckedArgs {
  const { args, unknown, malformed, flaws } = parseArgs<ValidWave>(waveSchema, inputs);
  const isUnsound = (name: string) => malformed.has(name) || unknown.has(name);
  const failures = [...flaws, ...checkTogether(args, isUnsound)];
  return failures.length > 0 ? { failures } : { args, unknown };
}

/** Failures of properties that do not fit together. */
function checkTogether(args: Partial<ValidWave>, isUnsound: (name: string) => boolean): Flaw[] {
  const serversAreSound = !isUnsound("sourceServers") && !isUnsound("selector");
  return [
    ...(serversAreSound ? checkServers(args) : []),
    ...(isUnsound("selector") ? [] : checkSourceConnection(args)),
    ...checkTags(args),
    ...checkEndpoint(args),
    ...(isUnsound("allowRecovery") ? [] : checkRecovery(args)),
    ...(serversAreSound && args.sourceServers ? checkMinimum(args, criticalServers(args.sourceServers)) : []),
  ];
}

function checkServers({ sourceServers, selector }: DrillWaveIntent): Flaw[] {
  if (sourceServers === undefined && selector === undefined) {
    return [{ property: "sourceServers", reason: "is missing: give sourceServers or a selector" }];
  }
  if (sourceServers !== undefined && selector !== undefined) {
    return [{ property: "selector", reason: "cannot be combined with sourceServers" }];
  }
  if (selector !== undefined && Object.keys(selector.tags).length === 0) {
    return [
      { property: "selector.tags", reason: "expected at least one tag: an empty selector would take every server" },
    ];
  }
  if (sourceServers === undefined) {
    return [];
  }
  if (sourceServers.length === 0) {
    return [{ property: "sourceServers", reason: "expected at least one server" }];
  }
  return [...tooMany("sourceServers", sourceServers.length), ...checkDuplicates(sourceServers)];
}

/** An arg that does nothing is a mistake; the rest is as for `connection`. */
function checkSourceConnection({ selector }: DrillWaveIntent): Flaw[] {
  const { tagsOf, sourceConnection } = selector ?? {};
  if (sourceConnection === undefined) {
    return [];
  }
  if (tagsOf !== "sourceInstance") {
    const reason = 'is for reading source instances: give tagsOf "sourceInstance" as well, or leave it out';
    return [{ property: "selector.sourceConnection", reason }];
  }
  return insecureEndpoints(sourceConnection).map(({ property, reason }) => ({
    property: property.replace(/^connection/, "selector.sourceConnection"),
    reason,
  }));
}

/** A failure when there are more servers than DRS takes in one job (docs/drs-facts.md#quotas). */
export function tooMany(property: string, servers: number): Flaw[] {
  if (servers <= SERVERS_PER_WAVE) {
    return [];
  }
  const reason = `has ${servers} servers, a wave takes at most ${SERVERS_PER_WAVE}: split it into several waves`;
  return [{ property, reason }];
}

function checkDuplicates(servers: readonly WaveServer[]): Flaw[] {
  const first = new Map<string, number>();
  return servers.flatMap(({ sourceServerId }, index) => {
    const earlier = first.get(sourceServerId);
    if (earlier === undefined) {
      first.set(sourceServerId, index);
      return [];
    }
    const reason = `${sourceServerId} is already sourceServers[${earlier}]`;
    return [{ property: `sourceServers[${index}].sourceServerId`, reason }];
  });
}

/** The same rule as when connecting (aws/connect.ts), applied before anything is called. */
function checkEndpoint({ connection }: DrillWaveIntent): Flaw[] {
  return connection === undefined ? [] : insecureEndpoints(connection);
}

function checkTags({ tags = {} }: DrillWaveIntent): Flaw[] {
  const keys = Object.keys(tags);
  const reserved = keys.filter((key) => RESERVED_TAGS.includes(key) || key.toLowerCase().startsWith("aws:"));
  const tooManyTags = `has ${keys.length} tags, at most ${TAGS_PER_WAVE} fit beside DrillWave's own`;
  return [
    ...reserved.map((key) => ({ property: `tags.${key}`, reason: "is a reserved tag key" })),
    ...(keys.length > TAGS_PER_WAVE ? [{ property: "tags", reason: tooManyTags }] : []),
  ];
}

function checkRecovery({
  isDrill = DEFAULTS.isDrill,
  allowRecovery = DEFAULTS.allowRecovery,
}: DrillWaveIntent): Flaw[] {
  if (isDrill || allowRecovery) {
    return [];
  }
  return [{ property: "isDrill", reason: "false starts a real recovery: allowRecovery must be true as well" }];
}

function criticalServers(servers: readonly WaveServer[]): number {
  return servers.filter(({ impactLevel = SERVER_DEFAULTS.impactLevel }) => impactLevel === "CRITICAL").length;
}

/** A number of servers that the wave does not have could never be reached. */
export function checkMinimum({ minimumLaunched }: DrillWaveIntent, critical: number): Flaw[] {
  if (typeof minimumLaunched !== "number" || minimumLaunched <= critical) {
    return [];
  }
  const reason = `is ${minimumLaunched}, but the wave has ${count(critical, "critical server")}`;
  return [{ property: "minimumLaunched", reason }];
}
