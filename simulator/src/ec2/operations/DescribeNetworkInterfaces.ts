import { allInterfaces } from "../../world/state/hardware";
import { findSubnet } from "../../world/state/lookup";
import { filtered } from "../filters";
import { interfaceToXml, statusOf } from "../interfaces";
import { namedBy } from "../named";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { items } from "../xml";

/** The network interfaces that the world lists and those of instances; an unknown id is an error. */
export const describeNetworkInterfaces: Ec2Operation = {
  name: "DescribeNetworkInterfaces",
  mutates: false,
  answer(form, { state }) {
    const all = allInterfaces(state);
    const named = namedBy(form, "NetworkInterfaceId", all, ({ networkInterfaceId }) => networkInterfaceId, {
      code: "InvalidNetworkInterfaceID.NotFound",
      message: (id) => `The networkInterface ID '${id}' does not exist`,
    });
    const found = filtered(
      named,
      form,
      {
        "network-interface-id": ({ networkInterfaceId }) => networkInterfaceId,
        "subnet-id": ({ subnetId }) => subnetId,
        "vpc-id": ({ subnetId }) => findSubnet(state, subnetId)?.vpcId,
        "availability-zone": ({ subnetId }) => findSubnet(state, subnetId)?.availabilityZone,
        "private-ip-address": ({ privateIp }) => privateIp,
        "addresses.private-ip-address": ({ privateIp }) => privateIp,
        "mac-address": ({ macAddress }) => macAddress,
        "group-id": ({ securityGroupIds }) => securityGroupIds,
        description: ({ description }) => description,
        status: statusOf,
        "owner-id": () => state.account,
        "attachment.instance-id": ({ attachment }) => attachment?.instance.ec2InstanceID,
        "attachment.device-index": ({ attachment }) => attachment?.deviceIndex.toString(),
        "attachment.delete-on-termination": ({ attachment }) => attachment?.deleteOnTermination.toString(),
      },
      ({ tags }) => tags,
    );
    const page = ec2Page("DescribeNetworkInterfaces", found, ({ networkInterfaceId }) => networkInterfaceId, form);
    return {
      networkInterfaceSet: items(page.items.map((own) => interfaceToXml(state, own))),
      nextToken: page.nextToken,
    };
  },
};
