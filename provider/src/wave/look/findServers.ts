import type { SourceServer } from "../../drs/types";
import type { ServerSelector } from "../../vocabulary";
import type { WaveContext } from "../context";

/** Which servers to look at: ids as declared, or whatever has the selector's tags now. */
export type ServerSelection = { sourceServerIds: readonly string[] } | { selector: ServerSelector };

/** Something that could not be seen, or is not there. */
export interface ObservationProblem {
  sourceServerId?: string;
  message: string;
}

/** The selected servers, with nothing that is stored for them. */
export interface FoundServers {
  servers: SourceServer[];
  problems: ObservationProblem[];
  /** Every server of the Region, where the selection had to read them all. */
  everyServer?: SourceServer[];
}

/** The selected servers themselves: in the order of declared ids, a selector's by id. One DescribeSourceServers. */
export async function findServers(
  { drs }: Pick<WaveContext, "drs">,
  selection: ServerSelection,
): Promise<FoundServers> {
  if ("selector" in selection) {
    const wanted = Object.entries(selection.selector.tags);
    const everyServer = await drs.listSourceServers();
    const servers = everyServer.filter((server) => wanted.every(([key, value]) => server.tags[key] === value));
    servers.sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
    const tags = wanted.map(([key, value]) => `${key}=${value}`).join(", ");
    const message = `no source server in ${drs.region} has the tags ${tags}`;
    return { servers, problems: servers.length === 0 ? [{ message }] : [], everyServer };
  }
  const ids = selection.sourceServerIds;
  const byId = new Map((await drs.listSourceServers(ids)).map((server) => [server.sourceServerId, server]));
  return {
    servers: ids.flatMap((sourceServerId) => byId.get(sourceServerId) ?? []),
    problems: ids
      .filter((sourceServerId) => !byId.has(sourceServerId))
      .map((sourceServerId) => ({
        sourceServerId,
        message: `${sourceServerId} is not a source server of this account in ${drs.region}`,
      })),
  };
}
