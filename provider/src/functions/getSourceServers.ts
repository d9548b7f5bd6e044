import { toPlace } from "../resources/place";
import type { Connection, ServerSelector } from "../vocabulary";
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
  /** With `tagsOf: "sourceInstance"`, the tags of the EC2 instance that it is; absent where they are not known. */
  sourceInstanceTags?: Record<string, string>;
  /** DRS's `dataReplicationState`, such as `CONTINUOUS`. */
  replicationState?: string;
  /** Replication lag in seconds. */
  lagSeconds?: number;
}

/** Which source servers {@link getSourceServers} lists. */
export interface SourceServersArgs extends Pick<ServerSelector, "tagsOf" | "sourceConnection"> {
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
 * The source servers of a Region, all or those whose tags have the given values, ordered by id: their tags in DRS, or with
 * `tagsOf: "sourceInstance"` those of the EC2 instances that they are. Reads once each time a program runs, at preview too:
 * one call for every 200 servers, and one for every 100 of each Region and account where instances are. Takes at most 300
 * seconds. Warns of servers that are no EC2 instance, and of instances that EC2 does not list. A function has no state: of a
 * source Region that cannot be reached it knows nothing, unlike a wave's selector.
 *
 * @throws An error that names the call when DRS refuses or does not answer, and what could not be read of source instances.
 */
export async function getSourceServers(args: SourceServersArgs = {}): Promise<SourceServerSummary[]> {
  const { openLookUp } = await import("./lookUp.js");
  const { selectServers } = await import("../wave/look/findServers.js");
  const context = await openLookUp(withoutUndefined(toPlace(args)));
  const { tags = {}, tagsOf, sourceConnection } = args;
  const selected = await selectServers(context, withoutUndefined({ tags, tagsOf, sourceConnection }));
  for (const warning of selected.look?.warnings ?? []) {
    context.status.warn(warning);
  }
  if (selected.problems.length > 0) {
    throw new Error(`Reading source servers: ${selected.problems.map(({ message }) => message).join("; ")}.`);
  }
  return selected.matching.map(({ sourceServerId, arn, hostname, tags: inDrs, replicationState, lagSeconds }) => {
    const sourceInstanceTags = selected.look?.tags.get(sourceServerId);
    return withoutUndefined({
      sourceServerId,
      arn,
      hostname,
      tags: inDrs,
      sourceInstanceTags: sourceInstanceTags === undefined ? undefined : { ...sourceInstanceTags },
      replicationState,
      lagSeconds,
    });
  });
}
