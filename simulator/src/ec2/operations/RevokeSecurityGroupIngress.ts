import { type Ec2Operation, ec2Error } from "../operation";
import { rulesOf } from "../securityGroups";

/** Takes inbound rules away from a security group, by their ids: all of them or, where one is not the group's, none. */
export const revokeSecurityGroupIngress: Ec2Operation = {
  name: "RevokeSecurityGroupIngress",
  mutates: true,
  answer(form, { state }) {
    const groupId = form.text("GroupId");
    const group = state.securityGroups.find((each) => each.groupId === groupId);
    if (group === undefined) {
      throw ec2Error("InvalidGroup.NotFound", `The security group '${groupId}' does not exist`);
    }
    const ids = form.list("SecurityGroupRuleId");
    if (ids.length === 0) {
      throw ec2Error(
        "MissingParameter",
        "The request must contain SecurityGroupRuleId: drs-simulator takes nothing else",
      );
    }
    const own = rulesOf(group).filter(({ isEgress }) => !isEgress);
    const unknown = ids.find((id) => !own.some((rule) => rule.id === id));
    if (unknown !== undefined) {
      throw ec2Error("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${unknown}' does not exist`);
    }
    group.ingress = own.filter(({ id }) => !ids.includes(id)).map(({ rule }) => rule);
    return { return: true };
  },
};
