import { describe, expect, it } from "vitest";
import { disallowDefaultSecurityGroup as rule } from "../../../../policy/src/rules/disallowDefaultSecurityGroup";
import type { ObservedLaunchTemplate, Surroundings } from "../../../../provider/src/vocabulary";
import { commandForInterface, noSubnet, waveAnswers } from "../answersOf";
import { aSeenServer, aTemplate, aWave, aWaveAmid, aWaveOf, GROUP, observing, theSurroundings } from "../factories";

const OTHER = "sg-0fedcba9876543210";
const groupless = aTemplate({ securityGroupIds: undefined });
const group = { groupName: "default", openIngress: [] };
const inBoth = (surroundings: Partial<Surroundings>) =>
  aWave({
    observed: observing(
      [aSeenServer({ launchTemplate: aTemplate({ securityGroupIds: [GROUP, OTHER] }) })],
      theSurroundings(surroundings),
    ),
  });
const WHY = "by default its members reach each other on every port";
const WORDS = "name a security group that was made for drills";
const edit = (...Groups: string[]) => `${WORDS}; ${commandForInterface({ Groups })}`;
const isDefault = (id: string) =>
  `would start in the VPC's default security group, with whatever else is in ${id}: ${WHY}`;
const none = `would start in the VPC's default security group, as the launch template names none: ${WHY} | ${edit("<security group>")}`;
/** A wave of one server, around which nobody looked. */
const alone = (launchTemplate: ObservedLaunchTemplate = aTemplate()) => {
  const { surroundings: _surroundings, ...observed } = observing([aSeenServer({ launchTemplate })]);
  return aWave({ observed });
};

describe(rule.name, () => {
  it.each([
    { label: "a group of its own", wave: aWave(), said: ["compliant"] },
    {
      label: "the default group",
      wave: aWaveAmid({ securityGroups: { [GROUP]: group } }),
      said: [`${isDefault(GROUP)} | ${edit("<security group>")}`],
    },
    {
      label: "the default group beside another",
      wave: inBoth({ securityGroups: { [GROUP]: group, [OTHER]: { groupName: "drill", openIngress: [] } } }),
      said: [`${isDefault(GROUP)} | ${edit(OTHER)}`],
    },
    {
      label: "the default group beside one that was not seen",
      wave: inBoth({ securityGroups: { [OTHER]: group }, unseen: { securityGroups: "not authorized" } }),
      said: [`${isDefault(OTHER)} | ${edit(GROUP)}`],
    },
    {
      label: "another group beside one that was not seen",
      wave: inBoth({}),
      said: [`not observed: security group ${OTHER} was not found`],
    },
    {
      label: "no groups, with nothing seen around",
      wave: alone(groupless),
      said: [none],
    },
    {
      label: "no groups and no subnet, which has the same cause",
      wave: aWaveOf({ launchTemplate: aTemplate({ securityGroupIds: undefined, subnetId: undefined }) }),
      said: [
        `${noSubnet("in its default security group")} | name a subnet and security groups in the launch templates; ` +
          commandForInterface({ SubnetId: "<isolated subnet>", Groups: ["<security group>"] }),
      ],
    },
    {
      label: "no groups and no subnet, where there is no default one and so no launch",
      wave: aWave({
        observed: observing(
          [aSeenServer({ launchTemplate: aTemplate({ securityGroupIds: undefined, subnetId: undefined }) })],
          theSurroundings({ defaultSubnets: {} }),
        ),
      }),
      said: ["notApplicable"],
    },
    {
      label: "an empty list of groups",
      wave: aWaveOf({ launchTemplate: aTemplate({ securityGroupIds: [] }) }),
      said: [none],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
