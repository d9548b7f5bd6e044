import { describe, expect, it } from "vitest";
import { requireImdsv2 as rule } from "../../../../policy/src/rules/requireImdsv2";
import type { ObservedLaunchTemplate, ObservedMetadataDefaults } from "../../../../provider/src/vocabulary";
import { commandOf, waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveOf, observing, theSurroundings } from "../factories";

const { httpTokens: _, ...silent } = aTemplate();
const amid = (launchTemplate: ObservedLaunchTemplate, metadataDefaults: ObservedMetadataDefaults) =>
  aWave({ observed: observing([aSeenServer({ launchTemplate })], theSurroundings({ metadataDefaults })) });
const fix = commandOf({ data: { MetadataOptions: { HttpTokens: "required" } } });
const violation =
  "would answer metadata requests without a session token (IMDSv1): a forged request could take the instance's " +
  `credentials | require IMDSv2 in the launch template; ${fix}`;

describe(rule.name, () => {
  it.each([
    { label: "tokens required", wave: aWave(), said: ["compliant"] },
    {
      label: "tokens optional",
      wave: aWaveOf({ launchTemplate: aTemplate({ httpTokens: "optional" }) }),
      said: [violation],
    },
    {
      label: "tokens not mentioned, and required by the account",
      wave: amid(silent, { httpTokens: "required" }),
      said: ["compliant"],
    },
    {
      label: "tokens not mentioned, and optional in the account",
      wave: amid(silent, { httpTokens: "optional" }),
      said: [violation],
    },
    {
      label: "tokens mentioned nowhere",
      wave: amid(silent, {}),
      said: [violation],
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
      said: [violation],
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
