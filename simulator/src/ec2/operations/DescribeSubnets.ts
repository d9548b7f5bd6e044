import type { SubnetState } from "../../world/state/network";
import { partitionOf } from "../../world/state/resource";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { items, tagSet, type Xml } from "../xml";

/** The subnets; an unknown id is an error. */
export const describeSubnets: Ec2Operation = {
  name: "DescribeSubnets",
  mutates: false,
  answer(form, { state }) {
    const ids = form.list("SubnetId");
    const unknown = ids.find((id) => !state.subnets.some((subnet) => subnet.subnetId === id));
    if (unknown !== undefined) {
      throw ec2Error("InvalidSubnetID.NotFound", `The subnet ID '${unknown}' does not exist`);
    }
    const named = state.subnets.filter((subnet) => ids.length === 0 || ids.includes(subnet.subnetId));
    const found = filtered(
      named,
      form,
      {
        "subnet-id": (subnet) => subnet.subnetId,
        "vpc-id": (subnet) => subnet.vpcId,
        "availability-zone": (subnet) => subnet.availabilityZone,
        "cidr-block": (subnet) => subnet.cidrBlock,
        "default-for-az": (subnet) => String(subnet.defaultForAz),
      },
      (subnet) => subnet.tags,
    );
    const page = ec2Page("DescribeSubnets", found, (subnet) => subnet.subnetId, form);
    return { subnetSet: items(page.items.map((subnet) => toXml(state, subnet))), nextToken: page.nextToken };
  },
};

function toXml(state: WorldState, subnet: SubnetState): Xml {
  return {
    subnetId: subnet.subnetId,
    subnetArn: `arn:${partitionOf(state.region)}:ec2:${state.region}:${state.account}:subnet/${subnet.subnetId}`,
    state: "available",
    ownerId: state.account,
    vpcId: subnet.vpcId,
    cidrBlock: subnet.cidrBlock,
    availableIpAddressCount: subnet.availableIpAddressCount,
    availabilityZone: subnet.availabilityZone,
    defaultForAz: subnet.defaultForAz,
    mapPublicIpOnLaunch: subnet.mapPublicIpOnLaunch ?? subnet.defaultForAz,
    tagSet: tagSet(subnet.tags),
  };
}
