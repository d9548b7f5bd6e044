import type { Fact } from "../judged/fact";
import { attempt, compliantWhen, type Judgement, judgeAll, NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { groupIdsOf, type LaunchInterface, newInterfaces, subnetIdOf } from "../judged/launchInterfaces";
import { A_SUBNET, defaultSubnetIds, NAME_SUBNET, NO_SUBNET } from "../judged/launchSubnets";
import { groupOf } from "../judged/launchTemplate";
import { A_GROUP, changeInterface } from "../judged/templateChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

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
    // Where there is no default subnet nothing is launched, as drs-template-require-possible-launch tells.
    return [() => (hasNoSubnet(server, each) ? NOT_APPLICABLE : violationUnless([groupless(each)]))];
  }
  return groupIds.map((id) => () => {
    return compliantWhen(groupOf(server, id).groupName !== "default", {
      says: "would start in the VPC's default security group, with whatever else is",
      at: { how: "in", what: id },
      why: WHY,
      fix: { words: WORDS, change: changeInterface(each, { withoutGroups: [id] }) },
    });
  });
}

function hasNoSubnet(server: JudgedServer, each: LaunchInterface): boolean {
  return attempt(
    () => subnetIdOf(each) === undefined && defaultSubnetIds(server, each).length === 0,
    () => false,
  );
}

const WHY = "by default its members reach each other on every port";
const WORDS = "name a security group that was made for drills";

/** Where the template names no subnet either, both are for the same reason: nobody has touched it. */
function groupless(each: LaunchInterface): Fact {
  if (each.subnetId === undefined && each.isOnly) {
    const change = changeInterface(each, { SubnetId: A_SUBNET, Groups: [A_GROUP] });
    return { says: "in its default security group", cause: NO_SUBNET, why: WHY, fix: { words: NAME_SUBNET, change } };
  }
  return {
    says: "would start in the VPC's default security group, as the launch template names none",
    why: WHY,
    fix: { words: WORDS, change: changeInterface(each, { Groups: [A_GROUP] }) },
  };
}
