import { describe, expect, it } from "vitest";
import { requireKnownRole as rule } from "../../../../policy/src/rules/requireKnownRole";
import type { ObservedServer } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aServer, aWave, DB, observing } from "../factories";

const of = (role: string | undefined, seen: Partial<ObservedServer> = {}) =>
  aWave({ sourceServers: [aServer({ role })], observed: observing([aSeenServer({ hostname: "srv-1", ...seen })]) });
const orListed = "or list it in this rule's `roles`";
const unknown = (role: string) =>
  `would be judged by no rule about databases, directories or tiers with the role ${role}: no rule knows such a role by default | ` +
  `write directory, database, app or web where that is meant, ${orListed}`;
const near = (role: string, meant: string) =>
  `would be judged by no rule for what they are with the role ${role} (did you mean ${meant}?): no rule knows it as it is ` +
  `spelt | correct it, ${orListed}`;
const without =
  "would be judged by no rule about databases, directories or tiers: they have no role | " +
  "give each its role: directory, database, app or web, or one of your own";
const missing =
  "would be judged by no rule about databases: they have no role, although their hostnames or tags speak of a database | " +
  'role: "database", or the role that they have';

describe(rule.name, () => {
  it.each([
    { label: "a role that rules know", wave: of("database"), said: ["compliant"] },
    { label: "another word for one", wave: of(" SQL Server "), said: ["compliant"] },
    { label: "a role that no rule knows", wave: of(" batch "), said: [unknown("batch")] },
    { label: "a misspelt role", wave: of("databse"), said: [near("databse", "database")] },
    { label: "a misspelt word for one", wave: of("postgresq"), said: [near("postgresq", "database")] },
    { label: "a misspelt role, in capitals", wave: of("DIRECTROY"), said: [near("DIRECTROY", "directory")] },
    { label: "a short word that is near to too much", wave: of("dbx"), said: [unknown("dbx")] },
    { label: "a role named like a member of every object", wave: of("constructor"), said: [unknown("constructor")] },
    {
      label: "a role that no rule knows, with nothing seen",
      wave: aWave({ sourceServers: [aServer({ role: "batch" })], observe: "off", observed: undefined }),
      said: [unknown("batch")],
    },
    {
      label: "a selector's role, before its servers are known",
      wave: aWave({ sourceServers: undefined, selector: { tags: { a: "b" }, role: "batch" }, observed: undefined }),
      said: [unknown("batch")],
    },
    { label: "no role, and nothing that speaks of one", wave: of(undefined), said: [without] },
    { label: "no role but space, and nothing that speaks of one", wave: of("  "), said: [without] },
    {
      label: "no role, with nothing seen",
      wave: aWave({ sourceServers: [{ sourceServerId: DB }], observe: "off", observed: undefined }),
      said: [without],
    },
    ...["db-1", "prod-SQL01.corp.example", "MYSQL5", "eu_oracle_2"].map((hostname) => ({
      label: `no role, and the hostname ${hostname}`,
      wave: of(undefined, { hostname }),
      said: [missing],
    })),
    ...["web-1", "srv-1.db.example", "dbadmin", "cloud9", ""].map((hostname) => ({
      label: `no role, and the hostname "${hostname}"`,
      wave: of(undefined, { hostname }),
      said: [without],
    })),
    { label: "no role, and a tag", wave: of(undefined, { tags: { Tier: "Database" } }), said: [missing] },
    { label: "no role, and a name", wave: of(undefined, { tags: { name: "orders database" } }), said: [missing] },
    {
      label: "no role, and a tag that is about something else",
      wave: of(undefined, { tags: { Backup: "oracle" } }),
      said: [without],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("takes further roles, however they are spelt", () => {
    expect(waveAnswers(rule, of("Batch"), { roles: ["batch"] })).toEqual(["compliant"]);
  });
});
