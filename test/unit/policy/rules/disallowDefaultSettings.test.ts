import { describe, expect, it } from "vitest";
import { disallowDefaultSettings as rule } from "../../../../policy/src/rules/disallowDefaultSettings";
import { waveAnswers } from "../answersOf";
import { aWave } from "../factories";

const assumed =
  'onUnreadableLaunchConfiguration is useDefaults, must be fail | onUnreadableLaunchConfiguration: "fail"';

describe(rule.name, () => {
  it.each([
    { label: "left out", wave: aWave(), said: ["compliant"] },
    { label: "fail", wave: aWave({ onUnreadableLaunchConfiguration: "fail" }), said: ["compliant"] },
    { label: "useDefaults", wave: aWave({ onUnreadableLaunchConfiguration: "useDefaults" }), said: [assumed] },
    {
      label: "useDefaults, not observed",
      wave: aWave({ onUnreadableLaunchConfiguration: "useDefaults", observe: "off", observed: undefined }),
      said: [assumed],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
