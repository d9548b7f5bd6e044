import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { KNOWN_ROLES, knownRole, nearRole, plainRole, roleAmong } from "../../../../provider/src/vocabulary";

describe(knownRole.name, () => {
  it.each([
    ...["database", "Database", "DATABASE", "db", " db ", "DB", "\tdb\n", "databases", "Database Server", "db_server"],
    ...[
      "sql",
      "SQL Server",
      "MSSQL",
      "mysql",
      "PostgreSQL",
      "postgres",
      "Oracle",
      "mongo",
      "MongoDB",
      "ｄｂ",
      "\u00a0db",
    ],
  ])("takes %j for a database", (role) => {
    expect(knownRole(role)).toBe("database");
  });

  it.each([
    { role: "Active Directory", known: "directory" },
    { role: "DC", known: "directory" },
    { role: "Application", known: "app" },
    { role: "Web-Server", known: "web" },
    { role: "cache", known: undefined },
    { role: "redis", known: undefined },
    { role: "data", known: undefined },
    { role: "dbx", known: undefined },
    { role: "constructor", known: undefined },
    { role: "  ", known: undefined },
    { role: undefined, known: undefined },
  ])("takes $role for $known", ({ role, known }) => {
    expect(knownRole(role)).toBe(known);
  });

  it("has each word once, spelt as roles are compared", () => {
    const words = Object.entries(KNOWN_ROLES).flatMap(([name, role]) => [name, ...role.words, ...role.kinds]);
    expect(words).toEqual([...new Set(words)]);
    expect(words.map(plainRole)).toEqual(words);
  });
});

describe(roleAmong.name, () => {
  it.each([
    { role: " Database ", names: ["web", "database"], name: "database" },
    { role: "database", names: ["DB"], name: "DB" },
    { role: "mysql", names: ["database", "mysql"], name: "mysql" },
    { role: "mysql", names: ["database"], name: "database" },
    { role: "database", names: ["mysql"], name: undefined },
    { role: "postgres", names: ["mysql"], name: undefined },
    { role: "Database", names: ["database", "Database"], name: "Database" },
    { role: "My Role", names: ["my_role"], name: "my_role" },
    { role: "batch", names: ["database"], name: undefined },
    { role: "", names: [""], name: undefined },
    { role: undefined, names: ["database"], name: undefined },
    { role: "constructor", names: ["database"], name: undefined },
  ])("gives $name of $names for $role", ({ role, names, name }) => {
    expect(roleAmong(role, names)).toBe(name);
  });

  it("does not depend on case, or on space around and within a role", () => {
    const spelt = fc.tuple(
      fc.constantFrom(...Object.values(KNOWN_ROLES).flatMap(({ words, kinds }) => [...words, ...kinds])),
      fc.constantFrom("", " ", "\t", "\u00a0"),
      fc.constantFrom("-", "_", " "),
      fc.boolean(),
    );
    fc.assert(
      fc.property(spelt, ([word, space, within, isUpper]) => {
        const text = `${space}${word.replaceAll("-", within)}${space}`;
        const role = isUpper ? text.toUpperCase() : text;
        return knownRole(role) === knownRole(word) && roleAmong(role, Object.keys(KNOWN_ROLES)) === knownRole(word);
      }),
    );
  });
});

describe(nearRole.name, () => {
  it.each([
    ["databse", "database"],
    ["Datbase", "database"],
    ["postgre-sql", "database"],
    ["mysqll", "database"],
    ["DIRECTROY", "directory"],
    ["webservr", "web"],
    ["database", undefined],
    ["dbx", undefined],
    ["batch", undefined],
    ["cache", undefined],
    ["fileserver", undefined],
    [undefined, undefined],
  ])("takes %j for a slip of %j", (role, meant) => {
    expect(nearRole(role)).toBe(meant);
  });
});
