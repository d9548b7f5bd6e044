import type { SourceServer } from "../../drs/types";
import type { ServerSelector } from "../../vocabulary";
import type { WaveContext } from "../context";
import { type DeclaredServer, selectServer } from "../wave";

/** Which servers to look at: the declared ones, or whatever has the selector's tags now. */
export type ServerSelection = { servers: readonly DeclaredServer[] } | { selector: ServerSelector };

/** Something that could not be seen, or is not there. */
export interface ObservationProblem {
  sourceServerId?: string;
  message: string;
}

/** A server as the program wants it, and as DRS lists it. */
export interface FoundServer {
  declared: DeclaredServer;
  source: SourceServer;
}

/** The selected servers, without their stored settings. */
export interface FoundServers {
  servers: FoundServer[];
  problems: ObservationProblem[];
}

/**
 * The selected servers themselves: in the order of the declared ones, a selector's by id. One DescribeSourceServers.
 */
export async function findServers(
  { drs }: Pick<WaveContext, "drs">,
  selection: ServerSelection,
): Promise<FoundServers> {
  if ("servers" in selection) {
    return findDeclared(drs, selection.servers);
  }
  return findSelected(drs, selection.selector);
}

async function findDeclared(drs: WaveContext["drs"], declared: readonly DeclaredServer[]): Promise<FoundServers> {
  const ids = declared.map((server) => server.sourceServerId);
  const byId = new Map((await drs.listSourceServers(ids)).map((source) => [source.sourceServerId, source]));
  const found = declared.map((server) => ({ declared: server, source: byId.get(server.sourceServerId) }));
  return {
    servers: found.flatMap(({ declared: server, source }) =>
      source === undefined ? [] : { declared: server, source },
    ),
    problems: found
      .filter(({ source }) => source === undefined)
      .map(({ declared: { sourceServerId } }) => ({
        sourceServerId,
        message: `${sourceServerId} is not a source server of this account in ${drs.region}`,
      })),
  };
}

async function findSelected(drs: WaveContext["drs"], selector: ServerSelector): Promise<FoundServers> {
  const wanted = Object.entries(selector.tags);
  const all = await drs.listSourceServers();
  const matching = all.filter((server) => wanted.every(([key, value]) => server.tags[key] === value));
  matching.sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
  const servers = matching.map((source) => ({ declared: selectServer(source.sourceServerId, selector), source }));
  const tags = wanted.map(([key, value]) => `${key}=${value}`).join(", ");
  const message = `no source server in ${drs.region} has the tags ${tags}`;
  return { servers, problems: servers.length === 0 ? [{ message }] : [] };
}
