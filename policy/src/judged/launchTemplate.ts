import type { ObservedLaunchTemplate, ObservedSecurityGroup } from "pulumi-drillwave/vocabulary";
import { entry, part } from "./observed";
import type { JudgedServer } from "./wave";

/** `launch template lt-… (version 2)`. */
export function nameTemplate({ launchTemplateId, version }: ObservedLaunchTemplate): string {
  return `launch template ${launchTemplateId} (version ${version})`;
}

/** AWS CLI commands that make a changed version of a launch template its default, from which DRS launches. */
export function editTemplate({ launchTemplateId, version }: ObservedLaunchTemplate, data: object): string {
  const json = JSON.stringify(data);
  const create = `aws ec2 create-launch-template-version --launch-template-id ${launchTemplateId} --source-version ${version} --launch-template-data '${json}' --query LaunchTemplateVersion.VersionNumber --output text`;
  return `aws ec2 modify-launch-template --launch-template-id ${launchTemplateId} --default-version "$(${create})"`;
}

/** What a launch template says of the network interface that a recovery instance gets, by EC2's names. */
interface InterfaceChange {
  SubnetId?: string;
  Groups?: readonly string[];
  AssociatePublicIpAddress?: boolean;
}

const LOSS =
  "# replaces the network interfaces as a whole: an address that the template fixes, and further interfaces, are lost";

/**
 * AWS CLI commands that change the first network interface, or instructions where no command can. A new version
 * replaces the list of interfaces as a whole, so what was seen of this one is repeated.
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
  if (template.securityGroupsBesideInterface === true) {
    return remake(template, primary);
  }
  return `${editTemplate(template, { NetworkInterfaces: [primary] })} ${LOSS}`;
}

/** Instructions: no command will do, because a version that is made from another keeps that one's SecurityGroupIds. */
function remake({ launchTemplateId, version }: ObservedLaunchTemplate, primary: object): string {
  return (
    `make a new default version of ${launchTemplateId} without --source-version from what version ${version} says, with ` +
    "no SecurityGroupIds (EC2 refuses them beside network interfaces) and with the first network interface " +
    JSON.stringify(primary)
  );
}

/** The security group with this id. @throws Unanswerable when it was not seen */
export function groupOf({ wave }: JudgedServer, groupId: string): ObservedSecurityGroup {
  return entry(wave, "securityGroups", part(wave, "securityGroups"), groupId, `security group ${groupId}`);
}
