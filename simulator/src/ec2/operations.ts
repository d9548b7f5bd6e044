import type { Ec2Operation } from "./operation";
import { createLaunchTemplateVersion } from "./operations/CreateLaunchTemplateVersion";
import { createTags } from "./operations/CreateTags";
import { deleteLaunchTemplate } from "./operations/DeleteLaunchTemplate";
import { deleteLaunchTemplateVersions } from "./operations/DeleteLaunchTemplateVersions";
import { deleteTags } from "./operations/DeleteTags";
import { describeInstanceAttribute } from "./operations/DescribeInstanceAttribute";
import { describeInstanceStatus } from "./operations/DescribeInstanceStatus";
import { describeInstances } from "./operations/DescribeInstances";
import { describeInstanceTypeOfferings } from "./operations/DescribeInstanceTypeOfferings";
import { describeInstanceTypes } from "./operations/DescribeInstanceTypes";
import { describeLaunchTemplates } from "./operations/DescribeLaunchTemplates";
import { describeLaunchTemplateVersions } from "./operations/DescribeLaunchTemplateVersions";
import { describeNetworkInterfaces } from "./operations/DescribeNetworkInterfaces";
import { describeRouteTables } from "./operations/DescribeRouteTables";
import { describeSecurityGroupRules } from "./operations/DescribeSecurityGroupRules";
import { describeSecurityGroups } from "./operations/DescribeSecurityGroups";
import { describeSubnets } from "./operations/DescribeSubnets";
import { describeTags } from "./operations/DescribeTags";
import { describeVolumeAttribute } from "./operations/DescribeVolumeAttribute";
import { describeVolumes } from "./operations/DescribeVolumes";
import { describeVpcs } from "./operations/DescribeVpcs";
import { getConsoleOutput } from "./operations/GetConsoleOutput";
import { getConsoleScreenshot } from "./operations/GetConsoleScreenshot";
import { getInstanceMetadataDefaults } from "./operations/GetInstanceMetadataDefaults";
import { modifyInstanceAttribute } from "./operations/ModifyInstanceAttribute";
import { modifyLaunchTemplate } from "./operations/ModifyLaunchTemplate";
import { revokeSecurityGroupIngress } from "./operations/RevokeSecurityGroupIngress";

const all: readonly Ec2Operation[] = [
  createLaunchTemplateVersion,
  createTags,
  deleteLaunchTemplate,
  deleteLaunchTemplateVersions,
  deleteTags,
  describeInstanceAttribute,
  describeInstanceStatus,
  describeInstanceTypeOfferings,
  describeInstanceTypes,
  describeInstances,
  describeLaunchTemplateVersions,
  describeLaunchTemplates,
  describeNetworkInterfaces,
  describeRouteTables,
  describeSecurityGroupRules,
  describeSecurityGroups,
  describeSubnets,
  describeTags,
  describeVolumeAttribute,
  describeVolumes,
  describeVpcs,
  getConsoleOutput,
  getConsoleScreenshot,
  getInstanceMetadataDefaults,
  modifyInstanceAttribute,
  modifyLaunchTemplate,
  revokeSecurityGroupIngress,
];

const byName: ReadonlyMap<string, Ec2Operation> = new Map(all.map((operation) => [operation.name, operation]));

/** The EC2 action with this name; undefined when the simulator does not model it. */
export function findEc2Operation(name: string): Ec2Operation | undefined {
  return byName.get(name);
}

/** The names of the EC2 actions that the simulator models. */
export function ec2OperationNames(): string[] {
  return [...byName.keys()];
}
