import type { ObservedLaunchTemplate, ObservedSecurityGroup } from "pulumi-drillwave/vocabulary";
import { editTemplate } from "./commands";
import { entry, part } from "./observed";
import type { JudgedServer } from "./wave";

/** `launch template lt-… (version 2)`. */
export function nameTemplate({ launchTemplateId, version }: ObservedLaunchTemplate): string {
  return `launch template ${launchTemplateId} (version ${version})`;
}

/** What a launch template says of the network interface that a recovery instance gets, by EC2's names. */
interface InterfaceChange {
  SubnetId?: string;
  Groups?: readonly string[];
  AssociatePublicIpAddress?: boolean;
}

/**
 * AWS CLI commands that change the first network interface. A new version replaces the list of interfaces as a whole, so
 * what was seen of this one is repeated; an address that the template fixes is not seen, and is lost.
 */
export function editInterface(template: ObservedLaunchTemplate, change: InterfaceChange): string {
  const { subnetId, securityGroupIds, associatePublicIp } = template;
  const primary = {
    DeviceIndex: 0,
    DeleteOnTermination: true,
    SubnetId: subnetId,
    Groups: securityGroupIds,
    AssociatePublicIpAddress: associatePublicIp,
    ...change,
  };
  return editTemplate(template, { NetworkInterfaces: [primary] });
}

/** The security group with this id. @throws Unanswerable when it was not seen */
export function groupOf({ wave }: JudgedServer, groupId: string): ObservedSecurityGroup {
  return entry(wave, "securityGroups", part(wave, "securityGroups"), groupId, `security group ${groupId}`);
}
