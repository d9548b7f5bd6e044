import { describe, expect, it } from "vitest";
import { disallowRecovery as rule } from "../../../../policy/src/rules/disallowRecovery";
import { waveAnswers } from "../answersOf";
import { aWave } from "../factories";

const recovery = aWave({ isDrill: false, allowRecovery: true });
const says = (stacks: string) =>
  "would start a real recovery (isDrill is false): a second production would come up and stay | " +
  `leave out isDrill, or let this rule allow it in this stack (stacks: [${stacks}])`;
const refused = says('"orders/prod"');

describe(rule.name, () => {
  it.each([
    { label: "isDrill left out", wave: aWave(), said: ["compliant"] },
    { label: "isDrill true", wave: aWave({ isDrill: true }), said: ["compliant"] },
    { label: "allowRecovery without a recovery", wave: aWave({ allowRecovery: true }), said: ["compliant"] },
    { label: "a recovery", wave: recovery, said: [refused] },
    {
      label: "a recovery that nobody has looked at",
      wave: aWave({ isDrill: false, observe: "off", observed: undefined }),
      said: [refused],
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
      said: [says('"dr", "shop/prod", "orders/prod"')],
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
