import { KNOWN_ROLES, knownRole, nearRole, plainRole, roleAmong } from "pulumi-drillwave/vocabulary";
import type { Fact } from "../judged/fact";
import { COMPLIANT, violationUnless } from "../judged/judgement";
import type { JudgedServer } from "../judged/wave";
import { names } from "../names";
import { serverRule } from "../rule";

/** Servers have roles that rules know. */
export const requireKnownRole = serverRule({
  name: "drs-server-require-known-role",
  displayName: "Roles are known",
  wants: "Every server has a role, and one that rules know.",
  why:
    "Rules about databases, directories and tiers judge servers by the role that the program gives them, and are silent " +
    "about any other: a misspelt role, or none, exempts a database. Roles are compared without case and without space " +
    "around them, and other words for a role are taken for it (db, mysql, domain-controller, …). A role that is nearly " +
    "one of these words is said with it, and of a server without a role it is said when its hostname or its tags Name, " +
    "Role, Tier, Type, Function, Workload or Application speak of a database; nothing else is looked at.",
  fix: `Give the server one of the roles ${Object.keys(KNOWN_ROLES).join(", ")}, or list its role in this rule's configuration.`,
  severity: "low",
  levels: { recommended: "advisory", strict: "advisory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {
    roles: names("Further roles that are known, of which no rule has to say anything."),
  },
  rolesIn: ({ roles }) => roles,
  judgeServer(server, { roles }) {
    const role = plainRole(server.role);
    if (role === undefined) {
      return violationUnless([looksLikeDatabase(server) ? NO_ROLE_BUT_DATABASE : NO_ROLE]);
    }
    const isKnown = knownRole(role) !== undefined || roleAmong(role, roles) !== undefined;
    return isKnown ? COMPLIANT : violationUnless([unknown(server.role?.trim() ?? role)]);
  },
});

const ROLES = Object.keys(KNOWN_ROLES)
  .join(", ")
  .replace(/, (?=[^,]*$)/, " or ");

const NO_ROLE: Fact = {
  says: "would be judged by no rule about databases, directories or tiers",
  why: "they have no role",
  fix: { words: `give each its role: ${ROLES}, or one of your own` },
};

const NO_ROLE_BUT_DATABASE: Fact = {
  says: "would be judged by no rule about databases",
  why: "they have no role, although their hostnames or tags speak of a database",
  fix: { words: 'role: "database", or the role that they have' },
};

/** Where a rule takes roles that are its program's own. */
const OR_LISTED = "or list it in this rule's `roles`";

function unknown(role: string): Fact {
  const near = nearRole(role);
  return near === undefined
    ? {
        says: "would be judged by no rule about databases, directories or tiers",
        at: { how: "with", what: `the role ${role}` },
        why: "no rule knows such a role by default",
        fix: { words: `write ${ROLES} where that is meant, ${OR_LISTED}` },
      }
    : {
        says: "would be judged by no rule for what they are",
        at: { how: "with", what: `the role ${role} (did you mean ${near}?)` },
        why: "no rule knows it as it is spelt",
        fix: { words: `correct it, ${OR_LISTED}` },
      };
}

/** Tags that say what a server is, in small letters. */
const TELLING_TAGS: readonly string[] = ["name", "role", "tier", "type", "function", "workload", "application"];

/** True when a word of the hostname, or of a tag that says what a server is, is a word for databases. */
function looksLikeDatabase({ seen }: JudgedServer): boolean {
  const tags = Object.entries(seen?.tags ?? {}).filter(([key]) => TELLING_TAGS.includes(key.toLowerCase()));
  // The domain behind the first dot says whose the server is.
  const texts = [seen?.hostname?.split(".")[0] ?? "", ...tags.map(([, value]) => value)];
  return texts.flatMap(wordsOf).some((word) => knownRole(word) === "database");
}

/** The text as a whole, and its words without the digits that number them: `sql` of `prod-SQL01`. */
function wordsOf(text: string): string[] {
  const words = text.split(/[^\p{L}\p{N}]+/u);
  return [text, ...words, ...words.map((word) => word.replace(/\d+$/, ""))];
}
