import { listed, nameSome } from "pulumi-drillwave/vocabulary";
import type { Fact } from "../judged/fact";
import type { Finding, Subject, Unknown } from "./finding";

/** How many places or names a message shows before it counts. */
const NAMED = 3;

/** The one that findings are about, or several: `db-1`, `db-1, db-2, db-3 and 7 more`, `wave app`, `this program`. Pure. */
export function nameSubjects(findings: readonly Finding[]): string {
  const servers = distinctServers(findings);
  const details = servers.map(({ id, fact }) => ({ id, detail: fact?.detail }));
  if (details.some(({ detail }) => detail !== undefined)) {
    return nameWithDetails(servers);
  }
  if (servers.length > 0) {
    return nameSome(servers.map(({ id, hostname }) => ({ sourceServerId: id, hostname })));
  }
  const waves = [...new Set(findings.flatMap(({ about }) => about.wave?.name ?? []))];
  return waves.length === 0 ? "this program" : `${waves.length === 1 ? "wave" : "waves"} ${someOf(waves)}`;
}

/** A server, by its id, or by its name for those that a selector will find. */
interface NamedServer {
  id: string;
  hostname: string | undefined;
  fact: Fact | undefined;
}

function distinctServers(findings: readonly Finding[]): NamedServer[] {
  const byId = new Map<string, NamedServer>();
  for (const { about, said } of findings) {
    const { server } = about;
    const id = server === undefined ? undefined : (server.sourceServerId ?? server.name);
    if (id !== undefined && !byId.has(id)) {
      byId.set(id, { id, hostname: server?.hostname, fact: "fact" in said ? said.fact : undefined });
    }
  }
  return [...byId.values()];
}

function nameWithDetails(servers: readonly NamedServer[]): string {
  const names = servers.map(({ id, hostname, fact }) => {
    const name = nameSome([{ sourceServerId: id, hostname }]);
    return fact?.detail === undefined ? name : `${name} (${fact.detail})`;
  });
  return someOf(names);
}

/** `a`, `a and b`, `a, b, c and 7 more`. */
function someOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  return listed(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}

/** What the facts say of their subjects, without the fix: `would start with a public IP address: …`. Pure. */
export function sayFacts(facts: readonly [Fact, ...Fact[]]): string {
  const [first] = facts;
  const { cause } = first;
  if (cause !== undefined) {
    return `${cause.says}: ${listed(distinct(facts.map(({ says }) => says)))}`;
  }
  return `${first.says}${placesOf(facts)}${first.why === undefined ? "" : `: ${first.why}`}`;
}

function placesOf(facts: readonly Fact[]): string {
  const how = facts.find(({ at }) => at !== undefined)?.at?.how;
  const places = distinct(facts.flatMap(({ at }) => at?.what ?? []));
  return how === undefined ? "" : ` ${how} ${someOf(places)}`;
}

function distinct(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** An action of AWS that was refused for want of a permission: `ec2:DescribeSubnets`. */
const REFUSED = /calling (?:the )?([a-z0-9]+:\w+): (?:\w*AccessDenied\w*|UnauthorizedOperation)\b/;

/** The permission whose want kept a rule from seeing something; undefined for any other reason. Pure. */
export function missingPermission({ what }: Unknown): string | undefined {
  return REFUSED.exec(what)?.[1];
}

/** What keeps rules from judging, as a whole sentence with its fix. `rules` is how many of them. Pure. */
export function sayUnknown(unknown: Unknown, who: string, rules: number): string {
  const permission = missingPermission(unknown);
  const by = rules === 1 ? "" : ` by ${rules} rules`;
  if (permission !== undefined) {
    return `${who} cannot be judged${by}: the caller lacks ${permission}. Fix: allow it`;
  }
  return `${who} cannot be judged${by}, ${unknown.because}: ${unknown.what}`;
}

/** The wave whose resource a message belongs to; undefined where it is about several, or the program. Pure. */
export function waveOf(subjects: readonly Subject[]): string | undefined {
  const urns = [...new Set(subjects.map(({ wave }) => wave?.urn))];
  return urns.length === 1 ? urns[0] : undefined;
}
