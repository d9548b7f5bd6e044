/** How messages speak of launch settings. Pure. */
import { type LaunchConfigurationSettings, nameServer, type ObservedServer } from "../../vocabulary";
import type { DeclaredServer } from "../wave";

/** Where a server's launch configuration is not what the program expects, one sentence each. */
export function unexpectedSettings({ declared, seen }: { declared: DeclaredServer; seen: ObservedServer }): string[] {
  return differences(declared.expected, seen.launchConfiguration).map(
    (difference) => `launch configuration of ${nameServer(seen)} is not as declared: ${difference}`,
  );
}

/** The members of `expected` that `stored` does not have: `copyPrivateIp is false, expected true`. */
export function differences(expected: LaunchConfigurationSettings, stored: LaunchConfigurationSettings): string[] {
  const storedMembers = flatten(stored, { withLengths: true });
  return [...flatten(expected, { withLengths: true })].flatMap(([member, value]) => {
    const seen = storedMembers.get(member);
    const [was, wanted] = toTexts(seen, value);
    return seen === value ? [] : [`${member} is ${was}, expected ${wanted}`];
  });
}

/** The members that were one thing and are another, also those that came or went: `copyPrivateIp was not set, is true`. */
export function changes(before: object, after: object): string[] {
  const [old, fresh] = [flatten(before), flatten(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].flatMap((member) => {
    const [was, is] = toTexts(old.get(member), fresh.get(member));
    return old.get(member) === fresh.get(member) ? [] : [`${member} was ${was}, is ${is}`];
  });
}

/** Two values in words; as JSON where they would look alike: the text `"true"` and true. */
function toTexts(one: unknown, other: unknown): [string, string] {
  const isAlike = String(one) === String(other);
  const toText = (value: unknown) => {
    if (value === undefined) {
      return "not set";
    }
    return isAlike ? JSON.stringify(value) : String(value);
  };
  return [toText(one), toText(other)];
}

/** Leaf members by their path; empty objects have none. The length of a list is one of them where that is asked for. */
function flatten(value: object, { prefix = "", withLengths = false } = {}): Map<string, unknown> {
  const members = new Map<string, unknown>();
  for (const [key, member] of Object.entries(value)) {
    if (typeof member === "object" && member !== null) {
      for (const [path, leaf] of flatten(member, { prefix: `${prefix}${key}.`, withLengths })) {
        members.set(path, leaf);
      }
      if (withLengths && Array.isArray(member)) {
        members.set(`${prefix}${key}.length`, member.length);
      }
    } else if (member !== undefined) {
      members.set(`${prefix}${key}`, member);
    }
  }
  return members;
}
