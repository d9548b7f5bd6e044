/** Which servers a tag tells apart well enough for one `LaunchConfigurations` to describe them. Pure. */
import type { SettingValue, SettingValues } from "../vocabulary";
import type { EstateServer, OtherServer } from "./estate";
import type { ExportedSettings } from "./storedSettings";

/** A server with what the program says of it. */
export interface DescribedServer {
  readonly server: EstateServer;
  readonly settings: ExportedSettings;
}

/** Servers with one tag, what they share, and where each differs from that. */
export interface Group {
  /** The tag in DRS that every one of them has, and no other server of the Region. */
  readonly key: string;
  readonly value: string;
  readonly servers: readonly DescribedServer[];
  readonly defaults: SettingValues;
  /** By source server id; none for a server that is as the defaults say. */
  readonly overrides: Readonly<Record<string, SettingValues>>;
}

/** The servers in groups, and those that stand alone. */
export interface Grouped {
  readonly groups: readonly Group[];
  readonly alone: readonly DescribedServer[];
}

/**
 * Groups by the one tag that saves the program the most lines: a second tag could give a server that comes later to two
 * groups. A group has every server of the Region with its tag, so that it takes in no other one.
 *
 * @param outsiders - servers of the Region that no group may take in: what they should have is not known
 */
export function grouped(servers: readonly DescribedServer[], outsiders: readonly OtherServer[]): Grouped {
  const keys = new Set(servers.flatMap(({ server }) => Object.keys(server.tags)));
  const choices = [...keys]
    .filter(isTagOfPeople)
    .sort()
    .map((key) => byTag(key, servers, outsiders));
  const best = choices.reduce<readonly Group[]>((most, each) => (savedBy(each) > savedBy(most) ? each : most), []);
  const inGroups = new Set(best.flatMap((group) => group.servers));
  return { groups: best, alone: servers.filter((each) => !inGroups.has(each)) };
}

/** Not of AWS or DRS, and not the tag that names a server. */
function isTagOfPeople(key: string): boolean {
  return (
    key !== "Name" &&
    !["__proto__", "prototype", "constructor"].includes(key) &&
    !/^(aws:|drs\.amazonaws\.com|AWSElasticDisasterRecovery|AWSDRS)/.test(key)
  );
}

/** The groups of a tag that are worth it. */
function byTag(key: string, servers: readonly DescribedServer[], outsiders: readonly OtherServer[]): Group[] {
  const values = new Set(servers.flatMap(({ server }) => tagOf(server, key) ?? []));
  return [...values].sort().flatMap((value) => {
    const members = servers.filter(({ server }) => tagOf(server, key) === value);
    const takesOthers = outsiders.some((server) => tagOf(server, key) === value);
    if (value === "" || members.length < 2 || takesOthers) {
      return [];
    }
    const group = { key, value, servers: members, ...shared(members) };
    return saving(group) > 0 ? [group] : [];
  });
}

/** Tags may be called like what every object has, such as `constructor`. */
function tagOf({ tags }: OtherServer, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** Settings that belong to one server, so that no server that comes later may get them too. */
const OF_ONE_SERVER: readonly string[] = ["name", "launchIntoInstance", "launchTemplate.privateIpAddress"];

/** What every one of them has is a default, with the value that most have: an override cannot take a setting away. */
function shared(servers: readonly DescribedServer[]): Pick<Group, "defaults" | "overrides"> {
  const [first, ...others] = servers.map(({ settings }) => settings.values);
  const paths = Object.keys(first ?? {}).filter(
    (path) => !OF_ONE_SERVER.includes(path) && others.every((values) => Object.hasOwn(values, path)),
  );
  const defaults = Object.fromEntries(paths.map((path) => [path, mostCommon(path, servers)]));
  const overrides = servers.flatMap(({ server, settings }) => {
    const own = Object.entries(settings.values).filter(
      ([path, value]) => !Object.hasOwn(defaults, path) || !isEqual(defaults[path], value),
    );
    return own.length === 0 ? [] : [[server.sourceServerId, Object.fromEntries(own)] as const];
  });
  return { defaults, overrides: Object.fromEntries(overrides) };
}

function mostCommon(path: string, servers: readonly DescribedServer[]): SettingValue {
  const counts = new Map<string, { value: SettingValue; times: number }>();
  for (const { settings } of servers) {
    const value = settings.values[path] ?? null;
    const key = JSON.stringify(value);
    counts.set(key, { value, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  const [first, ...others] = [...counts.values()];
  return others.reduce((most, each) => (each.times > (most?.times ?? 0) ? each : most), first)?.value ?? null;
}

function isEqual(one: SettingValue | undefined, other: SettingValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Lines of a program, about, that a resource has beside its settings. */
const FRAME = { one: 4, group: 6, override: 2 };

/** How many lines shorter a program is by this group. */
function saving({ servers, defaults, overrides }: Group): number {
  const linesOf = (values: SettingValues) => Object.keys(values).length;
  const apart = servers.reduce((sum, { settings }) => sum + FRAME.one + linesOf(settings.values), 0);
  const together = Object.values(overrides).reduce((sum, own) => sum + FRAME.override + linesOf(own), 0);
  return apart - together - FRAME.group - linesOf(defaults);
}

function savedBy(groups: readonly Group[]): number {
  return groups.reduce((sum, group) => sum + saving(group), 0);
}
