import type { SourceServer } from "../../drs/types";
import type { SourcePlace } from "../../ec2/gateway";
import { clauseOf, DrsRequestError, remedyFor } from "../../errors";
import { count, listed, nameServer, nameSome, type ServerSelector, type SourceTags, toIso } from "../../vocabulary";
import type { LookContext } from "../context";

/** A source server that is an EC2 instance. */
export interface SourceInstance {
  server: SourceServer;
  instanceId: string;
}

/** Instances that are asked for together: of one Region and account. */
export interface Origin {
  region: string;
  account: string | undefined;
  instances: readonly SourceInstance[];
}

/** What the instances of an origin have, by their ids; or why that could not be read, and what helps. */
export type OriginRead = { tags: ReadonlyMap<string, Tags> } | { reason: string; remedy: string };

type Tags = Readonly<Record<string, string>>;

/** Source servers by what DRS says of where they run. */
export interface Origins {
  origins: readonly Origin[];
  /** EC2 instances whose Region DRS does not say. */
  nowhere: readonly SourceInstance[];
  /** Those that are no EC2 instance, as far as DRS says. */
  others: readonly SourceServer[];
}

/** Where these servers run, by Region and account (docs/drs-facts.md#where-a-source-server-runs). Pure. */
export function originsOf(servers: readonly SourceServer[]): Origins {
  const byPlace = new Map<string, Origin & { instances: SourceInstance[] }>();
  const nowhere: SourceInstance[] = [];
  const others: SourceServer[] = [];
  for (const server of servers) {
    const { ec2InstanceId: instanceId, originRegion: region, originAccount: account } = server.source ?? {};
    if (instanceId === undefined) {
      others.push(server);
    } else if (region === undefined) {
      nowhere.push({ server, instanceId });
    } else {
      const key = JSON.stringify([region, account]);
      const origin = byPlace.get(key) ?? { region, account, instances: [] };
      byPlace.set(key, origin);
      origin.instances.push({ server, instanceId });
    }
  }
  return { origins: [...byPlace.values()], nowhere, others };
}

/**
 * The tags of an origin's instances, by DescribeInstances in its own Region. What EC2 does not list is left out; where it
 * lists none of them because the credentials are another account's, nothing was read.
 */
export async function readOrigin(
  { openSource }: Pick<LookContext, "openSource">,
  { region, account, instances }: Origin,
  sourceConnection: SourcePlace["sourceConnection"],
): Promise<OriginRead> {
  if (openSource === undefined) {
    return { reason: "nothing is called here", remedy: "" };
  }
  const ids = instances.map(({ instanceId }) => instanceId);
  try {
    const ec2 = openSource({ region, account, sourceConnection });
    const found = await ec2.listTaggedInstances(ids);
    const ours = found.length > 0 || account === undefined ? account : ((await ec2.account()) ?? account);
    if (ours !== account) {
      const remedy = `give selector.sourceConnection credentials of account ${account}`;
      return { reason: `the credentials are of account ${ours}, the instances of account ${account}`, remedy };
    }
    return { tags: new Map(found.map(({ instanceId, tags }) => [instanceId, tags])) };
  } catch (error) {
    return { reason: clauseOf(error), remedy: toRemedy(error, region) };
  }
}

function toRemedy(error: unknown, region: string): string {
  const remedy = error instanceof DrsRequestError ? remedyFor(error) : "Fix the access to AWS";
  const first = `${remedy.charAt(0).toLowerCase()}${remedy.slice(1)} in ${region}`;
  return `${first} (selector.sourceConnection), or name the servers in sourceServers`;
}

/** What is known of the instances' tags. */
export interface SourceTagsLook {
  /** By the id of the source server; one that is not there is not known. */
  tags: ReadonlyMap<string, Tags>;
  /** What a later look can go back to. */
  kept: SourceTags[];
  /** Instances of which nothing is known, neither now nor from before. */
  unknown: readonly SourceInstance[];
  warnings: string[];
  /** One for each place of which nothing is known, neither now nor from before. */
  problems: { message: string }[];
}

/**
 * The tags of the EC2 instances that these servers are, read live (docs/drs-facts.md#tags-of-a-source-instance). What cannot be read is as it was read last, with a
 * warning that says when.
 *
 * @param kept - what earlier looks have read
 */
export async function lookAtSourceTags(
  context: Pick<LookContext, "drs" | "openSource">,
  servers: readonly SourceServer[],
  { tags, sourceConnection }: ServerSelector,
  kept: readonly SourceTags[],
): Promise<SourceTagsLook> {
  const keys = Object.keys(tags).sort();
  const { origins, nowhere, others } = originsOf(servers);
  const reads = await Promise.all(
    origins.map(async (origin) => ({ origin, read: await readOrigin(context, origin, sourceConnection) })),
  );
  const readAt = toIso(context.drs.now());
  const looks = reads.map(({ origin, read }) =>
    toLook(origin, read, { keys, readAt, kept: keptFor(origin, keys, kept) }),
  );
  return {
    tags: new Map(looks.flatMap((look) => [...look.tags])),
    kept: looks.flatMap((look) => look.kept),
    unknown: [...nowhere, ...looks.flatMap((look) => look.unknown)],
    warnings: [...aboutOthers(others), ...aboutNowhere(nowhere), ...looks.flatMap((look) => look.warnings)],
    problems: looks.flatMap((look) => look.problems),
  };
}

/** Tags of one instance, as they were read before. */
interface KeptTags {
  readAt: string;
  tags: Tags;
}

/** The latest that is kept of each of the origin's instances, as far as it answers for all of these keys. */
function keptFor({ region, account, instances }: Origin, keys: readonly string[], kept: readonly SourceTags[]) {
  const usable = kept
    .filter((each) => each.region === region && (each.account ?? account) === account)
    .filter((each) => keys.every((key) => each.keys.includes(key)))
    .toSorted((a, b) => Date.parse(a.readAt) - Date.parse(b.readAt));
  const byId = new Map<string, KeptTags>();
  for (const { readAt, tags } of usable) {
    for (const { instanceId } of instances) {
      const known = Object.hasOwn(tags, instanceId) ? tags[instanceId] : undefined;
      if (known !== undefined) {
        byId.set(instanceId, { readAt, tags: known });
      }
    }
  }
  return byId;
}

interface Now {
  keys: readonly string[];
  readAt: string;
  kept: ReadonlyMap<string, KeptTags>;
}

function toLook(origin: Origin, read: OriginRead, { keys, readAt, kept }: Now): SourceTagsLook {
  const live = "tags" in read ? read.tags : new Map<string, Tags>();
  const found = origin.instances.flatMap(({ server, instanceId }) => {
    const now = live.get(instanceId);
    const known = now === undefined ? kept.get(instanceId) : { readAt, tags: onlyOf(now, keys) };
    return known === undefined ? [] : [{ id: server.sourceServerId, instanceId, all: now ?? known.tags, ...known }];
  });
  const unlisted = origin.instances.filter(({ instanceId }) => !live.has(instanceId));
  const isLost = "reason" in read && found.length === 0;
  return {
    tags: new Map(found.map(({ id, all }) => [id, all])),
    kept: toKept(origin, keys, found),
    unknown: unlisted.filter(({ instanceId }) => !kept.has(instanceId)),
    warnings: isLost || unlisted.length === 0 ? [] : [aboutUnlisted(origin, read, unlisted, kept)],
    problems: isLost ? [{ message: aboutLost(origin, read) }] : [],
  };
}

function onlyOf(tags: Tags, keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).filter(([key]) => keys.includes(key)));
}

function toKept(
  { region, account }: Origin,
  keys: readonly string[],
  found: readonly (KeptTags & { instanceId: string })[],
): SourceTags[] {
  const moments = [...new Set(found.map(({ readAt }) => readAt))].sort();
  return moments.map((readAt) => {
    const tags = found
      .filter((each) => each.readAt === readAt)
      .map((each): [string, Record<string, string>] => [each.instanceId, onlyOf(each.tags, keys)]);
    const place = account === undefined ? { region } : { region, account };
    return { ...place, readAt, keys: [...keys], tags: Object.fromEntries(tags) };
  });
}

function aboutOthers(servers: readonly SourceServer[]): string[] {
  return servers.length === 0
    ? []
    : [
        `DRS names no EC2 instance for ${nameSome(servers)}: a selector with tagsOf "sourceInstance" selects none of them`,
      ];
}

function aboutNowhere(instances: readonly SourceInstance[]): string[] {
  return instances.length === 0
    ? []
    : [
        `DRS names no Region of ${nameInstances(instances)}; not known whether the selector's tags are there: not selected`,
      ];
}

/** Of instances that EC2 does not show now: some of them, or all because it cannot be asked. */
function aboutUnlisted(
  { region }: Origin,
  read: OriginRead,
  unlisted: readonly SourceInstance[],
  kept: ReadonlyMap<string, KeptTags>,
): string {
  const before = unlisted.flatMap(({ instanceId }) => kept.get(instanceId)?.readAt ?? []).sort();
  const unknown = unlisted.filter(({ instanceId }) => !kept.has(instanceId));
  const seen =
    "reason" in read
      ? `EC2 in ${region} could not be asked for the tags of source instances: ${read.reason}`
      : `EC2 in ${region} does not list ${nameInstances(unlisted)}`;
  const taken =
    before.length === 0 ? [] : [`the tags of ${count(before.length, "instance")} are taken as read ${when(before)}`];
  const lost =
    unknown.length === 0
      ? []
      : [`not known whether the selector's tags are on ${nameInstances(unknown)}: not selected`];
  return `${seen}; ${[...taken, ...lost].join("; ")}`;
}

/** `on <moment>`, or from the earliest to the latest; the moments are sorted and at least one. */
function when(moments: readonly string[]): string {
  const [first = "", last = first] = [moments[0], moments.at(-1)];
  return first === last ? `on ${first}` : `from ${first} to ${last}`;
}

function aboutLost({ region, instances }: Origin, read: OriginRead): string {
  const [reason, remedy] = "reason" in read ? [read.reason, read.remedy] : ["", ""];
  return (
    `the tags of EC2 instances in ${region} (${nameInstances(instances)}) could not be read: ${reason}; nothing was read ` +
    `before that could be taken instead. Fix: ${remedy}`
  );
}

/** `i-… of db-1 (s-…)`, all of them. */
export function nameInstances(instances: readonly SourceInstance[]): string {
  return listed(instances.map(({ server, instanceId }) => `${instanceId} of ${nameServer(server)}`));
}
