/** Network interfaces of launch templates, by EC2's names: into a drill network and back. Pure. */
import { BlockList, isIPv4 } from "node:net";
import { type Ec2Members, interfacesOf, type TemplateVersion } from "../../ec2/templateVersion";

/** Members that a swap changes. Everything else of an interface stays as it is, on the way there and back. */
const SWAPPED = ["SubnetId", "Groups", "AssociatePublicIpAddress"] as const;

/** Members with addresses that a subnet must have. `PrivateIpAddress` is judged by the drill subnet's range. */
const ADDRESSES: readonly string[] = [
  "PrivateIpAddresses",
  "SecondaryPrivateIpAddressCount",
  "Ipv6AddressCount",
  "Ipv6Addresses",
  "Ipv4Prefixes",
  "Ipv4PrefixCount",
  "Ipv6Prefixes",
  "Ipv6PrefixCount",
];

/** Where the interfaces of one server go in a drill. */
export interface DrillPlace {
  subnetId: string;
  /** Such as `10.0.1.0/24`. */
  cidrBlock: string;
  securityGroups: readonly string[];
}

/** Why the version's interfaces cannot be swapped and put back, one clause each; empty where they can. */
export function swapObstacles(version: TemplateVersion, place: DrillPlace): string[] {
  const interfaces = interfacesOf(version);
  if (interfaces.length === 0) {
    return ["it has no network interface, so what DRS writes meanwhile could not be put back"];
  }
  if (version.incomplete.includes("NetworkInterfaces")) {
    return ["its network interfaces have members that this version of the AWS SDK cannot repeat"];
  }
  const beside = ["SecurityGroupIds", "SecurityGroups"].filter((name) => version.data[name] !== undefined);
  return [
    ...beside.map((name) => `it has ${name} beside its network interfaces, and EC2 refuses a launch with both`),
    ...interfaces.flatMap((each, index) => interfaceObstacles(each, index, place)),
    ...zoneObstacles(version.data),
  ];
}

function interfaceObstacles(each: Ec2Members, index: number, { subnetId, cidrBlock }: DrillPlace): string[] {
  const { NetworkInterfaceId: id, PrivateIpAddress: address } = each;
  const subject = `network interface ${each["DeviceIndex"] ?? index}`;
  const names = ADDRESSES.filter((name) => each[name] !== undefined && each[name] !== 0);
  return [
    ...(id === undefined ? [] : [`${subject} is the existing ${id}, which stays where it is`]),
    ...(address === undefined || isWithin(String(address), cidrBlock)
      ? []
      : [`${subject} has the fixed address ${address}, which is not in ${subnetId} (${cidrBlock})`]),
    ...(names.length === 0 ? [] : [`${subject} has ${names.join(", ")}, which the drill subnet may not have`]),
  ];
}

/** A template that names a zone is launched in it, whatever the subnet says. */
function zoneObstacles(data: Ec2Members): string[] {
  const { Placement: placement } = data;
  const zone = typeof placement === "object" && placement !== null && "AvailabilityZone" in placement;
  return zone ? ["it names an Availability Zone (Placement), which may not be the drill subnet's"] : [];
}

/** True for an IPv4 address in a range; false for what is none. */
export function isWithin(address: string, cidrBlock: string): boolean {
  const [network = "", bits = ""] = cidrBlock.split("/");
  if (!isIPv4(address) || !isIPv4(network) || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) {
    return false;
  }
  const block = new BlockList();
  block.addSubnet(network, Number(bits), "ipv4");
  return block.check(address, "ipv4");
}

/** The interfaces in the drill network. One that asks for a public address asks for none there. */
export function toDrillInterfaces(
  interfaces: readonly Ec2Members[],
  { subnetId, securityGroups }: DrillPlace,
): Ec2Members[] {
  return interfaces.map((each) => ({
    ...each,
    SubnetId: subnetId,
    Groups: [...securityGroups],
    ...(each["AssociatePublicIpAddress"] === true ? { AssociatePublicIpAddress: false } : {}),
  }));
}

/** True when one of the interfaces is in this subnet. */
export function isInside(interfaces: readonly Ec2Members[], subnetId: string): boolean {
  return interfaces.some((each) => each["SubnetId"] === subnetId);
}

/**
 * The interfaces as somebody has written them on top of a swap, out of the drill network again: what the swap had changed is
 * as before it, by device index; everything else is theirs. An interface that was not there before gets the network of
 * the first one, where it is in the drill network.
 */
export function fromDrillInterfaces(
  now: readonly Ec2Members[],
  before: readonly Ec2Members[],
  subnetId: string,
): Ec2Members[] {
  return now.map((each, place) => {
    if (each["SubnetId"] !== subnetId) {
      return each;
    }
    const own = before.find((other, index) => indexOf(other, index) === indexOf(each, place));
    const { SubnetId: _subnet, Groups: _groups, AssociatePublicIpAddress: asked, ...others } = each;
    const source = own ?? before[0] ?? {};
    const network = SWAPPED.flatMap((name) => (source[name] === undefined ? [] : [[name, source[name]] as const]));
    // Only a wish for a public address is changed by a swap.
    const wish = asked === undefined || "AssociatePublicIpAddress" in source ? {} : { AssociatePublicIpAddress: asked };
    return { ...others, ...wish, ...Object.fromEntries(network) };
  });
}

function indexOf({ DeviceIndex: index }: Ec2Members, place: number): unknown {
  return index ?? place;
}
