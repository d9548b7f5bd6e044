import type { SecurityGroupState } from "../../world/state/network";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import type { Form } from "../form";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { securityGroupToXml } from "../securityGroups";
import { items } from "../xml";

/** The security groups; an unknown id, or a name that the default VPC does not have, is an error. */
export const describeSecurityGroups: Ec2Operation = {
  name: "DescribeSecurityGroups",
  mutates: false,
  answer(form, { state }) {
    const found = filtered(
      namedGroups(state, form),
      form,
      {
        "group-id": (group) => group.groupId,
        "group-name": (group) => group.groupName,
        "vpc-id": (group) => group.vpcId,
        "owner-id": () => state.account,
        description: (group) => group.description,
      },
      (group) => group.tags,
    );
    const page = ec2Page("DescribeSecurityGroups", found, (group) => group.groupId, form);
    return {
      securityGroupInfo: items(page.items.map((group) => securityGroupToXml(state, group))),
      nextToken: page.nextToken,
    };
  },
};

/** The groups that the request names, or all. As in EC2, names are looked up in the default VPC only. */
function namedGroups(state: WorldState, form: Form): readonly SecurityGroupState[] {
  const byId = form.list("GroupId").map((id) => {
    const found = state.securityGroups.find((group) => group.groupId === id);
    return found ?? notFound(`The security group '${id}' does not exist`);
  });
  const defaultVpcId = state.subnets.find((subnet) => subnet.defaultForAz)?.vpcId;
  const byName = form.list("GroupName").map((name) => {
    const found = state.securityGroups.find((group) => group.groupName === name && group.vpcId === defaultVpcId);
    return found ?? notFound(`The security group '${name}' does not exist in default VPC '${defaultVpcId}'`);
  });
  const named = [...new Set([...byId, ...byName])];
  return named.length > 0 ? named : state.securityGroups;
}

function notFound(message: string): never {
  throw ec2Error("InvalidGroup.NotFound", message);
}
