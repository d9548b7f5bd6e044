import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireImdsv2 as rule } from "../../../../policy/src/rules/requireImdsv2";
import { waveAnswers } from "../answersOf";
import { aTemplate, aWave, aWaveOf } from "../factories";

const { httpTokens: _, ...silent } = aTemplate();
const seen = "httpTokens of launch template lt-0123456789abcdef0 (version 2) is";
const fix = editTemplate(aTemplate(), { MetadataOptions: { HttpTokens: "required" } });

describe(rule.name, () => {
  it.each([
    { label: "tokens required", wave: aWave(), said: ["compliant"] },
    {
      label: "tokens optional",
      wave: aWaveOf({ launchTemplate: aTemplate({ httpTokens: "optional" }) }),
      said: [`${seen} optional, must be required | ${fix}`],
    },
    {
      label: "tokens not mentioned",
      wave: aWaveOf({ launchTemplate: silent }),
      said: [`${seen} not set, must be required | ${fix}`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
