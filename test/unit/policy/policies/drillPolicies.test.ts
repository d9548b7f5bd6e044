import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import type { Policies } from "@pulumi/policy";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RULES as PUBLISHED } from "../../../../policy/src/index";
import { drillPolicies } from "../../../../policy/src/policies/drillPolicies";
import { WAIVER_POLICIES } from "../../../../policy/src/policies/waiverPolicies";
import { RULES } from "../../../../policy/src/rules";
import { aLaunchConfiguration, aPlannedWave, aServer, aWave, aWaveOf, DB, WEB } from "../factories";
import { type Reported, runPolicies } from "../runPolicies";

const RULE = "drs-server-require-right-sizing";
const PAGE = `(https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE})`;
const OTHER = "drs-server-require-replication";
const KNOWN = "drs-server-require-known-role";
const EXPIRED = "drs-waiver-disallow-expired";
const PAGES = 'The rules are listed under "Policies" in this package\'s README';
type Facts = (typeof PUBLISHED)[number];
const levelsOf = (policies: Policies) =>
  Object.fromEntries(policies.map(({ name, enforcementLevel }) => [name, enforcementLevel]));
const observedWrong = {
  launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }),
};
const wrong = { wave: aWaveOf(observedWrong) };
const message =
  "db-1 (r5.2xlarge now) would start on an instance type that DRS picks (right-sizing BASIC), where the role database " +
  "needs NONE: nobody has chosen or tried that machine. Fix: set NONE, and see that the launch template's type is the one " +
  `you want; aws drs update-launch-configuration --region us-west-2 --source-server-id ${DB} ` +
  `--target-instance-type-right-sizing-method NONE ${PAGE}`;
const waiver = { server: DB, reason: "resized next week", owner: "dr-team", expires: "2026-12-31" };

/** Reports of the rule and of the policies about waivers. */
async function reportsOf(config: object, set?: "strict", shown = wrong): Promise<Reported[]> {
  const reports = await runPolicies(drillPolicies(set === undefined ? {} : { set }), [shown], { [RULE]: config });
  return reports.filter(({ policy }) => policy === RULE || policy.startsWith("drs-waiver"));
}

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-24T12:00:00Z"), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("drillPolicies", () => {
  it("has a policy a rule and three about waivers, each with its data", () => {
    const policies = drillPolicies();
    expect(policies.map(({ name }) => name)).toEqual([...RULES, ...WAIVER_POLICIES].map(({ name }) => name));
    for (const policy of policies) {
      const { displayName, description, severity, url } = policy;
      expect({ displayName, description, severity, url }).toEqual({
        displayName: expect.stringMatching(/^[A-Z].*[^.]$/),
        description: expect.stringMatching(/^[A-Z].*\.$/s),
        severity: expect.stringMatching(/^(low|medium|high|critical)$/),
        url: `https://www.npmjs.com/package/pulumi-drillwave-policy#${policy.name}`,
      });
    }
  });

  it.each([...RULES, ...WAIVER_POLICIES])("names $name as the others", ({ name }) => {
    expect(name).toMatch(/^drs-[a-z]+-(require|disallow|limit|list)-[a-z0-9-]+$/);
  });

  it("says of each rule which controls it supports, and claims no more", () => {
    for (const policy of drillPolicies().slice(0, RULES.length)) {
      expect(policy.framework?.reference).toMatch(/^supports /);
      expect(`${policy.description} ${policy.remediationSteps}`).not.toMatch(/satisf|complian(t|ce) with/i);
    }
  });

  it("takes levels and configuration from the pack's code, and from its file over that", async () => {
    const rules = { [RULE]: { enforcementLevel: "advisory" as const, methods: { database: ["BASIC" as const] } } };
    const policies = drillPolicies({ rules });
    const policy = policies.find(({ name }) => name === RULE);
    expect(policy?.enforcementLevel).toBe("advisory");
    expect(policy?.configSchema?.properties["methods"]?.default).toEqual({ database: ["BASIC"] });
    const byFile = { [RULE]: { methods: { database: ["IN_AWS"] } } };
    const judge = async (config: Record<string, object>) =>
      (await runPolicies(policies, [wrong], config)).filter((report) => report.policy === RULE).length;
    expect({ byCode: await judge({}), byFile: await judge(byFile) }).toEqual({ byCode: 0, byFile: 1 });
  });

  it.each([
    {
      label: "a level alone",
      rules: { [RULE]: "advisory" as const },
      levels: { [RULE]: "advisory", [OTHER]: "mandatory" },
    },
    { label: "all", rules: { all: "advisory" as const }, levels: { [RULE]: "advisory", [OTHER]: "advisory" } },
    {
      label: "all, and one over it",
      rules: { all: { enforcementLevel: "disabled" as const }, [RULE]: "mandatory" as const },
      levels: { [RULE]: "mandatory", [OTHER]: "disabled" },
    },
    { label: "a policy about waivers", rules: { [EXPIRED]: "advisory" as const }, levels: { [EXPIRED]: "advisory" } },
    { label: "what is left open", rules: { [RULE]: undefined, all: undefined }, levels: { [RULE]: "mandatory" } },
    {
      label: "remediate of all, where a rule cannot",
      rules: { all: "remediate" as const },
      levels: { [RULE]: "mandatory" },
    },
  ])("takes $label in code as in the file", ({ rules, levels }) => {
    expect(levelsOf(drillPolicies({ rules }))).toMatchObject(levels);
  });

  it.each([
    {
      label: "a rule that is misspelt",
      options: { rules: { "drs-server-require-right-sizng": {} } },
      error: `drs-server-require-right-sizng: there is no such rule: did you mean "${RULE}"? ${PAGES}`,
    },
    {
      label: "the words of a rule in another order",
      options: { rules: { "require-server-right-sizing": "advisory" } },
      error: `require-server-right-sizing: there is no such rule: did you mean "${RULE}"? ${PAGES}`,
    },
    {
      label: "a rule that does not exist",
      options: { rules: { "acme-owner": {} } },
      error: `acme-owner: there is no such rule: ${PAGES.replace("The", "the")}`,
    },
    {
      label: "a set, which would be the softer one",
      options: { set: "stric" },
      error: 'unknown set "stric": did you mean "strict"? There are recommended and strict',
    },
    {
      label: "an option",
      options: { rule: {} },
      error: 'unknown option "rule": did you mean "rules"? It has set, select, rules, waivers',
    },
    {
      label: "a member that a rule does not have",
      options: { rules: { [RULE]: { metods: {} } } },
      error: `${RULE}: unknown setting "metods": did you mean "methods"? It has methods, unknown, waivers, enforcementLevel`,
    },
    {
      label: "the level by another word",
      options: { rules: { [RULE]: { level: "advisory" } } },
      error: `${RULE}: unknown setting "level": did you mean "enforcementLevel"? It has methods, unknown, waivers, enforcementLevel`,
    },
    {
      label: "a level that does not exist",
      options: { rules: { [RULE]: "loud", all: { enforcementLevel: "Advisory" }, [EXPIRED]: { level: 1 } } },
      error:
        `${RULE}: unknown level "loud": there are advisory, mandatory, disabled, remediate; all: unknown level "Advisory": ` +
        `did you mean "advisory"? There are advisory, mandatory, disabled, remediate; ${EXPIRED}: unknown setting "level": ` +
        'did you mean "enforcementLevel"? It has enforcementLevel',
    },
    {
      label: "remediate of a rule that fixes nothing",
      options: { rules: { [RULE]: "remediate" } },
      error: `${RULE}: the level remediate is for rules that fix a wave by themselves, and this one does not: expected mandatory`,
    },
    {
      label: "what is no settings",
      options: { rules: { [RULE]: ["advisory"], all: null } },
      error: `${RULE}: expected a level (advisory, mandatory, disabled, remediate) or an object, got ["advisory"]; all: expected a level or an object, got null`,
    },
    {
      label: "a waiver without an end",
      options: { rules: { [RULE]: { waivers: [{ server: DB, reason: "r", owner: "o" }] } } },
      error: `${RULE}: waivers[0].expires is missing`,
    },
    {
      label: "a severity, a framework and a level of a selection",
      options: { select: { severity: "hgh", supports: ["DOR"], enforcementLevel: "x" } },
      error:
        'select[0]: unknown severity "hgh": did you mean "high"? There are low, medium, high, critical; select[0]: unknown ' +
        'supports "DOR": did you mean "DORA"? There are Well-Architected, NIST 800-53, SOC 2, DORA, REL09-BP02, REL09-BP04, ' +
        "REL13-BP01, REL13-BP03, REL13-BP04, CP-4, AC-6, SC-7, SC-8, SC-28, A1.3, DORA-25; " +
        'select[0]: unknown level "x": there are advisory, mandatory, disabled, remediate',
    },
    {
      label: "waivers over several rules",
      options: { waivers: [{ rules: [RULE, `${RULE}s`], role: "db", reason: "r", owner: "o" }, { role: 1 }] },
      error:
        `waivers[0].rules[1]: "${RULE}s": there is no such rule: did you mean "${RULE}"? ${PAGES}; ` +
        "waivers[1].rules: expected a list of rules, got none; waivers[0].expires is missing; " +
        "waivers[1].role: expected a role, or a list of roles, got 1; waivers[1].reason is missing; " +
        "waivers[1].owner is missing; waivers[1].expires is missing",
    },
    {
      label: "everything that is wrong, at once",
      options: {
        rules: {
          [RULE]: {
            method: "NONE",
            waiverz: [],
            unknown: "x",
            methods: { database: ["x"] },
            waivers: [{ wave: "w", until: "x", rules: ["y"], reason: " ", owner: 1, expires: "soon" }],
          },
        },
      },
      error: [
        'unknown setting "method": did you mean "methods"? It has methods, unknown, waivers, enforcementLevel',
        'unknown setting "waiverz": did you mean "waivers"? It has methods, unknown, waivers, enforcementLevel',
        'waivers[0]: unknown member "until": did you mean "expires"? A waiver has server, tag, role, wave, reason, owner, expires',
        'waivers[0]: a waiver in the configuration of a rule is that rule\'s alone, and takes no "rules": write it under each ' +
          "rule, or give it in code (drillPolicies({ waivers: [{ rules: […], … }] }))",
        'methods.database[0]: expected one of NONE, BASIC, IN_AWS, got "x"',
        'unknown: expected one of advisory, sameLevel, got "x"',
        'waivers[0].reason: expected a text, got " "',
        "waivers[0].owner: expected a string, got 1",
        'waivers[0].expires: expected a day such as 2026-12-31, got "soon"',
      ]
        .map((text) => `${RULE}: ${text}`)
        .join("; "),
    },
  ])("refuses $label, before anything is judged", ({ options, error }) => {
    expect(() => drillPolicies(options as never)).toThrow(new Error(`configuring drillPolicies: ${error}`));
  });

  it.each([
    {
      label: "a severity and above",
      select: { severity: "critical" as const },
      isOf: (rule: Facts) => rule.severity === "critical",
    },
    {
      label: "a framework",
      select: { supports: "DORA" as const },
      isOf: (rule: Facts) => rule.supports.includes("DORA-25"),
    },
    {
      label: "any of several controls and frameworks",
      select: { supports: ["SC-7", "SOC 2"] as const },
      isOf: (rule: Facts) => rule.supports.includes("SC-7") || rule.supports.includes("A1.3"),
    },
    {
      label: "both",
      select: { severity: "high" as const, supports: "CP-4" as const },
      isOf: (rule: Facts) => rule.supports.includes("CP-4") && ["high", "critical"].includes(rule.severity),
    },
    {
      label: "several selections",
      select: [{ severity: "critical" as const }, { supports: "DORA" as const }],
      isOf: (rule: Facts) => rule.supports.includes("DORA-25") || rule.severity === "critical",
    },
    { label: "nothing", select: [], isOf: () => false },
  ])("selects rules by $label at the set's levels, and switches the others off", ({ select, isOf }) => {
    const levels = levelsOf(drillPolicies({ select }));
    const selected = RULES.filter(isOf).map(({ name }) => name);
    const on = RULES.filter(({ name }) => levels[name] !== "disabled").map(({ name }) => name);
    const off = RULES.filter(({ levels: { recommended } }) => recommended === "disabled").map(({ name }) => name);
    expect(on).toEqual(selected.filter((name) => !off.includes(name)));
    expect(selected.length < RULES.length && levels[EXPIRED] === "mandatory").toBe(true);
  });

  it("makes a selection mandatory and keeps the others, and single rules go before it", () => {
    const select = [{}, { supports: "DORA" as const, enforcementLevel: "mandatory" as const }];
    const levels = levelsOf(drillPolicies({ select, rules: { [RULE]: "advisory" } }));
    for (const rule of RULES.filter(({ name }) => name !== RULE)) {
      const doesSupport = (rule as Facts).supports.includes("DORA-25");
      expect([rule.name, levels[rule.name]]).toEqual([rule.name, doesSupport ? "mandatory" : rule.levels.recommended]);
    }
    expect(levels[RULE]).toBe("advisory");
  });

  it("knows the roles that the code's configuration of other rules names", async () => {
    const rules = { [RULE]: { methods: { cache: ["NONE" as const] } }, [KNOWN]: { roles: ["bastion"] } };
    const policy = drillPolicies({ rules }).find(({ name }) => name === KNOWN);
    expect(policy?.configSchema?.properties["roles"]?.default).toEqual(["cache", "bastion"]);
  });

  it("describes configuration in what the engine's validator reads: RE2, and a waiver's subject", () => {
    for (const { configSchema, name } of drillPolicies().slice(0, RULES.length)) {
      const text = JSON.stringify(configSchema);
      // Go's regular expressions have no lookaround and no back references.
      expect(/\(\?[=!<]|\\\\[1-9]/.test(text), name).toBe(false);
      expect(configSchema?.properties["waivers"]?.items).toMatchObject({
        anyOf: [{ required: ["server"] }, { required: ["tag"] }, { required: ["role"] }, { required: ["wave"] }],
      });
    }
  });

  it("constructs no PolicyPack when it is imported by name", () => {
    const program = `require(${JSON.stringify(createRequire(__filename).resolve("pulumi-drillwave-policy"))})`;
    // A pack prints the port that it serves on, and goes on serving.
    expect(execFileSync(process.execPath, ["-e", program], { encoding: "utf8", timeout: 20_000 })).toBe("");
  });
});

describe("a rule's policy", () => {
  it("reports a violation as advice, at the level of the policy", async () => {
    expect(await reportsOf({})).toEqual([{ policy: RULE, message }]);
  });

  it.each([
    { label: "advisory in recommended", set: undefined, level: { level: "advisory" } },
    { label: "as loud as the rule in strict", set: "strict" as const, level: {} },
  ])("is $label where it cannot judge", async ({ set, level }) => {
    const said = `db-1 cannot be judged, not observed: the launch configuration of the server could not be read ${PAGE}`;
    const unread = { wave: aWaveOf({ launchConfigurationSource: "defaults" as const }) };
    expect(await reportsOf({}, set, unread)).toEqual([{ policy: RULE, message: said, ...level }]);
  });

  it.each([undefined, "strict" as const])("only says that settings are pending (%s): up judges them", async (set) => {
    const pending = { wave: aWave({ observed: undefined }, ["settings"]) };
    expect((await reportsOf({}, set, pending)).map(({ level }) => level)).toEqual(["advisory"]);
  });

  it("says once what is the same for several servers", async () => {
    const sourceServers = [aServer(), aServer({ sourceServerId: WEB })];
    const unseen = { wave: aWave({ sourceServers, observe: "off", observed: undefined }) };
    expect((await reportsOf({}, undefined, unseen)).map(({ message }) => message)).toEqual([
      `${DB} and ${WEB} cannot be judged, not observed: the wave says observe: "off" ${PAGE}`,
    ]);
  });

  it("suppresses what is waived, and lists it", async () => {
    const line = `${RULE} is waived until 2026-12-31 by "dr-team" ("resized next week"): ${message}`;
    expect(await reportsOf({ waivers: [waiver] })).toEqual([{ policy: "drs-waiver-list-active", message: line }]);
  });

  it("suppresses what cannot be judged of a waived server", async () => {
    const unread = { wave: aWaveOf({ launchConfigurationSource: "defaults" as const }) };
    const policies = (await reportsOf({ waivers: [waiver] }, "strict", unread)).map(({ policy }) => policy);
    expect(policies).toEqual(["drs-waiver-list-active"]);
  });

  it("reports again once the waiver has expired, and the waiver too", async () => {
    const expired = { ...waiver, expires: "2026-11-23" };
    const said = `the waiver of ${RULE} for ${DB} (dr-team: resized next week) expired on 2026-11-23: renew it or delete it.`;
    expect(await reportsOf({ waivers: [expired] })).toEqual([
      { policy: RULE, message },
      { policy: "drs-waiver-disallow-expired", message: said },
    ]);
  });

  it("warns of a waiver that suppresses nothing", async () => {
    const said = `the waiver of ${RULE} for ${DB} (dr-team: resized next week) is no longer needed, as nothing violates the rule: delete it.`;
    expect(await reportsOf({ waivers: [waiver] }, undefined, aPlannedWave())).toEqual([
      { policy: "drs-waiver-disallow-unused", message: said },
    ]);
  });

  const gone = { server: WEB, reason: "gone", owner: "dr-team", expires: "2026-12-31" };
  const texts = { reason: "resized next week", owner: "dr-team", expires: "2026-12-31" };
  it.each([
    { label: "its id", given: { server: DB } },
    { label: "its hostname, whatever the case", given: { server: "DB-1" } },
    { label: "a list that names others as well", given: { server: [WEB, "db-1"] } },
    { label: "its role, by another word", given: { role: "db" } },
    { label: "a tag", given: { tag: { Tier: "data" } } },
    { label: "a tag, a role and its wave", given: { tag: { Tier: "data" }, role: "database", wave: "database" } },
  ])("waives a server by $label", async ({ given }) => {
    const shown = { wave: aWaveOf({ ...observedWrong, tags: { Tier: "data" } }) };
    const policies = (await reportsOf({ waivers: [{ ...texts, ...given }] }, undefined, shown)).map(
      ({ policy }) => policy,
    );
    expect(policies).toEqual(["drs-waiver-list-active"]);
  });

  it.each([
    { label: "another hostname", given: { server: "db-10" } },
    { label: "another role", given: { role: "web" } },
    { label: "another value of the tag", given: { tag: { Tier: "web" } } },
    { label: "a tag of which one differs", given: { tag: { Tier: "data", Owner: "x" } } },
    { label: "its server in another wave", given: { server: DB, wave: "app" } },
  ])("does not waive it by $label", async ({ given }) => {
    const shown = { wave: aWaveOf({ ...observedWrong, tags: { Tier: "data" } }) };
    const policies = (await reportsOf({ waivers: [{ ...texts, ...given }] }, undefined, shown)).map(
      ({ policy }) => policy,
    );
    expect(policies).toEqual([RULE, "drs-waiver-disallow-unused"]);
  });

  it("adds the file's waivers to the code's", async () => {
    const policies = drillPolicies({ rules: { [RULE]: { waivers: [{ ...texts, server: DB }] } } });
    const said = await runPolicies(policies, [wrong], { [RULE]: { waivers: [gone] } });
    expect(said.map(({ policy }) => policy).filter((policy) => policy.startsWith("drs-waiver"))).toEqual([
      "drs-waiver-disallow-unused",
      "drs-waiver-list-active",
    ]);
  });

  it.each([
    { label: "used", role: "database", day: "2026-12-31", said: ["drs-waiver-list-active"] },
    { label: "unused, once", role: "web", day: "2026-12-31", said: ["drs-waiver-disallow-unused"] },
    { label: "expired, once", role: "database", day: "2026-11-23", said: ["drs-waiver-disallow-expired"] },
  ])("takes a waiver over several rules in code: $label", async ({ role, day, said }) => {
    const rules = [RULE, OTHER] as const;
    const policies = drillPolicies({ waivers: [{ rules, role, ...texts, expires: day }] });
    const reports = await runPolicies(policies, [wrong]);
    const own = reports.filter(({ policy }) => policy.startsWith("drs-waiver"));
    expect(own.map(({ policy }) => policy)).toEqual(said);
    const named = `the waiver of ${RULE}, ${OTHER} for servers of role ${role} (dr-team: resized next week)`;
    const isNamed = own.every(({ message }) => message.startsWith(named) || message.startsWith(`${RULE} is waived`));
    expect(isNamed).toBe(true);
    expect(reports.some(({ policy }) => policy === RULE)).toBe(said[0] !== "drs-waiver-list-active");
  });
});
