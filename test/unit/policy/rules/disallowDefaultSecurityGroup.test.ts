import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { disallowDefaultSecurityGroup as rule } from "../../../../policy/src/rules/disallowDefaultSecurityGroup";
import type { ObservedLaunchTemplate, Surroundings } from "../../../../provider/src/vocabulary";
import { waveAnswers } from "../answersOf";
import {
  aSeenServer,
  aTemplate,
  aWave,
  aWaveAmid,
  aWaveOf,
  GROUP,
  observing,
  SUBNET,
  theSurroundings,
} from "../factories";

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
const template = "launch template lt-0123456789abcdef0 (version 2)";
const edit = (...Groups: string[]) =>
  editTemplate(aTemplate(), {
    NetworkInterfaces: [
      { DeviceIndex: 0, DeleteOnTermination: true, SubnetId: SUBNET, Groups, AssociatePublicIpAddress: false },
    ],
  });
const isDefault = (id: string) =>
  `security group ${id} of ${template} is the VPC's default one, must be one that was made for recovery instances`;
const none = `${template} names no security group, so that the VPC's default one applies, must name one | ${edit("<security group>")}`;
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
      label: "an empty list of groups",
      wave: aWaveOf({ launchTemplate: aTemplate({ securityGroupIds: [] }) }),
      said: [none],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
