import { present } from "../present";
import type { Connection } from "../vocabulary";

/** A source server, as DRS lists it. */
export interface SourceServerSummary {
  sourceServerId: string;
  arn: string;
  hostname?: string;
  tags: Record<string, string>;
  /** DRS's `dataReplicationState`, such as CONTINUOUS. */
  replicationState?: string;
  lagSeconds?: number;
}

/**
 * The source servers of a Region, all or those whose tags have the given values, ordered by id. Looks once each time a
 * program runs, at preview too.
 *
 * @throws {@link import("../errors").DrsRequestError} when DRS does not answer.
 */
export async function getSourceServers(
  args: { region?: string; tags?: Record<string, string>; connection?: Connection } = {},
): Promise<SourceServerSummary[]> {
  const { openLookUp } = await import("./lookUp.js");
  const { findServers } = await import("../wave/look/findServers.js");
  const context = await openLookUp(present({ region: args.region, connection: args.connection }));
  const { servers } = await findServers(context, { selector: { tags: args.tags ?? {} } });
  return servers.map(({ sourceServerId, arn, hostname, tags, replicationState, lagSeconds }) =>
    present({ sourceServerId, arn, hostname, tags, replicationState, lagSeconds }),
  );
}
