import { filtered } from "../filters";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { rulesOf, ruleToXml } from "../securityGroups";
import { items } from "../xml";

/** The rules of every security group, one by one; an unknown id is an error. */
export const describeSecurityGroupRules: Ec2Operation = {
  name: "DescribeSecurityGroupRules",
  mutates: false,
  answer(form, { state }) {
    const all = state.securityGroups.flatMap(rulesOf);
    const named = form.list("SecurityGroupRuleId").map((id) => {
      const found = all.find((each) => each.id === id);
      if (found === undefined) {
        throw ec2Error("InvalidSecurityGroupRuleId.NotFound", `The security group rule ID '${id}' does not exist`);
      }
      return found;
    });
    const found = filtered(
      named.length > 0 ? named : all,
      form,
      { "group-id": ({ group }) => group.groupId, "security-group-rule-id": ({ id }) => id },
      () => ({}),
    );
    const page = ec2Page("DescribeSecurityGroupRules", found, ({ id }) => id, form);
    return {
      securityGroupRuleSet: items(page.items.map((rule) => ruleToXml(state, rule))),
      nextToken: page.nextToken,
    };
  },
};
