import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import type { Answer } from "../../../policy/src/judged/answers";
import type { PlannedWave } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { readWave } from "../../../policy/src/policies/readWave";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, Rule } from "../../../policy/src/rule";
import { RULES } from "../../../policy/src/rules";
import { aRecord, aWave, OBSERVED_AT } from "./factories";
import { toManaged } from "./managed";
import type { ShownSettings } from "./runPolicies";
import { VIOLATIONS } from "./violations";

/** The SDK's own: it throws for whatever is unknown in the inputs that a policy is shown. */
const ofPolicy = createRequire(createRequire(__filename).resolve("@pulumi/policy"));
const { unknownCheckingProxy, unknownStringValue } = ofPolicy("./proxy");

const DAY_MS = 86_400_000;

/** The wave as a preview shows it: check leaves the time of its look open. */
function atPreview(wave: JudgedWave, daysAhead: number): JudgedWave {
  const { observed } = wave.inputs;
  if (observed === undefined || wave.unknownInputs.length > 0) {
    return wave;
  }
  const open = { observedAt: unknownStringValue, machineTime: unknownStringValue };
  const props = { ...wave.inputs, observed: { ...observed, ...open, clockDaysAhead: daysAhead } };
  const now = new Date(Date.parse(OBSERVED_AT) - daysAhead * DAY_MS);
  return readWave({ urn: wave.urn, name: wave.name, props: unknownCheckingProxy(props) }, now);
}

function answersOf<Entries extends ConfigEntries>(
  rule: Rule<Entries>,
  waves: readonly PlannedWave[],
  settings: readonly ShownSettings[],
  given: object,
): unknown[] {
  const { config } = configure(rule, "recommended", {}).read(given);
  const answers: Answer[] =
    "judgePlan" in rule
      ? rule.judgePlan({ waves: [...waves], settings: toManaged(settings) }, config)
      : waves.flatMap(({ wave }) => judgeWave(rule, wave, config));
  return answers.map(({ judgement, wave, server }) => ({ judgement, wave: wave?.name, server: server?.name }));
}

describe("what check leaves open in a preview", () => {
  const everybody = Object.values(VIOLATIONS).map(({ waves, settings = [], config = {} }) => ({
    waves,
    settings,
    config,
  }));
  const subjects = [...everybody, { waves: [{ wave: aWave(), record: aRecord() }], settings: [], config: {} }];

  it.each(RULES.map((rule) => [rule.name, rule] as const))("%s judges as without it", (name, rule) => {
    for (const daysAhead of [0, 3, -40]) {
      for (const { waves, settings, config } of subjects) {
        const own = VIOLATIONS[name]?.config === config ? config : {};
        const planned = waves.map((shown) => ({
          ...shown,
          isNew: shown.record === undefined,
          after: new Set<string>(),
        }));
        const previewed = planned.map((each) => ({ ...each, wave: atPreview(each.wave, daysAhead) }));
        expect(answersOf(rule, previewed, settings, own)).toEqual(answersOf(rule, planned, settings, own));
      }
    }
  });

  it("is unknown as a whole when anything else in it is", () => {
    const wave = aWave();
    const observed = { ...wave.inputs.observed, region: unknownStringValue };
    const props = unknownCheckingProxy({ ...wave.inputs, observed });
    expect(readWave({ urn: wave.urn, name: wave.name, props }, new Date()).unknownInputs).toEqual(["observed"]);
  });

  it("lets nobody take evidence for older than the look: a preview drills nothing", () => {
    const { wave } = { wave: atPreview(aWave(), 0) };
    expect(wave.isTimeReckoned).toBe(true);
  });
});
