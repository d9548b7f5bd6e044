import { editInterface } from "../judged/interfaceEdit";
import { compliantWhen, type Judgement, judgeAll, violationUnless } from "../judged/judgement";
import { groupIdsOf, type LaunchInterface, nameInterface, newInterfaces } from "../judged/launchInterfaces";
import { groupOf } from "../judged/launchTemplate";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

const PLACEHOLDER = ["<security group>"];

/** Recovery instances are in security groups that were made for them. */
export const disallowDefaultSecurityGroup = serverRule({
  name: "drs-template-disallow-default-security-group",
  displayName: "Recovery instances are not in the default security group",
  wants:
    "The launch template names security groups for every network interface, and none of them is the VPC's default one.",
  why:
    "The default security group lets its members reach each other on every port, and it is what an instance gets when " +
    "none is named (https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html): copies of production " +
    "servers then talk to whatever else is in it. The rule goes by the group's name, which is reserved for that group; " +
    "what other groups let in is drs-template-disallow-open-ingress's to judge.",
  fix: "Let the launch template name a security group that was made for recovery instances, in the subnet's VPC.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["SC-7"],
  config: {},
  judgeServer(server) {
    const groups = newInterfaces(server).map((each) => ({ each, groupIds: groupIdsOf(each) }));
    return judgeAll(groups.flatMap(({ each, groupIds }) => judgesOf(server, each, groupIds)));
  },
});

/** A judgement for each group of a network interface, or one for an interface without groups. */
function judgesOf(server: JudgedServer, each: LaunchInterface, groupIds: readonly string[]): (() => Judgement)[] {
  if (groupIds.length === 0) {
    const seen = `${nameInterface(each)} names no security group, so that the VPC's default one applies`;
    const fix = editInterface(each, { Groups: PLACEHOLDER });
    return [() => violationUnless([{ seen, wanted: "must name one", fix }])];
  }
  return groupIds.map((id) => () => {
    const others = groupIds.filter((other) => other !== id);
    return compliantWhen(groupOf(server, id).groupName !== "default", {
      seen: `security group ${id} of ${nameInterface(each)} is the VPC's default one`,
      wanted: "must be one that was made for recovery instances",
      fix: editInterface(each, { Groups: others.length === 0 ? PLACEHOLDER : others }),
    });
  });
}
