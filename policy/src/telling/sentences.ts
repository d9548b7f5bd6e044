import { listed, nameSome, someOf } from "pulumi-drillwave/vocabulary";
import { groupBy } from "../groupBy";
import type { Fact } from "../judged/fact";
import type { Finding, Subject, Unknown } from "./finding";

/**
 * Those that findings are about: `db-1`, `db-1, db-2, db-3 and 7 more`, `wave app`, `this program`. What differs from one to
 * the next stands behind its name: `db-1 (20m00s behind)`. Pure.
 */
export function nameSubjects(findings: readonly Finding[]): string {
  const servers = nameServers(findings);
  const waves = nameWaves(findings);
  const parts = [
    ...(servers.length === 0 ? [] : [someOf(servers)]),
    ...(waves.length === 0 ? [] : [`${waves.length === 1 ? "wave" : "waves"} ${someOf(waves)}`]),
  ];
  return parts.length === 0 ? "this program" : parts.join(", and ");
}

/** Each server once, with its details. */
function nameServers(findings: readonly Finding[]): string[] {
  const about = findings.flatMap((finding) => {
    const { server } = finding.about;
    return server === undefined ? [] : [{ ...server, id: server.sourceServerId ?? server.name, finding }];
  });
  const groups = [...groupBy(about, ({ id }) => id)];
  const all = groups.map(([id, [first]]) => ({ sourceServerId: id, hostname: first.hostname }));
  return groups.map(([, group], index) => {
    const name = nameSome(all.slice(index, index + 1), all);
    return withDetails(
      name,
      group.map(({ finding }) => finding),
    );
  });
}

/** Each wave once that is meant as a whole, with its details; none of which a server is named. */
function nameWaves(findings: readonly Finding[]): string[] {
  const ofServers = new Set(findings.flatMap(({ about }) => (about.server === undefined ? [] : about.wave?.urn)));
  const whole = findings.flatMap((finding) => {
    const { wave } = finding.about;
    return wave === undefined || ofServers.has(wave.urn) ? [] : [{ wave, finding }];
  });
  return [...groupBy(whole, ({ wave }) => wave.urn).values()].map((group) => {
    const [{ wave }] = group;
    return withDetails(
      wave.name,
      group.map(({ finding }) => finding),
    );
  });
}

function withDetails(name: string, findings: readonly Finding[]): string {
  const details = distinct(findings.flatMap(({ said }) => ("fact" in said ? (said.fact.detail ?? []) : [])));
  return details.length === 0 ? name : `${name} (${details.join("; ")})`;
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

/** Where a person finds what a preview needs: a heading of the provider's README. */
const PERMISSIONS = "observe.json (https://www.npmjs.com/package/pulumi-drillwave#permissions)";

/** What keeps rules from judging, as a whole sentence with its fix. `rules` is how many of them. Pure. */
export function sayUnknown(unknown: Unknown, who: string, rules: number): string {
  const permission = missingPermission(unknown);
  const by = rules === 1 ? "" : ` by ${rules} rules`;
  if (permission !== undefined) {
    return `${who} cannot be judged${by}: the caller lacks ${permission}. Fix: allow it, as ${PERMISSIONS} does`;
  }
  return `${who} cannot be judged${by}, ${unknown.because}: ${unknown.what}`;
}

/** The wave whose resource a message belongs to; undefined where it is about several, or the program. Pure. */
export function waveOf(subjects: readonly Subject[]): string | undefined {
  const urns = [...new Set(subjects.map(({ wave }) => wave?.urn))];
  return urns.length === 1 ? urns[0] : undefined;
}
