import { type LaunchConfigurationSettings, type SettingValues, someOf } from "pulumi-drillwave/vocabulary";
import { groupBy } from "../groupBy";
import type { Change } from "../judged/change";
import { isSameSetting, type ManagedServers, type ManagedSettings, programmedValues } from "../judged/managedSettings";
import { GROUPS_PATH } from "../judged/settingPaths";
import { A_GROUP } from "../judged/templateChange";
import { findObservation, type JudgedWave } from "../judged/wave";
import type { Finding } from "./finding";

/** A change of settings that the program manages: a line of its code makes it, and a command would be undone by `up`. */
export interface CodedChange {
  managed: ManagedSettings;
  settings: SettingValues;
  /** The wave that launches the server names resources in its `settings`; it may be this one. */
  isAwaited: boolean;
}

/** The findings' changes: those that are made in code, and those that only a command makes. Pure. */
export function splitChanges(
  findings: readonly Finding[],
  servers: ManagedServers,
): { coded: CodedChange[]; others: Change[] } {
  const coded: CodedChange[] = [];
  const others: Change[] = [];
  for (const { about, said } of findings) {
    const changes = "fact" in said ? [said.fact.fix.change ?? []].flat() : [];
    for (const change of changes) {
      const managed = managedBy(change, about, servers);
      const settings = "settings" in change ? change.settings : undefined;
      if (managed === undefined || settings === undefined) {
        others.push(change);
      } else {
        const complete = withNeeded(settings, managed, storedFor(managed, about.wave));
        coded.push({ managed, settings: complete, isAwaited: namesSettings(about.wave) });
      }
    }
  }
  return { coded, others };
}

function managedBy(
  change: Change,
  { server, region }: Finding["about"],
  servers: ManagedServers,
): ManagedSettings | undefined {
  switch (change.kind) {
    case "server":
      return servers.ofServer(change.sourceServerId, region);
    case "template":
      return (
        servers.ofTemplate(change.template.launchTemplateId, region) ?? servers.ofServer(server?.sourceServerId, region)
      );
    default:
      return undefined;
  }
}

function storedFor({ args }: ManagedSettings, wave: JudgedWave | undefined): LaunchConfigurationSettings {
  const servers = wave === undefined ? [] : (findObservation(wave)?.servers ?? []);
  return servers.find(({ sourceServerId }) => sourceServerId === args.sourceServerId)?.launchConfiguration ?? {};
}

/** What is not known of the wave is no reason for advice. */
function namesSettings(wave: JudgedWave | undefined): boolean {
  if (wave === undefined || wave.unseen !== undefined || wave.unknownInputs.includes("settings")) {
    return true;
  }
  return (wave.inputs.settings ?? []).length > 0;
}

/** Settings that a `LaunchConfiguration` takes only beside others: DRS would overwrite them. */
function withNeeded(
  settings: SettingValues,
  managed: ManagedSettings,
  stored: LaunchConfigurationSettings,
): SettingValues {
  const programmed = programmedValues(managed);
  const method = programmed[METHOD] ?? stored.targetInstanceTypeRightSizingMethod;
  const copies = programmed["copyPrivateIp"] ?? stored.copyPrivateIp;
  return {
    ...("launchTemplate.instanceType" in settings && method !== undefined && method !== "NONE"
      ? { [METHOD]: "NONE" }
      : {}),
    ...("launchTemplate.privateIpAddress" in settings && copies === true ? { copyPrivateIp: false } : {}),
    ...settings,
  };
}

const METHOD = "targetInstanceTypeRightSizingMethod";

/**
 * The lines of stack code that make these changes, one for all resources that need the same. `pool`: everything that is to
 * be told, as several changes may take from one list. Pure.
 */
export function codeLines(own: readonly CodedChange[], pool: readonly CodedChange[]): string[] {
  const lines = [...groupBy(own, ({ managed }) => managed.urn)].map(([urn, changes]) => {
    const [{ managed, isAwaited }] = changes;
    const others = pool.filter((each) => each.managed.urn === urn);
    const settings = merge(changes, others);
    return { managed, isAwaited, how: howToSet(settings, managed), literal: literalOf(settings) };
  });
  const alike = groupBy(lines, ({ how, literal, isAwaited }) => JSON.stringify([how, literal, isAwaited]));
  return [...alike.values()].map((same) => {
    const [{ how, literal, isAwaited }] = same;
    return sayLine({ how, literal, isAwaited, titles: [...new Set(same.map(({ managed }) => managed.title))] });
  });
}

/** Of changes of one setting the first counts; groups have to be left by all of the pool. */
function merge(changes: readonly CodedChange[], pool: readonly CodedChange[]): SettingValues {
  const settings: SettingValues = Object.assign({}, ...changes.map((each) => each.settings).toReversed());
  const lists = pool.flatMap((each) => listOf(each.settings[GROUPS_PATH]));
  const [first] = lists;
  if (first === undefined || !(GROUPS_PATH in settings)) {
    return settings;
  }
  const left = first.filter((group) => lists.every((list) => list.includes(group)));
  return { ...settings, [GROUPS_PATH]: left.length === 0 ? [A_GROUP] : left };
}

function listOf(value: SettingValues[string] | undefined): (readonly string[])[] {
  return typeof value === "object" && value !== null ? [value] : [];
}

/** `says`: the program says so already. `add`: it manages none of these settings of the server yet. */
type How = "in" | "add" | "says";

function howToSet(settings: SettingValues, managed: ManagedSettings): How {
  const programmed = programmedValues(managed);
  const paths = Object.entries(settings).map(([path, value]) => ({
    now: programmed[path.replace(/^(launchIntoInstance)\..*/, "$1")],
    isUnknown: managed.unknownArgs.includes(path.split(".")[0] ?? ""),
    value,
  }));
  if (paths.every(({ now, value }) => now !== undefined && isSameSetting(now, value))) {
    return "says";
  }
  return paths.some(({ now, isUnknown }) => now !== undefined || isUnknown) ? "in" : "add";
}

function sayLine(line: { how: How; literal: string; isAwaited: boolean; titles: readonly string[] }): string {
  const { how, literal, isAwaited, titles } = line;
  const where = someOf(titles);
  if (how === "says") {
    const todo = isAwaited
      ? "see that it is among the wave's settings, and that --target does not leave it out"
      : "name it in the wave's settings, so that it is written before the drill";
    return `${where} ${titles.length === 1 ? "says" : "say"} so in code already: ${todo}`;
  }
  const named = isAwaited ? "" : ", to be named in the wave's settings";
  return how === "add" ? `in code: add ${literal} to ${where}${named}` : `in code: ${literal} in ${where}${named}`;
}

type Literal = { [name: string]: Literal | SettingValues[string] };

/** `launchTemplate: { subnetId: "subnet-1" }`, as members of the args. */
function literalOf(settings: SettingValues): string {
  const args: Literal = {};
  for (const [path, value] of Object.entries(settings)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    const parent = names.reduce<Literal>((into, name) => {
      const known = into[name];
      const next: Literal = isMembers(known) ? known : {};
      into[name] = next;
      return next;
    }, args);
    parent[last] = value;
  }
  return membersText(args);
}

function membersText(members: Literal): string {
  return Object.entries(members)
    .map(([name, value]) => `${name}: ${isMembers(value) ? `{ ${membersText(value)} }` : valueText(value)}`)
    .join(", ");
}

function valueText(value: unknown): string {
  return Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(", ")}]` : JSON.stringify(value);
}

function isMembers(value: Literal[string] | undefined): value is Literal {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
