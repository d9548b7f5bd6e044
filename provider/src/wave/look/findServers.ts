import type { SourceServer } from "../../drs/types";
import { listed, nameServer, SELECTOR_DEFAULTS, type ServerSelector, type SourceTags } from "../../vocabulary";
import type { LookContext } from "../context";
import { type DeclaredServer, selectServer } from "../wave";
import { lookAtSourceTags, nameInstances, originsOf, readOrigin, type SourceTagsLook } from "./sourceTags";

/** Which servers to look at: the declared ones, or whatever has the selector's tags now. */
export type ServerSelection =
  | { servers: readonly DeclaredServer[] }
  | {
      selector: ServerSelector;
      /** Tags of source instances that earlier looks have read. */
      kept?: readonly SourceTags[];
    };

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
  /** What was seen of the source instances' tags; absent where the selector does not compare those. */
  sourceTags?: Pick<SourceTagsLook, "kept" | "unknown" | "warnings">;
}

/** What finding servers needs. */
type FindContext = Pick<LookContext, "drs" | "openSource">;

/**
 * The selected servers themselves: in the order of the declared ones, a selector's by id. One DescribeSourceServers, and for
 * source instances' tags one DescribeInstances for every 100 in each Region and account.
 */
export async function findServers(context: FindContext, selection: ServerSelection): Promise<FoundServers> {
  if ("servers" in selection) {
    return findDeclared(context.drs, selection.servers);
  }
  const { selector, kept = [] } = selection;
  const selected = await selectServers(context, selector, kept);
  const { matching, problems } = selected;
  const servers = matching.map((source) => ({ declared: selectServer(source.sourceServerId, selector), source }));
  const isNone = servers.length === 0 && problems.length === 0;
  const none = isNone ? [{ message: await describeNone(context, selector, selected) }] : [];
  return {
    servers,
    problems: [...problems, ...none],
    ...(selected.look === undefined ? {} : { sourceTags: selected.look }),
  };
}

async function findDeclared(drs: LookContext["drs"], declared: readonly DeclaredServer[]): Promise<FoundServers> {
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

/** What a selector selects. */
export interface SelectedServers {
  /** Every source server of the Region. */
  all: readonly SourceServer[];
  /** Those that are selected, by id. */
  matching: SourceServer[];
  /** What was seen of the source instances' tags; undefined where the selector does not compare those. */
  look?: SourceTagsLook;
  problems: ObservationProblem[];
}

/** The servers that have all of the selector's tags, by id; every server where it names none. */
export async function selectServers(
  context: FindContext,
  selector: ServerSelector,
  kept: readonly SourceTags[] = [],
): Promise<SelectedServers> {
  const { tagsOf = SELECTOR_DEFAULTS.tagsOf } = selector;
  const all = await context.drs.listSourceServers();
  if (tagsOf === "sourceServer") {
    return { all, matching: matchingOf(all, selector, ({ tags }) => tags), problems: [] };
  }
  const look = await lookAtSourceTags(context, all, selector, kept);
  const matching = matchingOf(all, selector, ({ sourceServerId }) => look.tags.get(sourceServerId) ?? {});
  return { all, matching, look, problems: look.problems };
}

function matchingOf(
  all: readonly SourceServer[],
  { tags }: ServerSelector,
  tagsOf: (server: SourceServer) => Readonly<Record<string, string>>,
): SourceServer[] {
  const matching = all.filter((server) => hasTags(tagsOf(server), tags));
  return matching.sort((a, b) => (a.sourceServerId < b.sourceServerId ? -1 : 1));
}

function hasTags(tags: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(tags, key) && tags[key] === value);
}

/** That nothing is selected, and where the tags are that the selector looks for. */
async function describeNone(
  context: FindContext,
  { tags, tagsOf = SELECTOR_DEFAULTS.tagsOf }: ServerSelector,
  { all }: SelectedServers,
): Promise<string> {
  const wanted = Object.entries(tags)
    .map(([key, value]) => `${key}=${value}`)
    .join(", ");
  const { region } = context.drs;
  if (tagsOf === "sourceServer") {
    return `no source server in ${region} has the tags ${wanted}${await describeInstancesWith(context, tags, all)}`;
  }
  const inDrs = all.filter((server) => hasTags(server.tags, tags)).map(nameServer);
  const instead =
    inDrs.length === 0
      ? ""
      : `, but in DRS they are the tags of ${listed(inDrs)}. Fix: leave tagsOf out to compare those`;
  return `no source server in ${region} is an EC2 instance that has the tags ${wanted}${instead}`;
}

/** Which EC2 instances have the tags that no source server has in DRS. Empty where none has. */
async function describeInstancesWith(
  context: FindContext,
  wanted: Readonly<Record<string, string>>,
  all: readonly SourceServer[],
): Promise<string> {
  const origins = context.openSource === undefined ? [] : originsOf(all).origins;
  const reads = await Promise.all(
    origins.map(async (origin) => ({ origin, read: await readOrigin(context, origin, undefined) })),
  );
  const having = reads.flatMap(({ origin, read }) =>
    "tags" in read ? origin.instances.filter((each) => hasTags(read.tags.get(each.instanceId) ?? {}, wanted)) : [],
  );
  const unread = reads.flatMap(({ origin, read }) =>
    "reason" in read ? [`those in ${origin.region} could not be read: ${read.reason}`] : [],
  );
  if (having.length > 0) {
    const fix = 'Fix: give the selector tagsOf "sourceInstance", or tag the source servers in DRS';
    return `, but they are the tags of EC2 instances, which DRS does not copy: ${nameInstances(having)}. ${fix}`;
  }
  return unread.length === 0 ? "" : `. DRS does not copy the tags of EC2 instances: ${unread.join("; ")}`;
}
