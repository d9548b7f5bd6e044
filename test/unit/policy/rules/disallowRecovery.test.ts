import { describe, expect, it } from "vitest";
import { disallowRecovery as rule } from "../../../../policy/src/rules/disallowRecovery";
import { waveAnswers } from "../answersOf";
import { aWave } from "../factories";

const recovery = aWave({ isDrill: false, allowRecovery: true });
const fix = `isDrill: true, or stacks: ["orders/prod"] in the configuration of ${rule.name}`;
const seen = "isDrill is false in the stack orders/prod";

describe(rule.name, () => {
  it.each([
    { label: "isDrill left out", wave: aWave(), said: ["compliant"] },
    { label: "isDrill true", wave: aWave({ isDrill: true }), said: ["compliant"] },
    { label: "allowRecovery without a recovery", wave: aWave({ allowRecovery: true }), said: ["compliant"] },
    { label: "a recovery", wave: recovery, said: [`${seen}, must be true in every stack | ${fix}`] },
    {
      label: "a recovery that nobody has looked at",
      wave: aWave({ isDrill: false, observe: "off", observed: undefined }),
      said: [`${seen}, must be true in every stack | ${fix}`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it.each([
    { label: "the stack", stacks: ["prod"], wave: recovery, said: ["compliant"] },
    { label: "the project's stack", stacks: ["orders/prod"], wave: recovery, said: ["compliant"] },
    { label: "the stack, isDrill unknown", stacks: ["prod"], wave: aWave({}, ["isDrill"]), said: ["compliant"] },
    {
      label: "other stacks",
      stacks: ["dr", "shop/prod"],
      wave: recovery,
      said: [
        `${seen}, must be true in every stack but dr, shop/prod | ` +
          `isDrill: true, or stacks: ["dr", "shop/prod", "orders/prod"] in the configuration of ${rule.name}`,
      ],
    },
  ])("lists $label", ({ stacks, wave, said }) => {
    expect(waveAnswers(rule, wave, { stacks })).toEqual(said);
  });

  it("refuses a stack without a name", () => {
    expect(() => waveAnswers(rule, aWave(), { stacks: [""] })).toThrow(
      `configuration of ${rule.name}: stacks[0]: expected at least 1 character, got ""`,
    );
  });
});
