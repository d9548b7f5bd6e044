/** How messages speak of servers, settings and durations. Pure. */
import type { LaunchConfigurationSettings, ObservedServer } from "../vocabulary";

/** `db-1 (s-0123456789abcdef0)`, or the id alone. */
export function nameServer(server: { sourceServerId: string; hostname?: string }): string {
  return server.hostname === undefined ? server.sourceServerId : `${server.hostname} (${server.sourceServerId})`;
}

/** `1 server`, `2 servers`. */
export function countServers(count: number): string {
  return count === 1 ? "1 server" : `${count} servers`;
}

/** `launch configuration of s-…: NONE, r5.2xlarge, copyPrivateIp true, copyTags true, STARTED`. */
export function describeLaunchConfiguration(server: ObservedServer): string {
  const settings = server.launchConfiguration;
  const subject = `launch configuration of ${server.sourceServerId}`;
  if (server.launchConfigurationSource === "unread") return `${subject}: could not be read`;
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
      for (const [path, leaf] of flatten(member, `${prefix}${key}.`)) members.set(path, leaf);
    } else if (member !== undefined) members.set(`${prefix}${key}`, String(member));
  }
  return members;
}

/** `8m59s`, `45s`, `1h02m00s`. Whole seconds. */
export function formatDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const twoDigits = (part: number) => String(part).padStart(2, "0");
  if (hours > 0) return `${hours}h${twoDigits(minutes)}m${twoDigits(seconds)}s`;
  return minutes > 0 ? `${minutes}m${twoDigits(seconds)}s` : `${seconds}s`;
}
