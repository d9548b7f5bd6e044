import { roleAmong, SELECTOR_DEFAULTS } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { type Answer, hostnameOf } from "../judged/answers";
import { hasMembers } from "../judged/ownMember";
import type { RuleName } from "../rule";

const text = v.pipe(v.string(), v.regex(/\S/, "expected a text"));

/** An id of DRS's, or a name that a machine can have; the id of anything else would be a hostname that nobody has. */
const server = v.pipe(
  text,
  v.check(isIdOrHostname, "expected the id of a source server (s- and 17 letters or digits) or a hostname"),
);

/** One of something, or several of them. */
function oneOrMore<Item extends v.GenericSchema<string>>(item: Item, message: string) {
  return v.union([item, v.pipe(v.array(item), v.minLength(1))], message);
}

const members = v.strictObject({
  server: v.optional(
    v.pipe(
      oneOrMore(server, "expected a server, or a list of servers"),
      v.description("Source server id or hostname (whatever its case), or a list of these."),
    ),
  ),
  tag: v.optional(
    v.pipe(
      v.record(text, v.string()),
      v.minEntries(1),
      v.description("Tags of the source server in DRS; it has each of them."),
    ),
  ),
  role: v.optional(
    v.pipe(
      oneOrMore(text, "expected a role, or a list of roles"),
      v.description("Role that the program gives the server, or a list of roles; other words for a role count."),
    ),
  ),
  wave: v.optional(
    v.pipe(
      oneOrMore(text, "expected a wave, or a list of waves"),
      v.description("Name of the DrillWave resource, or its URN, or a list of these."),
    ),
  ),
  reason: v.pipe(text, v.description("Why it is accepted.")),
  owner: v.pipe(text, v.description("Who accepts it.")),
  expires: v.pipe(
    v.string(),
    v.isoDate("expected a day such as 2026-12-31"),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed && dataset.issues === undefined && !isDay(dataset.value)) {
        addIssue({ message: "expected a day such as 2026-12-31" });
      }
    }),
    v.description("Last day on which it holds, in UTC."),
  ),
});

/** What a waiver may be about; it names one of these, or several together. */
export const WAIVER_SUBJECTS = ["server", "tag", "role", "wave"] as const;

/** Names of a waiver's members. */
export const WAIVER_MEMBERS: readonly string[] = Object.keys(members.entries);

type WaiverMembers = v.InferOutput<typeof members>;

/** A waiver names what it is about; {@link SUBJECT_SCHEMA} says the same in JSON Schema. */
export const hasSubject = v.check<WaiverMembers, string>(
  (given) => WAIVER_SUBJECTS.some((subject) => given[subject] !== undefined),
  "expected a server, a tag, a role or a wave",
);
export const SUBJECT_SCHEMA = { anyOf: WAIVER_SUBJECTS.map((subject) => ({ required: [subject] })) };

/**
 * Exempts servers or waves from a rule until a day: part of the rule's configuration, with who accepts that and why. What
 * it names together holds together: a `server` and a `wave` are that server in that wave, a `role` and a `tag` the servers
 * that have both. Of a list, any one.
 */
export const waiver = v.pipe(members, hasSubject);

export interface Waiver extends WaiverMembers {
  /** The rules of a waiver that code gives for several at once; absent for one in a rule's configuration. */
  rules?: readonly RuleName[];
}

/** True when the waiver is about this. */
export function covers({ server, tag, role, wave }: Waiver, about: WaiverSubject): boolean {
  return (
    (wave === undefined || listOf(wave).some((each) => each === about.wave?.name || each === about.wave?.urn)) &&
    (server === undefined || listOf(server).some((each) => isServer(about.server, each))) &&
    (role === undefined || roleAmong(about.server?.role, listOf(role)) !== undefined) &&
    (tag === undefined || hasMembers(about.server?.tags ?? {}, tag))
  );
}

/** What a report is about. */
export interface WaiverSubject {
  server?: WaivedServer | undefined;
  wave?: { name: string; urn: string } | undefined;
}

/** What is known of a server by which waivers find it. */
export interface WaivedServer {
  id?: string | undefined;
  hostname?: string | undefined;
  role?: string | undefined;
  tags?: Readonly<Record<string, string>> | undefined;
}

/**
 * What an answer is about. A server that a selector found has the selector's tags, whether it was observed or not, unless
 * these are its EC2 instance's: a waiver's are those in DRS.
 */
export function subjectOf({ server, wave }: Pick<Answer, "server" | "wave">): WaiverSubject {
  if (server === undefined) {
    return { wave };
  }
  const { sourceServerId, role, declared, seen } = server;
  const { tags, tagsOf = SELECTOR_DEFAULTS.tagsOf } = wave?.inputs.selector ?? {};
  const selected = declared === undefined && tagsOf === "sourceServer" ? tags : undefined;
  return {
    wave,
    server: { id: sourceServerId, hostname: hostnameOf(server), role, tags: { ...selected, ...seen?.tags } },
  };
}

/** What a waiver is about, for people: `db-1, db-2 of role database in wave crm`. */
export function nameSubject({ server, tag, role, wave }: Waiver): string {
  const tags = Object.entries(tag ?? {}).map(([key, value]) => `${key}=${value}`);
  const servers = server === undefined ? "servers" : listOf(server).join(", ");
  const parts = [
    server !== undefined || role !== undefined || tag !== undefined ? servers : undefined,
    role === undefined ? undefined : `of role ${listOf(role).join(", ")}`,
    tag === undefined ? undefined : `with ${tags.join(", ")}`,
    wave === undefined
      ? undefined
      : `${server === undefined && role === undefined && tag === undefined ? "" : "in "}wave ${listOf(wave).join(", ")}`,
  ];
  return parts.filter((part) => part !== undefined).join(" ");
}

/** True once the day after `expires` has begun, in UTC. */
export function hasExpired({ expires }: Pick<Waiver, "expires">, now: Date): boolean {
  return now.toISOString().slice(0, 10) > expires;
}

/** The waiver that holds today for this, if there is one. */
export function waiverOf(about: WaiverSubject, waivers: readonly Waiver[]): Waiver | undefined {
  return waivers.find((waiver) => !hasExpired(waiver, new Date()) && covers(waiver, about));
}

function listOf(given: string | readonly string[]): readonly string[] {
  return typeof given === "string" ? [given] : given;
}

function isServer(about: WaivedServer | undefined, named: string): boolean {
  const plain = (name: string) => name.trim().toLowerCase();
  return [about?.id, about?.hostname].some((name) => name !== undefined && plain(name) === plain(named));
}

function isIdOrHostname(name: string): boolean {
  const isForeign = /^i-[0-9a-f]{8}$|^(?!s-)[a-z]{1,8}-[0-9a-f]{17}$/.test(name);
  const isCutId = /^s-[0-9a-f]{12,24}$/i.test(name) && name.length !== "s-".length + 17;
  return !isForeign && !isCutId && !/\s/.test(name.trim());
}

/** False for 31 February. */
function isDay(day: string): boolean {
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().slice(0, 10) === day;
}
