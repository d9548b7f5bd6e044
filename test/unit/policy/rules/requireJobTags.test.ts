import { describe, expect, it } from "vitest";
import { configure } from "../../../../policy/src/policies/settings";
import { requireJobTags as rule } from "../../../../policy/src/rules/requireJobTags";
import { TAGS_PER_WAVE } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aWave } from "../factories";

const missing = (tags: string, fix: string) =>
  `would start a recovery job without a value for the ${tags}: later, tags alone tell an auditor or a bill which drill a ` +
  `job was | ${fix}`;
const plan = missing("tag RecoveryPlan", 'recoveryPlan: "<name>"');
const wave = missing("tag Wave", 'wave: "<name>"');
const neither = missing("tags RecoveryPlan and Wave", 'recoveryPlan: "<name>", wave: "<name>"');
const cost = missing("tag CostCentre", 'tags: { "CostCentre": "<value>" }');
const byName = { required: ["RecoveryPlan", "Wave"] };
const named = (changes: Parameters<typeof aWave>[0], unknown: string[] = []) => aWave(changes, unknown, "db");
const required = ["Wave", "CostCentre"];
const tags = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`Tag${index}`, "x"]));

describe(rule.name, () => {
  it.each([
    { label: "both tags", given: named({}), said: ["compliant"] },
    { label: "no recoveryPlan", given: named({ recoveryPlan: undefined }), said: [plan] },
    { label: "no wave", given: named({ wave: undefined }), said: [wave] },
    { label: "neither", given: named({ recoveryPlan: undefined, wave: undefined }), said: [neither] },
    {
      label: "an empty wave",
      given: named({ wave: "" }),
      said: [wave],
    },
    { label: "a wave that is unknown at preview", given: named({}, ["wave"]), said: ["unknown during preview: wave"] },
    { label: "one unknown, the other missing", given: named({ recoveryPlan: undefined }, ["wave"]), said: [plan] },
    { label: "tags that are unknown and not required", given: named({}, ["tags"]), said: ["compliant"] },
    { label: "nothing observed", given: named({ observe: "off", observed: undefined }), said: ["compliant"] },
  ])("$label", ({ given, said }) => {
    expect(waveAnswers(rule, given, byName)).toEqual(said);
  });

  it("requires no tag until it is told which", () => {
    expect(waveAnswers(rule, named({ recoveryPlan: undefined, wave: undefined }))).toEqual(["notApplicable"]);
  });

  it("tells of all that are missing at once", () => {
    const given = named({ wave: undefined, recoveryPlan: undefined });
    expect(waveAnswers(rule, given, { required: ["Wave", "A", "B"], values: { Wave: "w", B: "2" } })).toEqual([
      missing("tags Wave, A and B", 'wave: "w", tags: { "A": "<value>", "B": "2" }'),
    ]);
  });

  it.each([
    { label: "there", given: named({ tags: { CostCentre: "42" } }), said: ["compliant"] },
    {
      label: "missing",
      given: named({ tags: { Owner: "me" } }),
      said: [cost],
    },
    {
      label: "empty",
      given: named({ tags: { CostCentre: "" } }),
      said: [cost],
    },
    { label: "unknown", given: named({}, ["tags"]), said: ["unknown during preview: tags"] },
    { label: "unknown beside a missing one", given: named({ wave: undefined }, ["tags"]), said: [wave] },
  ])("another required tag that is $label", ({ given, said }) => {
    expect(waveAnswers(rule, given, { required })).toEqual(said);
  });

  it("takes no inherited member for a tag", () => {
    expect(waveAnswers(rule, named({}), { required: ["constructor"] })).toEqual([
      missing("tag constructor", 'tags: { "constructor": "<value>" }'),
    ]);
  });

  it("advises the value that remediation would write", () => {
    expect(waveAnswers(rule, named({}), { required, values: { CostCentre: "42" } })).toEqual([
      missing("tag CostCentre", 'tags: { "CostCentre": "42" }'),
    ]);
  });

  it.each([
    { label: "nothing when every tag is there", given: named({}), change: undefined },
    {
      label: "the project's and the resource's name",
      given: named({ recoveryPlan: undefined, wave: "" }),
      change: { recoveryPlan: "orders", wave: "db" },
    },
    {
      label: "a configured tag beside those that are there",
      given: named({ tags: { Owner: "me" } }),
      config: { required, values: { CostCentre: "42" } },
      change: { tags: { Owner: "me", CostCentre: "42" } },
    },
    {
      label: "two configured tags where there are none",
      given: named({}),
      config: { required: ["A", "B"], values: { A: "1", B: "2" } },
      change: { tags: { A: "1", B: "2" } },
    },
    {
      label: "a configured value rather than a name",
      given: named({ wave: undefined }),
      config: { values: { Wave: "one" } },
      change: { wave: "one" },
    },
    {
      label: "no tag beyond those that a wave takes",
      given: named({ tags: tags(TAGS_PER_WAVE - 1) }),
      config: { required: ["A", "B"], values: { A: "1", B: "2" } },
      change: { tags: { ...tags(TAGS_PER_WAVE - 1), A: "1" } },
    },
    {
      label: "an empty tag among as many as a wave takes",
      given: named({ tags: { ...tags(TAGS_PER_WAVE - 1), B: "" }, wave: undefined }),
      config: { required: ["A", "B", "Wave"], values: { A: "1", B: "2" } },
      change: { tags: { ...tags(TAGS_PER_WAVE - 1), B: "2" }, wave: "db" },
    },
    {
      label: "nothing where all tags are taken",
      given: named({ tags: tags(TAGS_PER_WAVE) }),
      config: { required, values: { CostCentre: "42" } },
      change: undefined,
    },
    { label: "nothing for a key without a value", given: named({}), config: { required }, change: undefined },
    { label: "nothing where the program says something", given: named({ wave: "w" }), change: undefined },
    {
      label: "what is known to be missing while tags are unknown",
      given: named({ wave: undefined }, ["tags"]),
      config: { required, values: { CostCentre: "42" } },
      change: { wave: "db" },
    },
  ])("remedies $label", ({ given, config = {}, change }) => {
    expect(rule.remedy?.(given, configure(rule, "recommended", {}).read({ ...byName, ...config }).config)).toEqual(
      change,
    );
  });

  it.each([
    { config: { required: [""] }, flaw: 'required[0]: expected at least 1 character, got ""' },
    {
      config: { required: ["a".repeat(257)] },
      flaw: `required[0]: expected at most 256 characters, got "${"a".repeat(56)}...`,
    },
    ...["aws:x", "AWS:x", "Aws:"].map((key) => ({
      config: { required: [key] },
      flaw: `required[0]: expected a key that does not begin with aws:, got "${key}"`,
    })),
    {
      config: { values: { "aWs:x": "1" } },
      flaw: 'values.aWs:x: expected a key that does not begin with aws:, got "aWs:x"',
    },
    { config: { values: { Team: "" } }, flaw: 'values.Team: expected at least 1 character, got ""' },
    {
      config: { required: ["ManagedBy"] },
      flaw: 'required[0]: expected none of ExecutionId, DrillNonce, ExecutionType, ManagedBy, ServerCount, Attempt, Judged, Concluded, Closed, got "ManagedBy"',
    },
  ])("refuses $config", ({ config, flaw }) => {
    expect(() => waveAnswers(rule, named({}), config)).toThrow(`configuration of ${rule.name}: ${flaw}`);
  });

  it.each(["a", "aw", "AWS", "awsome:x", "Awe:x", "Az", "Team", "my:aws:x"])("accepts the key %s", (key) => {
    expect(waveAnswers(rule, named({ tags: { [key]: "1" } }), { required: [key] })).toEqual(["compliant"]);
  });

  it("accepts keys of DRS's longest", () => {
    expect(waveAnswers(rule, named({ tags: { ["a".repeat(256)]: "1" } }), { required: ["a".repeat(256)] })).toEqual([
      "compliant",
    ]);
  });
});
