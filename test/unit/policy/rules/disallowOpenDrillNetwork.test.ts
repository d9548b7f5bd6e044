import { describe, expect, it } from "vitest";
import { disallowOpenDrillNetwork as rule } from "../../../../policy/src/rules/disallowOpenDrillNetwork";
import { waveAnswers } from "../answersOf";
import { aTemplate, aWaveOf } from "../factories";

const network = { subnets: ["subnet-0123456789abcdef9"], securityGroups: ["sg-0123456789abcdef9"] };
const launchTemplate = aTemplate({ openSwap: { nonce: "0a1b", version: 3, subnetId: "subnet-0123456789abcdef9" } });
const LEFT =
  "would be recovered into the network of a drill in subnet-0123456789abcdef9: another drill has pointed their launch templates " +
  "there, and a real recovery could not be reached | let that drill end, or run `pulumi refresh` in its stack; aws ec2 modify-launch-template " +
  "--launch-template-id lt-0123456789abcdef0 --default-version 3";

describe(rule.name, () => {
  it.each([
    { label: "no drill has the template", wave: aWaveOf({}), said: ["compliant"] },
    { label: "another drill has it", wave: aWaveOf({ launchTemplate }, { drillNonce: "ffff" }), said: [LEFT] },
    {
      label: "another drill has it, and the wave has a network of its own",
      wave: aWaveOf({ launchTemplate }, { drillNonce: "ffff", network }),
      said: [LEFT],
    },
    {
      label: "this wave's own drill has it: `up` puts it back",
      wave: aWaveOf({ launchTemplate }, { drillNonce: "0a1b", network }),
      said: ["compliant"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
