import { CONVERSION_ROLE, MANAGED_TAG } from "./table";

/**
 * What DRS does with the permissions of its caller at every launch and termination, on which resources
 * (docs/drs-facts.md#drs-acts-as-the-caller). What only some launches need, and what it does once a VPC, is not in it: advice
 * is given on what is certain.
 */
export const DRS_CALLS: Readonly<Record<string, readonly ResourceKind[]>> = {
  "drs:CreateRecoveryInstanceForDrs": ["source-server"],
  "ec2:AttachVolume": ["instance", "volume"],
  "ec2:AuthorizeSecurityGroupEgress": ["security-group"],
  "ec2:AuthorizeSecurityGroupIngress": ["security-group"],
  "ec2:CreateLaunchTemplateVersion": ["launch-template"],
  "ec2:CreateSnapshot": ["snapshot", "volume"],
  "ec2:CreateTags": ["instance", "security-group", "snapshot", "volume"],
  "ec2:CreateVolume": ["snapshot", "volume"],
  "ec2:DeleteSnapshot": ["snapshot"],
  "ec2:DeleteVolume": ["volume"],
  "ec2:DetachVolume": ["instance", "volume"],
  "ec2:ModifyInstanceAttribute": ["instance"],
  "ec2:ModifyLaunchTemplate": ["launch-template"],
  "ec2:RevokeSecurityGroupEgress": ["security-group"],
  "ec2:RunInstances": [
    "image",
    "instance",
    "launch-template",
    "network-interface",
    "security-group",
    "subnet",
    "volume",
  ],
  "ec2:StartInstances": ["instance"],
  "ec2:StopInstances": ["instance"],
  "ec2:TerminateInstances": ["instance"],
  "iam:PassRole": ["role"],
};

/** The same of calls that know no resources. */
export const DRS_READS: readonly string[] = [
  "drs:DescribeReplicationConfigurationTemplates",
  "drs:ListTagsForResource",
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeImages",
  "ec2:DescribeInstanceAttribute",
  "ec2:DescribeInstanceStatus",
  "ec2:DescribeInstanceTypes",
  "ec2:DescribeInstances",
  "ec2:DescribeLaunchTemplateVersions",
  "ec2:DescribeLaunchTemplates",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSnapshots",
  "ec2:DescribeSubnets",
  "ec2:DescribeVolumes",
];

/** A kind of resources that {@link DRS_CALLS} are about. */
export type ResourceKind =
  | "image"
  | "instance"
  | "launch-template"
  | "network-interface"
  | "role"
  | "security-group"
  | "snapshot"
  | "source-server"
  | "subnet"
  | "volume";

/** Resources that a launch makes: no policy can name their ids, so any will do. */
export const MADE_BY_A_LAUNCH: Readonly<Partial<Record<ResourceKind, string>>> = {
  image: "ec2:image/ami-0123456789abcdef0",
  instance: "ec2:instance/i-0123456789abcdef0",
  "network-interface": "ec2:network-interface/eni-0123456789abcdef0",
  role: CONVERSION_ROLE,
  "security-group": "ec2:security-group/sg-0123456789abcdef0",
  snapshot: "ec2:snapshot/snap-0123456789abcdef0",
  volume: "ec2:volume/vol-0123456789abcdef0",
};

/** The tags that DRS sets on what it makes (docs/drs-facts.md#the-tag-of-a-launched-instance). */
export const DRS_TAGS: Readonly<Record<string, string>> = {
  [MANAGED_TAG]: "drs.amazonaws.com",
  "drs.amazonaws.com-job": "drsjob-00000000000000000",
  "drs.amazonaws.com-source-server": "s-00000000000000000",
  Name: "recovery",
};
