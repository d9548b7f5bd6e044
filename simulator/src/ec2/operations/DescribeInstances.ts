import type { InstanceState } from "../../world/state/instance";
import { findSubnet } from "../../world/state/lookup";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { namedInstances, stateToXml } from "../instances";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { items, tagSet, type Xml } from "../xml";

/**
 * The EC2 instances that DRS launched, whether it lists them or not, each in its own reservation. Terminated ones stay for about an hour.
 *
 * Conversion servers, replication servers and instances that DRS did not launch do not appear.
 */
export const describeInstances: Ec2Operation = {
  name: "DescribeInstances",
  mutates: false,
  answer(form, { state }) {
    const found = filtered(
      namedInstances(state, form),
      form,
      {
        "instance-id": (instance) => instance.ec2InstanceID,
        "instance-state-name": (instance) => instance.ec2State.toLowerCase(),
        "instance-type": (instance) => instance.instanceType,
        "subnet-id": (instance) => instance.subnetId,
        "private-ip-address": (instance) => instance.privateIp,
      },
      (instance) => instance.ec2Tags,
    );
    const page = ec2Page("DescribeInstances", found, (instance) => instance.ec2InstanceID, form);
    return {
      reservationSet: items(page.items.map((instance) => toReservation(state, instance))),
      nextToken: page.nextToken,
    };
  },
};

function toReservation(state: WorldState, instance: InstanceState): Xml {
  return {
    reservationId: `r-${instance.ec2InstanceID.slice(2)}`,
    ownerId: state.account,
    groupSet: {},
    instancesSet: items([toXml(state, instance)]),
  };
}

function toXml(state: WorldState, instance: InstanceState): Xml {
  const subnet = findSubnet(state, instance.subnetId);
  // A terminated instance has no network interface any more, and so none of these.
  const connected = instance.ec2State !== "TERMINATED";
  return {
    instanceId: instance.ec2InstanceID,
    instanceState: stateToXml(instance),
    instanceType: instance.instanceType,
    launchTime: new Date(instance.launchTime).toISOString(),
    placement: { availabilityZone: subnet?.availabilityZone, tenancy: "default" },
    subnetId: connected ? instance.subnetId : undefined,
    vpcId: connected ? subnet?.vpcId : undefined,
    privateIpAddress: connected ? instance.privateIp : undefined,
    architecture: "x86_64",
    rootDeviceType: "ebs",
    groupSet: items(instance.securityGroupIds.map((groupId) => ({ groupId, groupName: groupName(state, groupId) }))),
    tagSet: tagSet(instance.ec2Tags),
  };
}

function groupName(state: WorldState, groupId: string): string | undefined {
  return state.securityGroups.find((group) => group.groupId === groupId)?.groupName;
}
