import { derivedId } from "../../world/state/ids";
import { allVpcs } from "../../world/state/vpcs";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { namedBy } from "../named";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { items, tagSet, type Xml } from "../xml";

/** The VPCs; an unknown id is an error. */
export const describeVpcs: Ec2Operation = {
  name: "DescribeVpcs",
  mutates: false,
  answer(form, { state }) {
    const named = namedBy(form, "VpcId", allVpcs(state), ({ vpcId }) => vpcId, {
      code: "InvalidVpcID.NotFound",
      message: (id) => `The vpc ID '${id}' does not exist`,
    });
    const found = filtered(
      named,
      form,
      {
        "vpc-id": ({ vpcId }) => vpcId,
        cidr: ({ blocks }) => blocks[0],
        "cidr-block-association.cidr-block": ({ blocks }) => blocks,
        "is-default": ({ isDefault }) => String(isDefault),
        isDefault: ({ isDefault }) => String(isDefault),
        state: () => "available",
        "owner-id": () => state.account,
      },
      ({ tags }) => tags,
    );
    const page = ec2Page("DescribeVpcs", found, ({ vpcId }) => vpcId, form);
    return { vpcSet: items(page.items.map((vpc) => toXml(state, vpc))), nextToken: page.nextToken };
  },
};

function toXml(state: WorldState, { vpcId, blocks, isDefault, tags }: ReturnType<typeof allVpcs>[number]): Xml {
  return {
    vpcId,
    ownerId: state.account,
    state: "available",
    cidrBlock: blocks[0],
    cidrBlockAssociationSet: items(
      blocks.map((cidrBlock) => ({
        associationId: derivedId("vpc-cidr-assoc-", `${vpcId}/${cidrBlock}`),
        cidrBlock,
        cidrBlockState: { state: "associated" },
      })),
    ),
    dhcpOptionsId: derivedId("dopt-", state.region),
    instanceTenancy: "default",
    isDefault,
    tagSet: tagSet(tags),
  };
}
