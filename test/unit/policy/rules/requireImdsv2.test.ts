import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireImdsv2 as rule } from "../../../../policy/src/rules/requireImdsv2";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveOf, DB, observing } from "../factories";

const { httpTokens: _, ...silent } = aTemplate();
const seen = "httpTokens of launch template lt-0123456789abcdef0 (version 2) is";
const fix = `${editTemplate(aTemplate(), { MetadataOptions: { HttpTokens: "required" } })} # replaces MetadataOptions as a whole`;
const { launchTemplate: _template, ...untemplated } = aSeenServer();

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
    {
      label: "a launch template that could not be read",
      wave: aWave({ observed: observing([untemplated]) }),
      said: [`not observed: the launch template of db-1 (${DB}) could not be read`],
    },
    {
      label: "observation switched off",
      wave: aWave({ observe: "off", observed: undefined }),
      said: ['not observed: the wave says observe: "off"'],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
