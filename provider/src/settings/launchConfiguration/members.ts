/** The settings of a server as one flat record, by their paths in the args: what is wanted, what is stored, what differs. Pure. */
import type { LaunchConfiguration } from "../../drs/types";
import type { TemplateVersion } from "../../ec2/templateVersion";
import type { LaunchConfigurationIntent, SettingValue, SettingValues } from "../../vocabulary";
import { templateValue } from "./templateMembers";

/** Where the members of the launch template begin. */
export const TEMPLATE = "launchTemplate.";

/** Where the tags of the launched instance begin; the rest is the key, whatever it holds. */
export const TAGS = "launchTemplate.tags.";

/** The args that are settings, in the order of messages. */
const MANAGED = [
  "name",
  "targetInstanceTypeRightSizingMethod",
  "launchDisposition",
  "copyPrivateIp",
  "copyTags",
  "licensing",
  "postLaunchEnabled",
  "launchIntoInstance",
  "recoveryMode",
  "launchTemplate",
] as const satisfies readonly (keyof LaunchConfigurationIntent)[];

/** What the program wants. */
export type WantedSettings = Pick<LaunchConfigurationIntent, (typeof MANAGED)[number]>;

/** What was looked up of the args, by path: it takes the place of what the program says there. */
export type LookedUp = Record<string, string>;

/** The path of the instance that DRS launches into, whichever way the program names it. */
export const LAUNCH_INTO = "launchIntoInstance";

/** The path of the instance type. */
export const INSTANCE_TYPE = `${TEMPLATE}instanceType`;

/** The value of `launchTemplate.instanceType` that is looked up. */
export const AS_SOURCE = "source";

/**
 * The settings that the program names, by path. What has to be looked up and was not yet is as the program says it.
 */
export function wantedValues(wanted: Partial<WantedSettings>, lookedUp: LookedUp = {}): SettingValues {
  const { launchIntoInstance: into, ...others } = wanted;
  const values: SettingValues = {};
  for (const name of MANAGED) {
    if (name !== LAUNCH_INTO) {
      collect(values, name, others[name]);
    }
  }
  const target = into?.instanceId ?? into?.name;
  if (target !== undefined) {
    values[LAUNCH_INTO] = target;
  }
  const known = Object.entries(lookedUp).filter(([path]) => path in values);
  return { ...values, ...Object.fromEntries(known) };
}

/** Puts the leaves of a value where they belong; a list is a leaf. */
function collect(values: SettingValues, path: string, value: unknown): void {
  if (value === undefined || value === null) {
    return;
  }
  if (typeof value === "object" && !Array.isArray(value)) {
    for (const [member, each] of Object.entries(value)) {
      collect(values, `${path}.${member}`, each);
    }
    return;
  }
  // Check has let nothing else pass.
  values[path] = value as SettingValue;
}

/** A server's settings as they are in AWS. */
export interface LiveSettings {
  /** As DRS stores them. */
  configuration: LaunchConfiguration;
  /** The default version of the launch template that DRS names; undefined where it names none, or there is no such template. */
  template: TemplateVersion | undefined;
}

/** The stored values of these settings; null for what is not set. */
export function storedValues(paths: readonly string[], live: LiveSettings): SettingValues {
  return Object.fromEntries(paths.map((path) => [path, storedValue(path, live)]));
}

function storedValue(path: string, { configuration, template }: LiveSettings): SettingValue {
  if (path.startsWith(TEMPLATE)) {
    return template === undefined ? null : templateValue(path, template.data);
  }
  const { settings, name = null } = configuration;
  if (path === "name") {
    return name;
  }
  const keys = path === LAUNCH_INTO ? ["launchIntoInstanceProperties", "launchIntoEC2InstanceID"] : path.split(".");
  const value = keys.reduce<unknown>((object, key) => Object(object)[key], settings);
  return isValue(value) && value !== "" ? value : null;
}

function isValue(value: unknown): value is SettingValue {
  return ["string", "number", "boolean"].includes(typeof value);
}

/** One setting that is not as the program wants it. */
export interface SettingChange {
  /** Its path in the args. */
  path: string;
  from: SettingValue;
  to: SettingValue;
}

/** The members of a launch template, in the order of messages; tags come last, by their keys. */
const IN_TEMPLATE = [
  "instanceType",
  "subnetId",
  "securityGroupIds",
  "privateIpAddress",
  "associatePublicIpAddress",
  "iamInstanceProfile",
  "metadataOptions",
  "tags",
];

/** State keeps its members by the alphabet; people read them as the args have them. */
function byArgs([one]: [string, SettingValue], [other]: [string, SettingValue]): number {
  const [a = "", inA = ""] = one.split(".");
  const [b = "", inB = ""] = other.split(".");
  const order: readonly string[] = MANAGED;
  return (
    order.indexOf(a) - order.indexOf(b) || IN_TEMPLATE.indexOf(inA) - IN_TEMPLATE.indexOf(inB) || (one < other ? -1 : 1)
  );
}

/** Where the stored settings are not as wanted, in the order of the args. */
export function settingChanges(wanted: SettingValues, stored: SettingValues): SettingChange[] {
  return Object.entries(wanted)
    .sort(byArgs)
    .flatMap(([path, to]) => {
      const from = stored[path] ?? null;
      return isSame(path, from, to) ? [] : [{ path, from, to }];
    });
}

/** True for two values that launch the same. */
export function isSame(path: string, one: SettingValue, other: SettingValue): boolean {
  if (isList(one) && isList(other)) {
    return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
  }
  if (path === `${TEMPLATE}iamInstanceProfile` && typeof one === "string" && typeof other === "string") {
    return one === other || isNameIn(one, other) || isNameIn(other, one);
  }
  return one === other;
}

function isList(value: SettingValue): value is readonly string[] {
  return Array.isArray(value);
}

/** Whether the ARN is of the profile with the name, which may be below a path. */
function isNameIn(name: string, arn: string): boolean {
  return arn.startsWith("arn:") && !name.startsWith("arn:") && arn.endsWith(`/${name}`);
}

/** `copyTags`, `launchTemplate.tags["cost center"]`. */
export function pathWords(path: string): string {
  if (!path.startsWith(TAGS)) {
    return path;
  }
  const key = path.slice(TAGS.length);
  return /^[A-Za-z_]\w*$/.test(key) ? path : `${TAGS.slice(0, -1)}[${JSON.stringify(key)}]`;
}

/** `sg-1 and sg-2`, `not set`. */
export function valueWords(value: SettingValue): string {
  if (value === null) {
    return "not set";
  }
  return isList(value) ? value.join(", ") : String(value);
}

/** `copyTags from false to true`. */
export function changeWords({ path, from, to }: SettingChange): string {
  return `${pathWords(path)} from ${valueWords(from)} to ${valueWords(to)}`;
}
