import type { ObservedNetworkInterface } from "pulumi-drillwave/vocabulary";
import type { LaunchInterface } from "./launchInterfaces";
import { editTemplate, remake } from "./launchTemplate";

/** What a launch template says of a network interface, by EC2's names. */
interface InterfaceChange {
  SubnetId?: string;
  Groups?: readonly string[];
  /** Undefined takes it away. */
  AssociatePublicIpAddress?: boolean | undefined;
  PrivateIpAddress?: string;
}

/**
 * AWS CLI commands that change a network interface, or instructions where no command can: a new version replaces the
 * list of interfaces as a whole, so that all of them must be known in full.
 */
export function editInterface({ template, index, isPrimary }: LaunchInterface, change: InterfaceChange): string {
  const { networkInterfaces, securityGroupIds, securityGroupsBesideInterface, securityGroupNames } = template;
  if (networkInterfaces === undefined) {
    const first = `its first network interface as it is but for ${JSON.stringify(change)}, and every other one as it is`;
    return remake(template, first);
  }
  const made = { deviceIndex: 0, deleteOnTermination: true };
  const groups = securityGroupIds === undefined ? {} : { securityGroupIds };
  const interfaces =
    networkInterfaces.length === 0
      ? [withChange({ ...made, ...groups }, change)]
      : networkInterfaces.map((each, place) =>
          place === index ? withChange(isPrimary ? { ...made, ...each } : each, change) : byEc2Names(each),
        );
  const partly = networkInterfaces.flatMap(({ otherMembers = [] }, place) =>
    otherMembers.length === 0 ? [] : [`what interface ${place} says of ${otherMembers.join(", ")}`],
  );
  const isBeside = securityGroupsBesideInterface === true || securityGroupNames !== undefined;
  if (isBeside || partly.length > 0) {
    const whole = partly.length === 0 ? "" : `, and with ${partly.join(", and ")}`;
    return remake(template, `the network interfaces ${JSON.stringify(interfaces)}${whole}`, isBeside);
  }
  return editTemplate(template, { NetworkInterfaces: interfaces });
}

function withChange(each: ObservedNetworkInterface, change: InterfaceChange): object {
  // An address lies in one subnet alone.
  const moves = change.SubnetId !== undefined && each.privateIpAddress !== undefined;
  const address = moves ? { PrivateIpAddress: "<address in that subnet>" } : {};
  return { ...byEc2Names(each), ...address, ...change };
}

function byEc2Names(each: ObservedNetworkInterface): object {
  return {
    DeviceIndex: each.deviceIndex,
    NetworkCardIndex: each.networkCardIndex,
    NetworkInterfaceId: each.networkInterfaceId,
    InterfaceType: each.interfaceType,
    Description: each.description,
    DeleteOnTermination: each.deleteOnTermination,
    SubnetId: each.subnetId,
    Groups: each.securityGroupIds,
    AssociatePublicIpAddress: each.associatePublicIp,
    PrivateIpAddress: each.privateIpAddress,
  };
}
