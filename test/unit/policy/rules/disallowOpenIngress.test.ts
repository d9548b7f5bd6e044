import { describe, expect, it } from "vitest";
import { editTemplate } from "../../../../policy/src/judged/launchTemplate";
import { disallowOpenIngress as rule } from "../../../../policy/src/rules/disallowOpenIngress";
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
const letting = (...openIngress: string[]) => ({ groupName: "drill", openIngress });
const inBoth = (securityGroups: Surroundings["securityGroups"]) =>
  aWave({
    observed: observing(
      [aSeenServer({ launchTemplate: aTemplate({ securityGroupIds: [GROUP, OTHER] }) })],
      theSurroundings({ securityGroups }),
    ),
  });
const edit = (...Groups: string[]) =>
  editTemplate(aTemplate(), {
    NetworkInterfaces: [
      { DeviceIndex: 0, DeleteOnTermination: true, SubnetId: SUBNET, Groups, AssociatePublicIpAddress: false },
    ],
  });
const open = (id: string, what: string, instead = edit("<security group>")) =>
  `security group ${id} (drill) lets in ${what}, must let in nothing from everywhere | ${instead}; or, if nothing else uses ` +
  `${id}, aws ec2 revoke-security-group-ingress --group-id ${id} --security-group-rule-ids ` +
  `$(aws ec2 describe-security-group-rules --filters Name=group-id,Values=${id} --query ` +
  '\'SecurityGroupRules[?IsEgress==`false` && (CidrIpv4==`"0.0.0.0/0"` || CidrIpv6==`"::/0"`)].SecurityGroupRuleId\' --output text)';
/** A wave of one server, around which nobody looked. */
const alone = (launchTemplate: ObservedLaunchTemplate = aTemplate()) => {
  const { surroundings: _surroundings, ...observed } = observing([aSeenServer({ launchTemplate })]);
  return aWave({ observed });
};

describe(rule.name, () => {
  it.each([
    { label: "nothing open", wave: aWave(), said: ["compliant"] },
    {
      label: "a port open",
      wave: aWaveAmid({ securityGroups: { [GROUP]: letting("tcp 22 from 0.0.0.0/0") } }),
      said: [open(GROUP, "tcp 22 from 0.0.0.0/0")],
    },
    {
      label: "several open",
      wave: aWaveAmid({ securityGroups: { [GROUP]: letting("tcp 8000-8080 from ::/0", "all from 0.0.0.0/0") } }),
      said: [open(GROUP, "tcp 8000-8080 from ::/0 and all from 0.0.0.0/0")],
    },
    {
      label: "several groups open",
      wave: inBoth({ [GROUP]: letting("icmp from 0.0.0.0/0"), [OTHER]: letting("tcp 443 from ::/0") }),
      said: [
        `${open(GROUP, "icmp from 0.0.0.0/0", edit("<security group>", OTHER))} & ` +
          open(OTHER, "tcp 443 from ::/0", edit(GROUP, "<security group>")),
      ],
    },
    {
      label: "a group open beside one that was not seen",
      wave: inBoth({ [OTHER]: letting("tcp 443 from ::/0") }),
      said: [open(OTHER, "tcp 443 from ::/0", edit(GROUP, "<security group>"))],
    },
    {
      label: "a group closed beside one that was not seen",
      wave: inBoth({ [GROUP]: letting() }),
      said: [`not observed: security group ${OTHER} was not found`],
    },
    {
      label: "no groups, with nothing seen around",
      wave: alone(groupless),
      said: ["notApplicable"],
    },
    {
      label: "an empty list of groups",
      wave: aWaveOf({ launchTemplate: aTemplate({ securityGroupIds: [] }) }),
      said: ["notApplicable"],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });
});
