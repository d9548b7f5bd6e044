import type { ListedInterface } from "../world/state/hardware";
import { derivedId } from "../world/state/ids";
import { findSubnet } from "../world/state/lookup";
import type { WorldState } from "../world/state/worldState";
import { groupsToXml } from "./securityGroups";
import { items, tagSet, type Xml } from "./xml";

/** EC2's NetworkInterface. */
export function interfaceToXml(state: WorldState, own: ListedInterface): Xml {
  return {
    ...shared(state, own),
    availabilityZone: findSubnet(state, own.subnetId)?.availabilityZone,
    requesterManaged: false,
    attachment: attachmentOf(state, own),
    tagSet: tagSet(own.tags),
  };
}

/** EC2's InstanceNetworkInterface: an interface as its instance shows it. */
export function instanceInterfaceToXml(state: WorldState, own: ListedInterface): Xml {
  return { ...shared(state, own), attachment: attachmentOf(state, own) };
}

function shared(state: WorldState, own: ListedInterface): { readonly [name: string]: Xml } {
  return {
    networkInterfaceId: own.networkInterfaceId,
    subnetId: own.subnetId,
    vpcId: findSubnet(state, own.subnetId)?.vpcId,
    description: own.description,
    ownerId: state.account,
    status: statusOf(own),
    macAddress: own.macAddress,
    privateIpAddress: own.privateIp,
    sourceDestCheck: true,
    groupSet: groupsToXml(state, own.securityGroupIds),
    privateIpAddressesSet: items([{ privateIpAddress: own.privateIp, primary: true }]),
    interfaceType: "interface",
  };
}

/** EC2's status: whether it is attached. */
export function statusOf({ attachment }: ListedInterface): "available" | "in-use" {
  return attachment === undefined ? "available" : "in-use";
}

function attachmentOf(state: WorldState, { networkInterfaceId, attachment }: ListedInterface): Xml {
  if (attachment === undefined) {
    return undefined;
  }
  const { instance, deviceIndex, deleteOnTermination } = attachment;
  return {
    attachmentId: derivedId("eni-attach-", `${networkInterfaceId}/${instance.ec2InstanceID}`),
    instanceId: instance.ec2InstanceID,
    instanceOwnerId: state.account,
    deviceIndex,
    status: "attached",
    attachTime: new Date(instance.attachedAt ?? instance.launchTime).toISOString(),
    deleteOnTermination,
  };
}
