import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { POLICY_NAMES } from "../../../../policy/src/policies/policyFlaws";
import { checkConfiguration } from "../../../../policy/src/report/checkConfiguration";
import { RULES } from "../../../../policy/src/rules";
import { DB } from "../factories";

const RULE = "drs-server-require-right-sizing";
const PLAN = "drs-plan-limit-concurrency";
const LEVELS = "There are advisory, mandatory, disabled, remediate";
const NOW = new Date("2026-11-24T12:00:00Z");
const check = (content: object, own: readonly string[] = []) =>
  checkConfiguration(JSON.stringify(content), "a.json", own, NOW).map((line) => line.replace(/^a\.json:1: /, ""));
const aWaiver = { server: DB, reason: "resized", owner: "dr-team", expires: "2026-12-31" };

describe(checkConfiguration.name, () => {
  it.each([
    { label: "nothing", content: {} },
    { label: "a level", content: { [RULE]: "disabled", all: "advisory", "drs-waiver-list-active": "disabled" } },
    {
      label: "a level and configuration",
      content: { [RULE]: { enforcementLevel: "advisory", methods: { db: ["NONE"] } } },
    },
    { label: "configuration alone", content: { [PLAN]: { maximumJobs: 3, unknown: "sameLevel" } } },
    { label: "a rule that can fix a wave", content: { "drs-wave-require-cleanup": "remediate" } },
    { label: "a waiver until today", content: { [RULE]: { waivers: [{ ...aWaiver, expires: "2026-11-24" }] } } },
    { label: "environments of Pulumi ESC", content: { environments: ["dr/prod"] } },
  ])("finds nothing in $label", ({ content }) => {
    expect(check(content)).toEqual([]);
  });

  it.each([
    {
      label: "a misspelt rule",
      content: { "drs-server-require-right-sizng": "disabled" },
      line: `drs-server-require-right-sizng: there is no such rule: did you mean "${RULE}"? The rules are listed under "Policies" in this package's README`,
    },
    {
      label: "all, misspelt",
      content: { al: "disabled" },
      line: `al: there is no such rule: did you mean "all"? The rules are listed under "Policies" in this package's README`,
    },
    {
      label: "a misspelt member",
      content: { [RULE]: { metods: {} } },
      line: `${RULE}: unknown setting "metods": did you mean "methods"? It has methods, unknown, waivers, enforcementLevel`,
    },
    {
      label: "configuration of all",
      content: { all: { enforcementLevel: "advisory", unknown: "sameLevel" } },
      line: 'all: unknown setting "unknown": it has enforcementLevel',
    },
    {
      label: "a wrong type",
      content: { [PLAN]: { maximumJobs: "3" } },
      line: `${PLAN}: maximumJobs: expected a number, got "3"`,
    },
    {
      label: "a wrong value",
      content: { [PLAN]: { maximumJobs: 0 } },
      line: `${PLAN}: maximumJobs: expected at least 1, got 0`,
    },
    {
      label: "a list in place of an object",
      content: { [RULE]: { methods: [] } },
      line: `${RULE}: methods: expected an object, got []`,
    },
    {
      label: "a wrong level",
      content: { [RULE]: "Advisory" },
      line: `${RULE}: unknown level "Advisory": did you mean "advisory"? ${LEVELS}`,
    },
    {
      label: "a level by another tool's word",
      content: { [RULE]: { enforcementLevel: "warn" } },
      line: `${RULE}: unknown level "warn": did you mean "advisory"? ${LEVELS}`,
    },
    {
      label: "remediate of a rule that fixes nothing",
      content: { [RULE]: "remediate" },
      line: `${RULE}: the level remediate is for rules that fix a wave by themselves, and this one does not: expected mandatory`,
    },
    {
      label: "a waiver without an end",
      content: { [RULE]: { waivers: [{ ...aWaiver, expires: undefined }] } },
      line: `${RULE}: waivers[0].expires is missing`,
    },
    {
      label: "a waiver of nothing",
      content: { [RULE]: { waivers: [{ ...aWaiver, server: undefined }] } },
      line: `${RULE}: waivers[0]: expected a server, a tag, a role or a wave, got {"reason":"resized","owner":"dr-team","expires":"2026-12-...`,
    },
    {
      label: "an expired waiver",
      content: { [RULE]: { waivers: [{ ...aWaiver, expires: "2026-11-23" }] } },
      line: `${RULE}: waivers[0] expired on 2026-11-23: renew it or delete it`,
    },
    {
      label: "a waiver over several rules",
      content: { [RULE]: { waivers: [{ ...aWaiver, rules: [PLAN] }] } },
      line:
        `${RULE}: waivers[0]: a waiver in the configuration of a rule is that rule's alone, and takes no "rules": write it ` +
        "under each rule, or give it in code (drillPolicies({ waivers: [{ rules: […], … }] }))",
    },
    {
      label: "waivers beside the rules",
      content: { waivers: [aWaiver] },
      line:
        "waivers: there is no such rule: in the file, a waiver is written under each rule that it is of; for several rules at " +
        "once it can be given in code (drillPolicies({ waivers: [{ rules: […], … }] }))",
    },
    {
      label: "$schema",
      content: { $schema: "x" },
      line:
        "$schema: the engine takes it for a policy and refuses the file: delete it, and map the schema in your editor " +
        '("Configuration in your editor" in this package\'s README says how)',
    },
    {
      label: "environments that are no names",
      content: { environments: "x" },
      line: "environments: expected a list of names",
    },
    { label: "null", content: { all: null }, line: "all: expected a level or an object, got null" },
    { label: "a file that is no object", content: [], line: "expected an object by rule, got []" },
    {
      label: "a policy of another pack",
      content: { "acme-owner": "advisory" },
      line: `acme-owner: there is no such rule: the rules are listed under "Policies" in this package's README`,
    },
    {
      label: "a name of JavaScript",
      content: JSON.parse('{"__proto__": {}}'),
      line: expect.stringMatching(/^__proto__: there is no such rule/),
    },
  ])("finds $label", ({ content, line }) => {
    expect(check(content)).toEqual([line]);
  });

  it("takes policies of one's own pack by name, with whatever configuration they have", () => {
    const own = { "acme-owner": { enforcementLevel: "mandatory", owners: ["x"] } };
    expect(check(own, ["acme-owner"])).toEqual([]);
    expect(check({ "acme-owner": "loud" }, ["acme-owner"])).toEqual([
      `acme-owner: unknown level "loud": ${LEVELS.replace("There", "there")}`,
    ]);
  });

  it("says the line of each flaw, in the order of the file, and what comes twice", () => {
    const text = `{
  "${PLAN}": { "maximumJobs": 1 },
  "${RULE}": {
    "waivers": [
      { "server": "a, [b]", "reason": "\\"{", "owner": "o", "expires": "2026-12-31" },
      { "server": "${DB}",
        "reason": "r", "owner": "o", "expires": "soon" }
    ],
    "metods": {}
  },
  "${PLAN}": { "maximumJobs": 0 }
}`;
    expect(checkConfiguration(text, "a.json", [], NOW)).toEqual([
      `a.json:5: ${RULE}: waivers[0].server: expected the id of a source server (s- and 17 letters or digits) or a hostname, got "a, [b]"`,
      `a.json:7: ${RULE}: waivers[1].expires: expected a day such as 2026-12-31, got "soon"`,
      `a.json:9: ${RULE}: unknown setting "metods": did you mean "methods"? It has methods, unknown, waivers, enforcementLevel`,
      `a.json:11: ${PLAN} is there twice: the entry before this one is not read`,
      `a.json:11: ${PLAN}: maximumJobs: expected at least 1, got 0`,
    ]);
  });

  it.each([{ text: "" }, { text: " \n" }])("takes an empty file, as the engine does", ({ text }) => {
    expect(checkConfiguration(text, "a.json", [], NOW)).toEqual([]);
  });

  it("wants JSON without comments", () => {
    expect(() => checkConfiguration("// levels\n{}", "a.json", [], NOW)).toThrow(
      "reading a.json: saw no JSON, as the engine wants it (without comments): ",
    );
  });
});

describe("the JSON schema of the file", () => {
  const schema: object = JSON.parse(
    readFileSync(join(__dirname, "..", "..", "..", "..", "policy", "schema", "policy-config.json"), "utf8"),
  );
  const ajv = new Ajv({ strictTypes: false, allErrors: true });
  ajv.addFormat("date", (day: string) => !Number.isNaN(Date.parse(day)) && /^\d{4}-\d\d-\d\d$/.test(day));
  const validate = ajv.compile(schema);

  it("has every policy, each level and member with its description", () => {
    const { properties } = schema as { properties: Record<string, { description?: string }> };
    expect(Object.keys(properties)).toEqual(["all", "environments", ...POLICY_NAMES]);
    expect(Object.entries(properties).filter(([, { description }]) => description === undefined)).toEqual([]);
  });

  it("takes and refuses what the check does", () => {
    const level = fc.constantFrom("advisory", "mandatory", "disabled", "remediate", "loud", 1);
    const server = fc.constantFrom(DB, "db-1", ["db-1"], [], "", 1);
    const waiver = fc.record(
      {
        server,
        tag: fc.constantFrom({ Tier: "db" }, {}, [], { Tier: 1 }),
        role: server,
        wave: server,
        reason: fc.constantFrom("r", " ", 1),
        owner: fc.constantFrom("o", null),
        expires: fc.constantFrom("2999-12-31", "soon", "2999-13-01"),
        until: fc.constant("x"),
      },
      { requiredKeys: ["reason", "owner", "expires"] },
    );
    const value = fc.oneof(
      fc.constantFrom([], {}, "NONE", ["NONE"], ["database"], 0, 3, 1e9, 2.5, true, null, [""]),
      fc.constantFrom(
        { database: ["NONE"] },
        { database: [] },
        { database: "uefi" },
        { database: ["r5"] },
        { db: ["R5"] },
      ),
    );
    const settingsOf = (config: object) =>
      fc.record(
        {
          ...Object.fromEntries(Object.keys(config).map((name) => [name, value])),
          enforcementLevel: level,
          unknown: fc.constantFrom("advisory", "sameLevel", "x"),
          waivers: fc.oneof(fc.array(waiver, { maxLength: 2 }), fc.constantFrom({}, null, [[]])),
          extra: value,
        },
        { requiredKeys: [] },
      );
    const entry = fc
      .constantFrom(...RULES)
      .chain((rule) =>
        fc.tuple(
          fc.constantFrom(rule.name, rule.name, rule.name, "all", "drs-no-rule"),
          fc.oneof(level, settingsOf(rule.config), value),
        ),
      );
    fc.assert(
      fc.property(entry, ([name, settings]) => {
        const content = JSON.parse(JSON.stringify({ [name]: settings }));
        const flaws = check(content);
        expect({ content, flaws, takes: validate(content) }).toEqual({ content, flaws, takes: flaws.length === 0 });
      }),
      { numRuns: 1000 },
    );
  });
});
