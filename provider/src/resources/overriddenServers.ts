import { listed, nameServer, nearestName } from "../vocabulary";

/** A server that can be overridden. */
interface Server {
  sourceServerId: string;
  hostname?: string;
}

/**
 * Which override each server has, by its id; and what is wrong with their names, all of it. A name is an id, or a hostname
 * in whatever case. Pure.
 */
export function overriddenServers(
  names: readonly string[],
  servers: readonly Server[],
): { byServer: ReadonlyMap<string, string>; flaws: string[] } {
  const byServer = new Map<string, string>();
  const flaws = names.flatMap((name) => {
    const named = servers.filter((server) => isNamed(server, name));
    const [server, ...others] = named;
    if (server === undefined) {
      return [noServer(name, servers)];
    }
    if (others.length > 0) {
      return [`overrides["${name}"] names ${listed(named.map(nameServer))}: give each by its id`];
    }
    const first = byServer.get(server.sourceServerId);
    if (first !== undefined) {
      return [`overrides["${first}"] and overrides["${name}"] are both of ${nameServer(server)}: put them together`];
    }
    byServer.set(server.sourceServerId, name);
    return [];
  });
  return { byServer, flaws };
}

function isNamed({ sourceServerId, hostname }: Server, name: string): boolean {
  return sourceServerId === name || hostname?.toLowerCase() === name.trim().toLowerCase();
}

function noServer(name: string, servers: readonly Server[]): string {
  // Ids are alike, and mean nothing to each other.
  const near = name.startsWith("s-")
    ? undefined
    : nearestName(
        name,
        servers.flatMap(({ hostname }) => hostname ?? []),
      );
  return `overrides["${name}"] names none of the selected servers${near === undefined ? "" : ` (did you mean ${near}?)`}`;
}
