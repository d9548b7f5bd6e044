/** How roles of servers are compared. Pure. */
import { isNear } from "./near";

/** A role that policies know, and other words for it. */
interface KnownRole {
  /** Words that mean the same. */
  words: readonly string[];
  /** Words for some of these servers: each is one, but not each of them is that. */
  kinds: readonly string[];
}

/**
 * The roles that policies know. A word is here only when it can hardly mean anything else: `cache`, `redis` and
 * `elasticsearch` are not, as many of these hold nothing that has to be recovered.
 */
export const KNOWN_ROLES = {
  directory: {
    words: ["directories", "directory-server", "directory-service", "directory-services"],
    kinds: ["active-directory", "ad", "domain-controller", "domain-controllers", "dc", "ldap", "openldap"],
  },
  database: {
    words: ["databases", "db", "dbs", "database-server", "database-servers", "db-server", "dbserver", "rdbms", "dbms"],
    kinds: [
      ...["sql", "sql-server", "sqlserver", "mssql", "ms-sql", "mysql", "mariadb", "postgres", "postgresql", "pgsql"],
      ...["oracle", "oracle-db", "oracle-database", "db2", "sybase", "mongo", "mongodb", "cassandra"],
    ],
  },
  app: {
    words: ["apps", "application", "applications", "app-server", "appserver", "application-server"],
    kinds: [],
  },
  web: { words: ["www", "web-server", "webserver", "web-servers", "webservers"], kinds: [] },
} as const satisfies Record<string, KnownRole>;

/**
 * A role as it is compared: without case, without space around it, and with a hyphen for spaces and underscores within
 * it. Undefined for a role that says nothing.
 */
export function plainRole(role: string | undefined): string | undefined {
  const plain = role
    ?.normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, "-");
  return plain === "" ? undefined : plain;
}

const ROLES: readonly (readonly [string, KnownRole])[] = Object.entries(KNOWN_ROLES);

/** The role of {@link KNOWN_ROLES} that a word names, itself or as one of its kinds: `database` for ` MySQL `. */
export function knownRole(role: string | undefined): string | undefined {
  const plain = plainRole(role);
  return plain === undefined
    ? undefined
    : ROLES.find(([name, { words, kinds }]) => [name, ...words, ...kinds].includes(plain))?.[0];
}

/**
 * Which of the names, such as those in a policy's configuration, a server's role goes by: the one that is spelt the same
 * (see {@link plainRole}), else one that is another word for its {@link knownRole}. A name for a kind, such as `mysql`,
 * is no name of the others: a `database` does not go by it.
 */
export function roleAmong(role: string | undefined, names: readonly string[]): string | undefined {
  const plain = plainRole(role);
  if (plain === undefined) {
    return undefined;
  }
  const same = names.find((name) => name === role) ?? names.find((name) => plainRole(name) === plain);
  return same ?? names.find((name) => isWordFor(name, knownRole(plain)));
}

function isWordFor(name: string, role: string | undefined): boolean {
  const plain = plainRole(name);
  const found = ROLES.find(([known]) => known === role);
  return plain !== undefined && found !== undefined && [found[0], ...found[1].words].includes(plain);
}

/**
 * The role that a word nearly names: `database` for `databse` or `postgre-sql`. Undefined for a word that names a role,
 * for one of fewer than four letters, which is near to too much, and for any other.
 */
export function nearRole(role: string | undefined): string | undefined {
  const plain = plainRole(role);
  if (plain === undefined || plain.length < 4 || knownRole(plain) !== undefined) {
    return undefined;
  }
  const isMeant = (word: string) => word.length > 3 && isNear(plain, word);
  return ROLES.find(([name, { words, kinds }]) => [name, ...words, ...kinds].some(isMeant))?.[0];
}
