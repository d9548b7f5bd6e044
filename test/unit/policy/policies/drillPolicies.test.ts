import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drillPolicies } from "../../../../policy/src/policies/drillPolicies";
import { WAIVER_POLICIES } from "../../../../policy/src/policies/waiverPolicies";
import { RULES } from "../../../../policy/src/rules";
import { aLaunchConfiguration, aPlannedWave, aServer, aWave, aWaveOf, DB, WEB } from "../factories";
import { type Reported, runPolicies } from "../runPolicies";

const RULE = "drs-server-require-right-sizing";
const PAGE = `(https://www.npmjs.com/package/pulumi-drillwave-policy#${RULE})`;
const wrong = {
  wave: aWaveOf({ launchConfiguration: aLaunchConfiguration({ targetInstanceTypeRightSizingMethod: "BASIC" }) }),
};
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
    const rules = { [RULE]: { level: "advisory" as const, methods: { database: ["BASIC"] } } };
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
      label: "a rule that does not exist",
      rules: { "drs-no-rule": {} },
      error: "drillPolicies: there is no rule drs-no-rule",
    },
    {
      label: "a member that a rule does not have",
      rules: { [RULE]: { method: "NONE" } },
      error: `configuration of ${RULE}: method is not a setting of this rule, which takes methods, unknown, waivers`,
    },
    {
      label: "a waiver without an end",
      rules: { [RULE]: { waivers: [{ server: DB, reason: "r", owner: "o" }] } },
      error: `configuration of ${RULE}: waivers[0].expires is missing`,
    },
    {
      label: "everything that is wrong, at once",
      rules: {
        [RULE]: {
          method: "NONE",
          waiverz: [],
          unknown: "x",
          methods: { database: ["x"] },
          waivers: [{ wave: "w", until: "x", whom: "y", reason: " ", owner: 1, expires: "soon" }],
        },
      },
      error:
        `configuration of ${RULE}: method is not a setting of this rule, which takes methods, unknown, waivers; ` +
        "waiverz is not a setting of this rule, which takes methods, unknown, waivers; " +
        "waivers[0].until is not a member of a waiver, which has server, wave, reason, owner, expires; " +
        "waivers[0].whom is not a member of a waiver, which has server, wave, reason, owner, expires; " +
        'methods.database[0]: expected one of NONE, BASIC, IN_AWS, got "x"; ' +
        'unknown: expected one of advisory, sameLevel, got "x"; waivers[0].reason: expected a string, got " "; ' +
        'waivers[0].owner: expected a string, got 1; waivers[0].expires: expected a day such as 2026-12-31, got "soon"',
    },
    {
      label: "a level that does not exist",
      rules: { [RULE]: { level: "loud" as never } },
      error: `configuration of ${RULE}: there is no level loud`,
    },
  ])("refuses $label", ({ rules, error }) => {
    expect(() => drillPolicies({ rules })).toThrow(error);
  });

  it("refuses a set that does not exist: it would be the softer one", () => {
    expect(() => drillPolicies({ set: "stric" as never })).toThrow(
      "drillPolicies: there is no set stric, expected recommended or strict",
    );
  });

  it("describes configuration in what the engine's validator reads: RE2, and a waiver's subject", () => {
    for (const { configSchema, name } of drillPolicies().slice(0, RULES.length)) {
      const text = JSON.stringify(configSchema);
      // Go's regular expressions have no lookaround and no back references.
      expect(/\(\?[=!<]|\\\\[1-9]/.test(text), name).toBe(false);
      expect(configSchema?.properties["waivers"]?.items).toMatchObject({
        anyOf: [{ required: ["server"] }, { required: ["wave"] }],
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
    const said = `db-1 cannot be judged, not observed: the launch configuration of db-1 (${DB}) could not be read ${PAGE}`;
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
    const said = `the waiver of ${RULE} for ${DB} (dr-team: resized next week) suppresses nothing: delete it.`;
    expect(await reportsOf({ waivers: [waiver] }, undefined, aPlannedWave())).toEqual([
      { policy: "drs-waiver-disallow-unused", message: said },
    ]);
  });
});
