import type { Observation, ObservedServer } from "pulumi-drillwave/vocabulary";
import { plural } from "./plural";

/** As many servers are named one by one; a wave can have a hundred. */
const NAMED_SERVERS = 6;

/** What a wave would launch, from the inputs that a preview shows: each server with its live right-sizing and instance type. */
export function plannedWave(inputs: { readonly observed?: Observation }): string {
  const servers = inputs.observed?.servers;
  if (servers === undefined) return "would start; its servers were not observed";
  const named = servers.slice(0, NAMED_SERVERS).map(describeServer);
  const more = servers.length - named.length;
  const list = more === 0 ? named : [...named, `${more} more`];
  return `would launch ${plural(servers.length, "server")}: ${list.join(", ")}`;
}

function describeServer(server: ObservedServer): string {
  const { targetInstanceTypeRightSizingMethod: method } = server.launchConfiguration;
  const settings = [method, server.launchTemplate?.instanceType].filter((setting) => setting !== undefined);
  return `${server.hostname ?? server.sourceServerId} (${settings.join(", ")})`;
}
