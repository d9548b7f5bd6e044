import type { CheckFailure } from "@pulumi/pulumi/dynamic";
import * as v from "valibot";
import { insecureEndpoint } from "../aws/insecureEndpoint";
import { count, type DrillWaveIntent, JOB_TAG, SERVERS_PER_WAVE, TAGS_PER_WAVE } from "../vocabulary";
import { type ValidWave, waveSchema } from "./intentSchema";
import { hasUnknown, UNKNOWN } from "./unknown";

const RESERVED_TAGS: readonly string[] = Object.values(JOB_TAG);

/** The valid args, or every failure at once, each naming its property. */
export type CheckedArgs = { args: ValidWave } | { failures: CheckFailure[] };

/** Judges a wave's args. What is unknown yet at preview is taken for right; the next check sees it. Pure. */
export function checkArgs(inputs: Record<string, unknown>): CheckedArgs {
  const given = withoutInternals(inputs);
  const parsed = v.safeParse(waveSchema, given);
  const issues = (parsed.issues ?? []).filter((issue) => issue.input !== UNKNOWN);
  const malformed = new Set(issues.map((issue) => String(issue.path?.[0]?.key)));
  // Malformed and unknown properties are kept from the checks that read several; the rest has the schema's shape.
  const unsound = (name: string) => malformed.has(name) || hasUnknown(given[name]);
  const sound = Object.fromEntries(Object.entries(given).filter(([name]) => !unsound(name))) as ValidWave;
  const failures = [...issues.map(toFailure), ...checkTogether(sound, unsound)];
  return failures.length > 0 ? { failures } : { args: given as ValidWave };
}

/** Without what the resource class adds for its own use: names that begin with `__`. */
function withoutInternals(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

function toFailure(issue: v.BaseIssue<unknown>): CheckFailure {
  const seen = issue.expected === "never" || issue.input === undefined ? "" : `, got ${shorten(issue.input)}`;
  const reason = issue.received === "undefined" ? "is missing" : `${issue.message}${seen}`;
  return { property: pathOf(issue), reason };
}

/** `sourceServers[2].role`. */
function pathOf(issue: v.BaseIssue<unknown>): string {
  const keys = issue.path?.map((item) => item.key) ?? [];
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") return `${path}[${key}]`;
    return path === "" ? String(key) : `${path}.${String(key)}`;
  }, "");
}

/** A value as a message shows it: at most 60 characters. */
function shorten(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

/** What no single property can tell. */
function checkTogether(args: ValidWave, unsound: (name: string) => boolean): CheckFailure[] {
  const serversAreSound = !unsound("sourceServers") && !unsound("selector");
  return [
    ...(serversAreSound ? checkServers(args) : []),
    ...checkTags(args),
    ...checkEndpoint(args),
    ...(unsound("allowRecovery") ? [] : checkRecovery(args)),
    ...(serversAreSound && args.sourceServers ? checkMinimum(args, criticalServers(args.sourceServers)) : []),
  ];
}

function checkServers({ sourceServers, selector }: ValidWave): CheckFailure[] {
  if (sourceServers === undefined && selector === undefined) {
    return [{ property: "sourceServers", reason: "is missing: give sourceServers or a selector" }];
  }
  if (sourceServers !== undefined && selector !== undefined) {
    return [{ property: "selector", reason: "cannot be given together with sourceServers" }];
  }
  if (selector !== undefined && Object.keys(selector.tags).length === 0) {
    return [
      { property: "selector.tags", reason: "expected at least one tag: an empty selector would take every server" },
    ];
  }
  if (sourceServers === undefined) return [];
  if (sourceServers.length === 0) return [{ property: "sourceServers", reason: "expected at least one server" }];
  return [...tooMany("sourceServers", sourceServers.length), ...checkDuplicates(sourceServers)];
}

/** DRS takes no more servers in one job. */
export function tooMany(property: string, servers: number): CheckFailure[] {
  if (servers <= SERVERS_PER_WAVE) return [];
  const reason = `has ${servers} servers, a wave takes at most ${SERVERS_PER_WAVE}: split it with DrillPlan (parts)`;
  return [{ property, reason }];
}

function checkDuplicates(servers: NonNullable<DrillWaveIntent["sourceServers"]>): CheckFailure[] {
  const first = new Map<string, number>();
  return servers.flatMap(({ sourceServerId }, index) => {
    const earlier = first.get(sourceServerId);
    if (earlier === undefined) {
      first.set(sourceServerId, index);
      return [];
    }
    const reason = `${sourceServerId} is sourceServers[${earlier}] already`;
    return [{ property: `sourceServers[${index}].sourceServerId`, reason }];
  });
}

/** The same rule as when connecting (drs/connect.ts), told before anything is called. */
function checkEndpoint({ connection }: ValidWave): CheckFailure[] {
  const insecure = connection === undefined ? undefined : insecureEndpoint(connection);
  return insecure === undefined ? [] : [{ property: "connection.endpoint", reason: insecure }];
}

function checkTags({ tags = {} }: ValidWave): CheckFailure[] {
  const keys = Object.keys(tags);
  const reserved = keys.filter((key) => RESERVED_TAGS.includes(key) || key.toLowerCase().startsWith("aws:"));
  const count = `has ${keys.length} tags, at most ${TAGS_PER_WAVE} fit beside DrillWave's own`;
  return [
    ...reserved.map((key) => ({ property: `tags.${key}`, reason: "is a reserved tag key" })),
    ...(keys.length > TAGS_PER_WAVE ? [{ property: "tags", reason: count }] : []),
  ];
}

function checkRecovery({ isDrill, allowRecovery }: ValidWave): CheckFailure[] {
  if (isDrill !== false || allowRecovery === true) return [];
  return [{ property: "isDrill", reason: "false starts a real recovery: allowRecovery must be true as well" }];
}

function criticalServers(servers: NonNullable<DrillWaveIntent["sourceServers"]>): number {
  return servers.filter((server) => server.impactLevel !== "OPTIONAL").length;
}

/** A number of servers that the wave does not have could never be reached. */
export function checkMinimum({ minimumLaunched }: DrillWaveIntent, critical: number): CheckFailure[] {
  if (typeof minimumLaunched !== "number" || minimumLaunched <= critical) return [];
  return [
    {
      property: "minimumLaunched",
      reason: `is ${minimumLaunched}, but the wave has ${count(critical, "critical server")}`,
    },
  ];
}
