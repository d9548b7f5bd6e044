import { toPlace } from "../resources/place";
import type { Connection } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";

/** A source server, as DRS lists it. */
export interface SourceServerSummary {
  /** Id of the source server. */
  sourceServerId: string;
  /** Its ARN; absent where DRS does not give one. */
  arn?: string;
  /** Hostname, as DRS's agent reports it. */
  hostname?: string;
  /** Its tags in DRS. */
  tags: Record<string, string>;
  /** DRS's `dataReplicationState`, such as `CONTINUOUS`. */
  replicationState?: string;
  /** Replication lag in seconds. */
  lagSeconds?: number;
}

/** Which source servers {@link getSourceServers} lists. */
export interface SourceServersArgs {
  /**
   * AWS Region, such as `"us-west-2"`.
   *
   * @default `aws:region` of the stack's configuration, then `AWS_REGION`, or the profile's Region
   */
  region?: string;
  /**
   * Tags that a server must have, all of them, with exactly these values.
   *
   * @default every server is listed
   */
  tags?: Record<string, string>;
  /**
   * Where AWS is called, and as whom.
   *
   * @default as the stack's configuration says, then as the AWS SDK finds it in the environment
   */
  connection?: Connection;
}

/**
 * The source servers of a Region, all or those whose tags have the given values, ordered by id. Reads once each time a
 * program runs, at preview too: one call for every 200 servers. Takes at most 300 seconds.
 *
 * @throws An error that names the call when DRS refuses or does not answer.
 */
export async function getSourceServers(args: SourceServersArgs = {}): Promise<SourceServerSummary[]> {
  const { openLookUp } = await import("./lookUp.js");
  const { findServers } = await import("../wave/look/findServers.js");
  const context = await openLookUp(withoutUndefined(toPlace(args)));
  const { servers } = await findServers(context, { selector: { tags: args.tags ?? {} } });
  return servers.map(({ source: { sourceServerId, arn, hostname, tags, replicationState, lagSeconds } }) =>
    withoutUndefined({ sourceServerId, arn, hostname, tags, replicationState, lagSeconds }),
  );
}
