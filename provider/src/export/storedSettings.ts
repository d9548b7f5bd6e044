/** What is stored for a server, as the args of a `LaunchConfiguration`, and what these cannot say. Pure. */
import * as v from "valibot";
import { launchConfigurationSchema } from "../lifecycle/settings/launchConfigurationSchema";
import {
  INSTANCE_TYPE,
  LAUNCH_INTO,
  pathWords,
  storedValues,
  TAGS,
  TEMPLATE,
} from "../settings/launchConfiguration/members";
import { interfaceObstacle } from "../settings/launchConfiguration/templateInterface";
import { tagsOfInstance } from "../settings/launchConfiguration/templateMembers";
import type { SettingValue, SettingValues } from "../vocabulary";
import type { EstateServer } from "./estate";
import { exportedActions } from "./launchActions";
import { isTagOfDrs, leftInConfiguration, leftInTemplate, type Note } from "./leftOut";
import { keysOf, toArgs } from "./settingsTree";

/** A server's settings as the program says them. */
export interface ExportedSettings {
  /** By path in the args: `copyTags`, `launchTemplate.subnetId`. */
  readonly values: SettingValues;
  readonly notes: readonly Note[];
}

const METHOD = "targetInstanceTypeRightSizingMethod";
const ADDRESS = "launchTemplate.privateIpAddress";

/** Members with a fixed path, in the order in which a program has them. */
const PATHS = [
  "name",
  METHOD,
  "launchDisposition",
  "copyPrivateIp",
  "copyTags",
  "licensing.osByol",
  "postLaunchEnabled",
  LAUNCH_INTO,
  "recoveryMode",
  INSTANCE_TYPE,
  "launchTemplate.subnetId",
  "launchTemplate.securityGroupIds",
  ADDRESS,
  "launchTemplate.associatePublicIpAddress",
  "launchTemplate.iamInstanceProfile",
  "launchTemplate.metadataOptions.httpTokens",
  "launchTemplate.metadataOptions.httpEndpoint",
  "launchTemplate.metadataOptions.httpPutResponseHopLimit",
  "launchTemplate.metadataOptions.httpProtocolIpv6",
  "launchTemplate.metadataOptions.instanceMetadataTags",
];

/** What is the primary network interface's. */
const INTERFACE: readonly string[] = [
  "launchTemplate.subnetId",
  "launchTemplate.securityGroupIds",
  ADDRESS,
  "launchTemplate.associatePublicIpAddress",
];

/**
 * The settings of a server that was read; undefined for one of which nothing is known. What is not set is not said, so that
 * nothing is managed that nobody has set; and nothing is said that the check of `LaunchConfiguration` would refuse.
 */
export function exportedSettings(server: EstateServer): ExportedSettings | undefined {
  const { hostname, configuration, template } = server;
  if (configuration === undefined) {
    return undefined;
  }
  const stored = storedValues(pathsOf(server), { configuration, template });
  const said = Object.entries(stored).filter(
    ([path, value]) => isSet(path, value) && !isNameOfDrs(path, value, server),
  );
  const refused = refusedValues(server.sourceServerId, Object.fromEntries(said));
  const values: SettingValues = {};
  const notes: Note[] = [];
  for (const [path, value] of said) {
    const why = refused.get(path) ?? obstacle(path, value, stored, server);
    if (why === undefined) {
      values[path] = value;
    } else {
      const at = path.startsWith(TEMPLATE) ? "template" : "configuration";
      notes.push({ at, what: `${pathWords(path)} ${JSON.stringify(value)}`, why });
    }
  }
  const left = template === undefined ? [] : leftInTemplate(template, values, hostname);
  return {
    values,
    notes: [
      ...notes,
      ...leftInConfiguration(configuration.settings),
      ...exportedActions(server.actions ?? []).left,
      ...left,
    ],
  };
}

function pathsOf({ hostname, template }: EstateServer): string[] {
  const tags = Object.entries(tagsOfInstance(template?.data ?? {}));
  return [...PATHS, ...tags.flatMap(([key, value]) => (isTagOfDrs(key, value, hostname) ? [] : [`${TAGS}${key}`]))];
}

/** An empty text says nothing, but as the value of a tag. */
function isSet(path: string, value: SettingValue): boolean {
  return value !== null && (value !== "" || path.startsWith(TAGS));
}

/** DRS names a launch configuration after its server, where nobody else has named it. */
function isNameOfDrs(path: string, value: SettingValue, { sourceServerId, hostname }: EstateServer): boolean {
  return path === "name" && (value === hostname || String(value).includes(sourceServerId));
}

/** Values that are none of their args': why, by path. */
function refusedValues(sourceServerId: string, values: SettingValues): Map<string, string> {
  const { issues = [] } = v.safeParse(launchConfigurationSchema, { sourceServerId, ...toArgs(values) });
  const found = issues.map(({ path = [], message }): readonly [string, string] => {
    const keys = path.map(({ key }) => String(key));
    const at = Object.keys(values).find((each) => keysOf(each).every((key, index) => keys[index] === key));
    return [at ?? "", `LaunchConfiguration takes no such value: ${message}`];
  });
  return new Map(found);
}

/** Keys that no check of an object's members sees, so that the resource would not manage them. */
const UNSEEN_KEYS: readonly string[] = ["__proto__", "prototype", "constructor"];

/** Why the program cannot say this value; undefined when it can. */
function obstacle(
  path: string,
  value: SettingValue,
  stored: SettingValues,
  { template, launchIntoProblem }: EstateServer,
): string | undefined {
  const into = stored[LAUNCH_INTO] ?? null;
  if (path === INSTANCE_TYPE && stored[METHOD] !== "NONE") {
    return `DRS sets it itself while ${METHOD} is ${stored[METHOD] ?? "not known"}`;
  }
  if (path === ADDRESS && stored["copyPrivateIp"] !== false) {
    return `DRS sets it itself while copyPrivateIp is ${stored["copyPrivateIp"] ?? "not known"}`;
  }
  if (path === LAUNCH_INTO) {
    const copied = COPIED.find((each) => stored[each] === true);
    return copied === undefined ? launchIntoProblem : `LaunchConfiguration refuses it together with ${copied}`;
  }
  if (COPIED.includes(path) && value === true && into !== null) {
    return `LaunchConfiguration refuses it while DRS launches into an existing instance (${into})`;
  }
  if (path.startsWith(TAGS) && UNSEEN_KEYS.includes(path.slice(TAGS.length))) {
    return "LaunchConfiguration takes no tag of this name";
  }
  return INTERFACE.includes(path)
    ? interfaceObstacle(template?.data ?? {}, { [path.slice(TEMPLATE.length)]: value })
    : undefined;
}

/** What DRS copies from a source, and cannot copy to an instance that exists. */
const COPIED: readonly string[] = ["copyTags", "copyPrivateIp"];
