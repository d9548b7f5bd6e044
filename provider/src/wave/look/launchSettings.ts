/** How messages speak of launch settings. Pure. */
import { type LaunchConfigurationSettings, nameServer, type ObservedServer } from "../../vocabulary";
import type { DeclaredServer } from "../wave";

/** `launch configuration of s-…: NONE, r5.2xlarge, copyPrivateIp true, copyTags true, STARTED`. */
export function describeLaunchConfiguration(server: ObservedServer): string {
  const settings = server.launchConfiguration;
  const subject = `launch configuration of ${server.sourceServerId}`;
  if (server.launchConfigurationSource === "unread") {
    return `${subject}: could not be read`;
  }
  const parts = [
    settings.targetInstanceTypeRightSizingMethod ?? "no right-sizing method",
    server.launchTemplate?.instanceType,
    settings.copyPrivateIp === undefined ? undefined : `copyPrivateIp ${settings.copyPrivateIp}`,
    settings.copyTags === undefined ? undefined : `copyTags ${settings.copyTags}`,
    settings.launchDisposition,
    server.launchConfigurationSource === "defaults" ? "assumed, not read" : undefined,
  ];
  return `${subject}: ${parts.filter((part) => part !== undefined).join(", ")}`;
}

/** Where a server's launch configuration is not what the program expects, one sentence each. */
export function unexpectedSettings({ declared, seen }: { declared: DeclaredServer; seen: ObservedServer }): string[] {
  return differences(declared.expected, seen.launchConfiguration).map(
    (difference) => `launch configuration of ${nameServer(seen)} is not as declared: ${difference}`,
  );
}

/** The members of `expected` that `stored` does not have: `copyPrivateIp is false, expected true`. */
export function differences(expected: LaunchConfigurationSettings, stored: LaunchConfigurationSettings): string[] {
  const storedMembers = flatten(stored);
  return [...flatten(expected)].flatMap(([member, value]) => {
    const seen = storedMembers.get(member);
    return seen === value ? [] : [`${member} is ${seen ?? "not set"}, expected ${value}`];
  });
}

/** The members that were one thing and are another, also those that came or went: `copyPrivateIp was not set, is true`. */
export function changes(before: object, after: object): string[] {
  const [old, fresh] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((member) => {
    const [was, is] = [old.get(member), fresh.get(member)];
    return was === is ? [] : [`${member} was ${was ?? "not set"}, is ${is ?? "not set"}`];
  });
}

/** Leaf members by their path; empty objects have none. */
function flatten(value: object, prefix = ""): Map<string, string> {
  const members = new Map<string, string>();
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === "object" && member !== null) {
      for (const [path, leaf] of flatten(member, `${prefix}${key}.`)) {
        members.set(path, leaf);
      }
    } else if (member !== undefined) {
      members.set(`${prefix}${key}`, String(member));
    }
  }
  return members;
}
