import { hardwareOf, volumesOf } from "../../world/state/hardware";
import type { InstanceState } from "../../world/state/instance";
import { findInstanceType } from "../../world/state/instanceTypes";
import { findSubnet } from "../../world/state/lookup";
import type { Hardware } from "../../world/state/machine";
import type { WorldState } from "../../world/state/worldState";
import { filtered } from "../filters";
import { instanceVolumesToXml, namedInstances, productCodesOf, rootDeviceOf, stateToXml } from "../instances";
import { instanceInterfaceToXml } from "../interfaces";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { groupsToXml } from "../securityGroups";
import { productCodesToXml } from "../volumes";
import { items, tagSet, type Xml } from "../xml";

/**
 * The EC2 instances that DRS launched, whether it lists them or not, and those that the world lists, each in its own reservation. Terminated ones
 * stay for about an hour.
 *
 * Conversion servers and replication servers do not appear.
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
        architecture: architectureOf,
        "owner-id": () => state.account,
        platform: (instance) => (isWindows(state, instance) ? "windows" : undefined),
        "tag-value": (instance) => Object.values(instance.ec2Tags),
        tenancy: (instance) => hardwareOf(state, instance).tenancy,
        "subnet-id": (instance) => instance.subnetId,
        "private-ip-address": (instance) => instance.privateIp,
        "vpc-id": (instance) => findSubnet(state, instance.subnetId)?.vpcId,
        "availability-zone": (instance) => findSubnet(state, instance.subnetId)?.availabilityZone,
        "instance.group-id": (instance) => instance.securityGroupIds,
        "network-interface.network-interface-id": (instance) =>
          hardwareOf(state, instance).networkInterfaces.map(({ networkInterfaceId }) => networkInterfaceId),
        "block-device-mapping.volume-id": (instance) => volumesOf(state, instance).map(({ volumeId }) => volumeId),
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
  const hardware = hardwareOf(state, instance);
  const volumes = volumesOf(state, instance);
  const connected = instance.ec2State !== "TERMINATED";
  return {
    instanceId: instance.ec2InstanceID,
    instanceState: stateToXml(instance),
    instanceType: instance.instanceType,
    launchTime: new Date(instance.launchTime).toISOString(),
    placement: { availabilityZone: subnet?.availabilityZone, tenancy: hardware.tenancy },
    subnetId: connected ? instance.subnetId : undefined,
    vpcId: connected ? subnet?.vpcId : undefined,
    privateIpAddress: connected ? instance.privateIp : undefined,
    architecture: architectureOf(instance),
    // EC2 says nothing of any other platform here.
    platform: isWindows(state, instance) ? "windows" : undefined,
    platformDetails: isWindows(state, instance) ? "Windows" : "Linux/UNIX",
    // EC2 says "xen" of instances on Nitro, too.
    hypervisor: "xen",
    virtualizationType: "hvm",
    ebsOptimized: true,
    sourceDestCheck: connected ? true : undefined,
    rootDeviceName: rootDeviceOf(volumes),
    rootDeviceType: "ebs",
    blockDeviceMapping: instanceVolumesToXml(volumes),
    networkInterfaceSet: items(
      (connected ? hardware.networkInterfaces : []).map(({ deviceIndex, deleteOnTermination, ...own }) =>
        instanceInterfaceToXml(state, { ...own, attachment: { instance, deviceIndex, deleteOnTermination } }),
      ),
    ),
    productCodes: productCodesToXml(productCodesOf(volumes)),
    metadataOptions: { state: "applied", ...metadataToXml(hardware) },
    groupSet: groupsToXml(state, instance.securityGroupIds),
    tagSet: tagSet(instance.ec2Tags),
  };
}

function architectureOf({ instanceType }: InstanceState): string {
  return findInstanceType(instanceType)?.architecture ?? "x86_64";
}

/** Whether an instance runs Windows: as the world says, or as its source server does. */
function isWindows({ sourceServers }: WorldState, { platform, sourceServerID }: InstanceState): boolean {
  const server = sourceServers.find((candidate) => candidate.sourceServerID === sourceServerID);
  return (platform ?? server?.os) === "WINDOWS";
}

function metadataToXml({ metadataOptions }: Hardware): { readonly [name: string]: Xml } {
  const known = Object.entries(metadataOptions).flatMap(([name, value]): [string, Xml][] =>
    typeof value === "string" || typeof value === "number" ? [[name, value]] : [],
  );
  return Object.fromEntries(known);
}
