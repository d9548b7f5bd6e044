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

const why = "what starts before the database that it needs comes up broken, or passes because production's answers";
const early = (tier: string, earlier: string, not = "") =>
  `could start the tier ${tier} before the end of wave ${earlier}: ${why} | let it depend on what comes first (dependsOn)${not}`;
const mixed = (tiers: string) =>
  `would start the tiers ${tiers} at the same time: ${why} | ` +
  "make a wave of each tier, and let the later one depend on the earlier (dependsOn)";

describe(rule.name, () => {
  it.each([
    { label: "a wave of one tier", plan: aPlan(), said: ["database: compliant"] },
    { label: "no wave", plan: { waves: [], settings: new Map() }, said: [] },
    {
      label: "tiers in order",
      plan: aPlan(database, ofRoles("app", ["app"], ["db"]), ofRoles("web", ["web"], ["db", "app"])),
      said: ["db: compliant", "app: compliant", "web: compliant"],
    },
    {
      label: "a later tier that waits for one of two",
      plan: aPlan(database, ofRoles("app", ["app"], ["db"]), ofRoles("web", ["web"], ["db"])),
      said: ["db: compliant", "app: compliant", `web: ${early("web", "app (app)")}`],
    },
    {
      label: "a later tier that waits for none, declared first",
      plan: aPlan(ofRoles("web", ["web"]), ofRoles("ldap", ["directory"]), database),
      said: [
        `web: ${early("web", "ldap (directory)")} & ${early("web", "db (database)")}`,
        "ldap: compliant",
        `db: ${early("database", "ldap (directory)")}`,
      ],
    },
    {
      label: "tiers the other way round",
      plan: aPlan(ofRoles("db", ["database"], ["web"]), ofRoles("web", ["web"])),
      said: [
        "db: compliant",
        `web: ${early("web", "db (database, which waits for web)", ", and not the other way round")}`,
      ],
    },
    {
      label: "tiers by other words for them",
      plan: aPlan(ofRoles("db", [" SQL Server "]), ofRoles("web", ["WebServer"])),
      said: ["db: compliant", `web: ${early("web", "db (database)")}`],
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
      label: "waves without a recovery plan, which may be two applications",
      plan: aPlan(
        ofRoles("db", ["database"], [], { recoveryPlan: undefined }),
        ofRoles("web", ["web"], [], { recoveryPlan: undefined }),
        ofRoles("all", ["database", "web"], [], { recoveryPlan: undefined }),
      ),
      said: ["db: notApplicable", "web: notApplicable", "all: notApplicable"],
    },
    {
      label: "a wave of a recovery plan beside one without",
      plan: aPlan(ofRoles("db", ["database"], [], { recoveryPlan: undefined }), ofRoles("web", ["web"])),
      said: ["db: notApplicable", "web: compliant"],
    },
    {
      label: "two tiers in a wave",
      plan: aPlan(ofRoles("all", ["web", "database", "batch"])),
      said: [`all: ${mixed("database and web")}`],
    },
    {
      label: "two early tiers in a wave that a later one does not wait for",
      plan: aPlan(ofRoles("core", ["directory", "database"]), ofRoles("web", ["web"])),
      said: [`core: ${mixed("directory and database")}`, `web: ${early("web", "core (directory and database)")}`],
    },
    {
      label: "a tier between those of a wave, which has to be split first",
      plan: aPlan(ofRoles("mixed", ["database", "web"]), ofRoles("app", ["app"])),
      said: [`mixed: ${mixed("database and web")}`, "app: compliant"],
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
      said: ["db: compliant", `web: ${early("web", "db (database)")}`],
    },
    {
      label: "servers that are unknown at preview, and the others",
      plan: aPlan(aPlannedWave({ wave: aWave({}, ["sourceServers"], "hidden") }), database, ofRoles("web", ["web"])),
      said: ["db: compliant", `web: ${early("web", "db (database)")}`, "hidden: unknown during preview: sourceServers"],
    },
  ])("judges $label", ({ plan, said }) => {
    expect(planAnswers(rule, plan)).toEqual(said);
  });

  it("takes other tiers, and one that is named twice once", () => {
    const plan = aPlan(ofRoles("web", ["web"]), ofRoles("cache", ["cache"]));
    expect(planAnswers(rule, plan, { tiers: ["web", "cache", "web"] })).toEqual([
      "web: compliant",
      `cache: ${early("cache", "web (web)")}`,
    ]);
  });

  it.each([
    { tiers: [], flaw: "tiers: expected at least 1 entry, got []" },
    { tiers: [""], flaw: 'tiers[0]: expected at least 1 character, got ""' },
  ])("refuses $tiers", ({ tiers, flaw }) => {
    expect(() => planAnswers(rule, aPlan(), { tiers })).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });
});
