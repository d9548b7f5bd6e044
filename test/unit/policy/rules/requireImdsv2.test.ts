import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { requireImdsv2 as rule } from "../../../../policy/src/rules/requireImdsv2";
import type { ObservedLaunchTemplate, ObservedMetadataDefaults } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveOf, observing, theSurroundings } from "../factories";

const { httpTokens: _, ...silent } = aTemplate();
const amid = (launchTemplate: ObservedLaunchTemplate, metadataDefaults: ObservedMetadataDefaults) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate })], theSurroundings({ metadataDefaults })) });
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
      label: "tokens not mentioned, and required by the account",
      wave: amid(silent, { httpTokens: "required" }),
      said: ["compliant"],
    },
    {
      label: "tokens not mentioned, and optional in the account",
      wave: amid(silent, { httpTokens: "optional" }),
      said: [`${seen} not set, and the account's default is optional, must be required | ${fix}`],
    },
    {
      label: "tokens mentioned nowhere",
      wave: amid(silent, {}),
      said: [`${seen} not set, and the account's default is not set, must be required | ${fix}`],
    },
    {
      label: "tokens not mentioned, where the account's defaults could not be read",
      wave: aWave({
        observed: observing(
          [aSeenServer({ launchTemplate: silent })],
          theSurroundings({ unseen: { metadataDefaults: "calling ec2:GetInstanceMetadataDefaults: denied" } }),
        ),
      }),
      said: ["not observed: calling ec2:GetInstanceMetadataDefaults: denied"],
    },
    {
      label: "tokens optional beside an account that requires them",
      wave: amid(aTemplate({ httpTokens: "optional" }), { httpTokens: "required" }),
      said: [`${seen} optional, must be required | ${fix}`],
    },
    // The launch fails, and drs-template-require-possible-launch says so.
    {
      label: "tokens optional in an account that enforces them",
      wave: amid(aTemplate({ httpTokens: "optional" }), { httpTokens: "required", httpTokensEnforced: "enabled" }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
