import { describe, expect, it } from "vitest";
import type { PlannedWave } from "../../../../policy/src/judged/plan";
import { requireTierOrder as rule } from "../../../../policy/src/rules/requireTierOrder";
import { planAnswers } from "../answersOf";
import { aPlan, aPlannedWave, aServer, aWave, urnOf, WEB } from "../factories";

/** A wave with servers of these roles that runs after these waves. */
function ofRoles(
  name: string,
  roles: string[],
  after: string[] = [],
  inputs: Parameters<typeof aWave>[0] = {},
): PlannedWave {
  const sourceServers = roles.map((role, index) =>
    aServer({ sourceServerId: `s-${String(index).padStart(17, "0")}`, role }),
  );
  return aPlannedWave({ wave: aWave({ sourceServers, ...inputs }, [], name), after: new Set(after.map(urnOf)) });
}

const database = ofRoles("db", ["database"]);
const selectingWeb = {
  sourceServers: undefined,
  selector: { tags: { Tier: "web" }, role: "web" },
  observed: undefined,
  observe: "off" as const,
};

describe(rule.name, () => {
  it.each([
    { label: "a wave of one tier", plan: aPlan(), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [] }, said: [] },
    {
      label: "tiers in order",
      plan: aPlan(database, ofRoles("app", ["app"], ["db"]), ofRoles("web", ["web"], ["db", "app"])),
      said: ["db: compliant", "app: compliant", "web: compliant"],
    },
    {
      label: "a later tier that waits for one of two",
      plan: aPlan(database, ofRoles("app", ["app"], ["db"]), ofRoles("web", ["web"], ["db"])),
      said: [
        "db: compliant",
        "app: compliant",
        "web: does not wait for app (app), must start after the tiers before web | { dependsOn: [app] }",
      ],
    },
    {
      label: "a later tier that waits for none, declared first",
      plan: aPlan(ofRoles("web", ["web"]), ofRoles("ldap", ["directory"]), database),
      said: [
        "web: does not wait for ldap (directory), db (database), must start after the tiers before web | " +
          "{ dependsOn: [ldap, db] }",
        "ldap: compliant",
        "db: does not wait for ldap (directory), must start after the tiers before database | { dependsOn: [ldap] }",
      ],
    },
    {
      label: "tiers the other way round",
      plan: aPlan(ofRoles("db", ["database"], ["web"]), ofRoles("web", ["web"])),
      said: [
        "db: compliant",
        "web: does not wait for db (database, which waits for it), must start after the tiers before web | " +
          "{ dependsOn: [db] }, and not the other way round",
      ],
    },
    {
      label: "tiers by other words for them",
      plan: aPlan(ofRoles("db", [" SQL Server "]), ofRoles("web", ["WebServer"])),
      said: [
        "db: compliant",
        "web: does not wait for db (database), must start after the tiers before web | { dependsOn: [db] }",
      ],
    },
    {
      label: "waves of the same tier side by side",
      plan: aPlan(ofRoles("one", ["web"]), ofRoles("two", ["web"])),
      said: ["one: compliant", "two: compliant"],
    },
    {
      label: "another recovery plan",
      plan: aPlan(database, ofRoles("web", ["web"], [], { recoveryPlan: "billing" })),
      said: ["db: compliant", "web: compliant"],
    },
    {
      label: "waves without a recovery plan",
      plan: aPlan(
        ofRoles("db", ["database"], [], { recoveryPlan: undefined }),
        ofRoles("web", ["web"], [], { recoveryPlan: undefined }),
      ),
      said: [
        "db: compliant",
        "web: does not wait for db (database), must start after the tiers before web | { dependsOn: [db] }",
      ],
    },
    {
      label: "two tiers in a wave",
      plan: aPlan(ofRoles("all", ["web", "database", "batch"])),
      said: [
        "all: servers of the tiers database and web start together, must hold servers of one tier | " +
          "a wave for each tier, the later one with { dependsOn: [all] }",
      ],
    },
    {
      label: "two early tiers in a wave that a later one does not wait for",
      plan: aPlan(ofRoles("core", ["directory", "database"]), ofRoles("web", ["web"])),
      said: [
        "core: servers of the tiers directory and database start together, must hold servers of one tier | " +
          "a wave for each tier, the later one with { dependsOn: [core] }",
        "web: does not wait for core (directory and database), must start after the tiers before web | " +
          "{ dependsOn: [core] }",
      ],
    },
    {
      label: "a tier between those of a wave, which has to be split first",
      plan: aPlan(ofRoles("mixed", ["database", "web"]), ofRoles("app", ["app"])),
      said: [
        "mixed: servers of the tiers database and web start together, must hold servers of one tier | " +
          "a wave for each tier, the later one with { dependsOn: [mixed] }",
        "app: compliant",
      ],
    },
    {
      label: "a role that is no tier",
      plan: aPlan(database, ofRoles("batch", ["batch"])),
      said: ["db: compliant", "batch: notApplicable"],
    },
    {
      label: "a server without a role",
      plan: aPlan(aPlannedWave({ wave: aWave({ sourceServers: [{ sourceServerId: WEB }] }, ["recoveryPlan"], "web") })),
      said: ["web: notApplicable"],
    },
    {
      label: "a selector's role, which is known before its servers are",
      plan: aPlan(database, ofRoles("web", [], [], selectingWeb)),
      said: [
        "db: compliant",
        "web: does not wait for db (database), must start after the tiers before web | { dependsOn: [db] }",
      ],
    },
    {
      label: "servers that are unknown at preview, and the others",
      plan: aPlan(aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") }), database, ofRoles("web", ["web"])),
      said: [
        "db: compliant",
        "web: does not wait for db (database), must start after the tiers before web | { dependsOn: [db] }",
        "hidden: unknown during preview: sourceServers",
      ],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("takes other tiers, and one that is named twice once", () => {
    const plan = aPlan(ofRoles("web", ["web"]), ofRoles("cache", ["cache"]));
    expect(planAnswers(rule, plan, { tiers: ["web", "cache", "web"] })).toEqual([
      "web: compliant",
      "cache: does not wait for web (web), must start after the tiers before cache | { dependsOn: [web] }",
    ]);
  });

  it.each([
    { tiers: [], flaw: "tiers: expected at least 1 entry, got []" },
    { tiers: [""], flaw: 'tiers[0]: expected at least 1 character, got ""' },
  ])("refuses $tiers", ({ tiers, flaw }) => {
    expect(() => planAnswers(rule, aPlan(), { tiers })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
