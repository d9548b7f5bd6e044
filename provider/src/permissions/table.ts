/**
 * Every permission that DrillWave needs, with its reason: what `drillwave-iam print` prints and `provider/iam/*.json` hold.
 * Tests hold it to the calls that the code makes, and to those that the whole test suite has sent.
 */

/** What somebody does, who needs a policy for it. Each beside `observe`, which needs no other. */
export const POLICIES = {
  observe: "previews, functions of programs and CI: reads, changes nothing",
  drill: "`pulumi up`, `refresh` and `destroy` of drills",
  settings: "launch configurations, launch actions and tags as code",
  network: "a drill in a network of its own: a template points there while its wave launches",
} as const;

/** The name of a policy. */
export type PolicyName = keyof typeof POLICIES;

/** What IAM compares a request with: operators, then keys. */
export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** Permissions that hold for the same resources under the same condition: a statement of a policy. */
export interface PermissionStatement {
  /** Unique among all policies, because several are printed as one. */
  sid: string;
  policy: PolicyName;
  /** Who sends the requests: DrillWave itself, or DRS with the permissions of its caller. */
  sentBy: "DrillWave" | "DRS";
  /** `*`, or resources as ARNs say them behind the account, with their service in front: `ec2:instance/*`. */
  resources: "*" | readonly string[];
  condition?: Condition;
  /** Why, by action. */
  actions: Readonly<Record<string, string>>;
}

/** The tag that DRS sets on everything it makes. */
export const MANAGED_TAG = "AWSElasticDisasterRecoveryManaged";

const VIA_AN_AWS_SERVICE = { Bool: { "aws:ViaAWSService": "true" } };
const VIA_DRS = { "ForAnyValue:StringEquals": { "aws:CalledVia": ["drs.amazonaws.com"] } };
const OF_DRS = { Null: { [`aws:ResourceTag/${MANAGED_TAG}`]: "false" } };
const MADE_FOR_DRS = { Null: { [`aws:RequestTag/${MANAGED_TAG}`]: "false" } };

/** The role of conversion servers, which every launch starts. */
export const CONVERSION_ROLE = "iam:role/service-role/AWSElasticDisasterRecoveryConversionServerRole";

const LAUNCHED = [
  "ec2:instance/*",
  "ec2:network-interface/*",
  "ec2:security-group/*",
  "ec2:snapshot/*",
  "ec2:volume/*",
];

const OBSERVE: readonly PermissionStatement[] = [
  {
    sid: "Preview",
    policy: "observe",
    sentBy: "DrillWave",
    resources: "*",
    actions: {
      "drs:DescribeJobs": "whether a server is in a job, and whether a drill in state is still there",
      "drs:DescribeRecoveryInstances": "recovery instances that a launch would terminate",
      "drs:DescribeRecoverySnapshots": "whether a pinned snapshot exists, and how old the latest one is",
      "drs:DescribeSourceServers": "the servers of a wave, and how they replicate",
      "drs:GetLaunchConfiguration": "how a server would launch",
      "ec2:DescribeInstances": "instances of earlier launches, and where the sources run",
      "ec2:DescribeLaunchTemplateVersions": "the version of the launch template that DRS launches from",
    },
  },
  {
    sid: "PoliciesOfThePack",
    policy: "observe",
    sentBy: "DrillWave",
    resources: "*",
    actions: {
      "drs:GetReplicationConfiguration": "policies about replication",
      "ec2:DescribeInstanceTypeOfferings": "whether a launch's zone offers its instance type",
      "ec2:DescribeInstanceTypes": "policies about instance types",
      "ec2:DescribeRouteTables": "where a launch subnet leads to",
      "ec2:DescribeSecurityGroups": "who can reach what is launched",
      "ec2:DescribeSubnets": "the network and the room of a launch",
      "ec2:GetInstanceMetadataDefaults": "whether the account enforces IMDSv2",
    },
  },
  {
    sid: "AdviceOnPermissions",
    policy: "observe",
    sentBy: "DrillWave",
    resources: ["iam:role/*", "iam:user/*"],
    actions: {
      "iam:GetRole": "the ARN of the caller's own role; without it no advice is given",
      "iam:SimulatePrincipalPolicy": "what DRS would be denied that launches with the caller's permissions",
    },
  },
];

const DRILL: readonly PermissionStatement[] = [
  {
    sid: "Start",
    policy: "drill",
    sentBy: "DrillWave",
    resources: ["drs:source-server/*"],
    actions: {
      "drs:ListLaunchActions": "which post-launch actions a verdict has to wait for",
      "drs:StartRecovery": "the drill",
    },
  },
  {
    sid: "Tag",
    policy: "drill",
    sentBy: "DrillWave",
    resources: ["drs:job/*", "drs:source-server/*"],
    actions: {
      "drs:TagResource": "a job carries the wave's tags, by which it is found again; DRS asks for it on the servers",
      "drs:UntagResource": "tags that the program has taken out",
    },
  },
  {
    sid: "Follow",
    policy: "drill",
    sentBy: "DrillWave",
    resources: ["drs:job/*"],
    actions: { "drs:DescribeJobLogItems": "when each server was launched, and why one was not" },
  },
  {
    sid: "OutputOfActions",
    policy: "drill",
    sentBy: "DrillWave",
    resources: "*",
    actions: {
      "ssm:GetAutomationExecution": "what a failed post-launch action wrote; without it that is not known",
      "ssm:ListCommandInvocations": "what a failed post-launch action wrote; without it that is not known",
    },
  },
  {
    sid: "FollowInstances",
    policy: "drill",
    sentBy: "DrillWave",
    resources: "*",
    actions: { "ec2:DescribeInstanceStatus": "whether an instance passes EC2's status checks" },
  },
  {
    sid: "End",
    policy: "drill",
    sentBy: "DrillWave",
    resources: ["drs:recovery-instance/*"],
    actions: { "drs:TerminateRecoveryInstances": "clean-up after a drill, and `pulumi destroy`" },
  },
];

/** What DRS does at a launch and a termination, as AWSElasticDisasterRecoveryConsoleFullAccess_v2 allows it. */
const FOR_DRS: readonly PermissionStatement[] = [
  {
    sid: "ForDrs",
    policy: "drill",
    sentBy: "DRS",
    resources: "*",
    actions: {
      "drs:CreateRecoveryInstanceForDrs": "the recovery instance in DRS",
      "drs:DescribeReplicationConfigurationTemplates": "how servers replicate by default",
      "drs:ListTagsForResource": "tags that are copied to what is launched",
    },
  },
  {
    sid: "ForDrsReads",
    policy: "drill",
    sentBy: "DRS",
    resources: "*",
    actions: {
      "ec2:DescribeAccountAttributes": "limits of the account",
      "ec2:DescribeAvailabilityZones": "zones to launch in",
      "ec2:DescribeCapacityReservations": "capacity that a template reserves",
      "ec2:DescribeHosts": "dedicated hosts, for licences that are brought along",
      "ec2:DescribeImages": "the image of a conversion server",
      "ec2:DescribeInstanceAttribute": "termination protection and attributes of instances",
      "ec2:DescribeInstanceStatus": "whether an instance has started",
      "ec2:DescribeInstanceTypeOfferings": "where a type is offered",
      "ec2:DescribeInstanceTypes": "what a type has, for right-sizing",
      "ec2:DescribeInstances": "instances that it launches and ends",
      "ec2:DescribeLaunchTemplateVersions": "the launch template",
      "ec2:DescribeLaunchTemplates": "whether the launch template is there",
      "ec2:DescribeSecurityGroups": "its own security groups",
      "ec2:DescribeSnapshots": "whether a snapshot is ready",
      "ec2:DescribeSubnets": "the launch subnet",
      "ec2:DescribeVolumes": "whether a volume is ready",
      "ec2:GetEbsDefaultKmsKeyId": "the key of new volumes",
      "ec2:GetEbsEncryptionByDefault": "whether new volumes are encrypted",
      "ec2:GetInstanceTypesFromInstanceRequirements": "types for a template with requirements",
    },
  },
  {
    sid: "ForDrsPassRole",
    policy: "drill",
    sentBy: "DRS",
    resources: [
      CONVERSION_ROLE,
      "iam:role/service-role/AWSElasticDisasterRecoveryRecoveryInstanceRole",
      "iam:role/service-role/AWSElasticDisasterRecoveryRecoveryInstanceWithLaunchActionsRole",
    ],
    condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    actions: { "iam:PassRole": "DRS's own roles, for conversion servers and recovery instances" },
  },
  {
    sid: "ForDrsOnItsOwn",
    policy: "drill",
    sentBy: "DRS",
    resources: LAUNCHED,
    condition: { ...VIA_AN_AWS_SERVICE, ...OF_DRS },
    actions: {
      "ec2:AssociateIamInstanceProfile": "the profile of a recovery instance",
      "ec2:AuthorizeSecurityGroupEgress": "rules of its own security group",
      "ec2:AuthorizeSecurityGroupIngress": "rules of its own security group",
      "ec2:CreateNetworkInterfacePermission": "interfaces of a recovery instance",
      "ec2:CreateVolume": "volumes from snapshots",
      "ec2:DeleteSnapshot": "snapshots that it made for a launch",
      "ec2:DeleteVolume": "volumes of what it ends",
      "ec2:ModifyInstanceAttribute": "attributes of a recovery instance",
      "ec2:RevokeSecurityGroupEgress": "rules of its own security group",
      "ec2:StartInstances": "the recovery instance, after its conversion",
      "ec2:StopInstances": "the instance, for its conversion",
      "ec2:TerminateInstances": "conversion servers, and recovery instances that are ended",
    },
  },
  {
    sid: "ForDrsTemplates",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:launch-template/*"],
    condition: OF_DRS,
    actions: {
      "ec2:CreateLaunchTemplateVersion": "what right-sizing and copied addresses write",
      "ec2:CreateTags": "tags of a launch template",
      "ec2:DeleteLaunchTemplateVersions": "versions that are too many",
      "ec2:DeleteTags": "tags of a launch template",
      "ec2:ModifyLaunchTemplate": "the default version, which it launches from",
    },
  },
  {
    sid: "ForDrsNewTemplate",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:launch-template/*"],
    condition: MADE_FOR_DRS,
    actions: { "ec2:CreateLaunchTemplate": "a launch template in place of one that was deleted" },
  },
  {
    sid: "ForDrsNewOnes",
    policy: "drill",
    sentBy: "DRS",
    resources: LAUNCHED,
    condition: { ...VIA_AN_AWS_SERVICE, ...MADE_FOR_DRS },
    actions: {
      "ec2:CreateNetworkInterface": "interfaces of what it launches",
      "ec2:CreateSecurityGroup": "the group of conversion servers, once a VPC",
      "ec2:CreateSnapshot": "a snapshot of each disk",
      "ec2:CreateVolume": "a volume of each disk",
      "ec2:RunInstances": "conversion servers and recovery instances",
    },
  },
  {
    sid: "ForDrsGroupInVpc",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:security-group/*", "ec2:subnet/*", "ec2:vpc/*"],
    actions: {
      "ec2:CreateNetworkInterface": "the subnet and groups of an interface",
      "ec2:CreateSecurityGroup": "the VPC of a group",
    },
  },
  {
    sid: "ForDrsSnapshotOfVolume",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:instance/*", "ec2:volume/*"],
    condition: { ...VIA_AN_AWS_SERVICE, Null: { [`ec2:ResourceTag/${MANAGED_TAG}`]: "false" } },
    actions: {
      "ec2:AttachVolume": "volumes to a conversion server, and to the recovery instance",
      "ec2:CreateSnapshot": "a snapshot of a replicated volume",
      "ec2:DetachVolume": "volumes from a conversion server",
    },
  },
  {
    sid: "ForDrsLaunchInto",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:instance/*"],
    condition: { ...VIA_DRS, StringEquals: { "ec2:ResourceTag/AWSDRS": "AllowLaunchingIntoThisInstance" } },
    actions: {
      "ec2:AttachVolume": "a launch into an existing instance",
      "ec2:DetachVolume": "a launch into an existing instance",
      "ec2:StartInstances": "a launch into an existing instance",
    },
  },
  {
    sid: "ForDrsDetach",
    policy: "drill",
    sentBy: "DRS",
    resources: [
      "ec2:image/*",
      "ec2:launch-template/*",
      "ec2:network-interface/*",
      "ec2:security-group/*",
      "ec2:subnet/*",
      "ec2:volume/*",
    ],
    condition: VIA_AN_AWS_SERVICE,
    actions: {
      "ec2:DetachVolume": "a volume that is replaced",
      "ec2:RunInstances": "what an instance is launched from and with",
    },
  },
  {
    sid: "ForDrsNewTags",
    policy: "drill",
    sentBy: "DRS",
    resources: LAUNCHED,
    condition: {
      ...VIA_AN_AWS_SERVICE,
      StringEquals: {
        "ec2:CreateAction": [
          "CreateSecurityGroup",
          "CreateVolume",
          "CreateSnapshot",
          "RunInstances",
          "CreateNetworkInterface",
        ],
      },
    },
    actions: { "ec2:CreateTags": "tags of what it makes, among them those that other statements ask for" },
  },
  {
    sid: "ForDrsNewTemplateTags",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:launch-template/*"],
    condition: { StringEquals: { "ec2:CreateAction": ["CreateLaunchTemplate"] } },
    actions: { "ec2:CreateTags": "tags of a new launch template" },
  },
  {
    sid: "ForDrsFleet",
    policy: "drill",
    sentBy: "DRS",
    resources: [
      "ec2:fleet/*",
      "ec2:image/*",
      "ec2:instance/*",
      "ec2:launch-template/*",
      "ec2:subnet/*",
      "ec2:volume/*",
    ],
    condition: VIA_DRS,
    actions: { "ec2:CreateFleet": "a launch from a template with requirements instead of a type" },
  },
  {
    sid: "ForDrsFleetTags",
    policy: "drill",
    sentBy: "DRS",
    resources: ["ec2:instance/*", "ec2:security-group/*", "ec2:snapshot/*", "ec2:volume/*"],
    condition: { ...VIA_DRS, StringEquals: { "ec2:CreateAction": ["CreateFleet"] } },
    actions: { "ec2:CreateTags": "tags of what a fleet launches" },
  },
];

const SETTINGS: readonly PermissionStatement[] = [
  {
    sid: "Settings",
    policy: "settings",
    sentBy: "DrillWave",
    resources: ["drs:source-server/*"],
    actions: { "drs:UpdateLaunchConfiguration": "members of a launch configuration that the program names" },
  },
  {
    sid: "SettingsTags",
    policy: "settings",
    sentBy: "DrillWave",
    resources: ["drs:source-server/*"],
    actions: {
      "drs:TagResource": "tags of source servers in DRS that the program names",
      "drs:UntagResource": "tags that the program has taken out",
    },
  },
  {
    sid: "SettingsReads",
    policy: "settings",
    sentBy: "DrillWave",
    resources: "*",
    actions: { "ec2:DescribeLaunchTemplates": "which version is the default, and the template's tags" },
  },
  {
    sid: "SettingsTemplates",
    policy: "settings",
    sentBy: "DrillWave",
    resources: ["ec2:launch-template/*"],
    condition: OF_DRS,
    actions: {
      "ec2:CreateLaunchTemplateVersion": "a new version from the default one, with the members that the program names",
      "ec2:ModifyLaunchTemplate": "the new version becomes the default one",
    },
  },
];

/** AWS's policies let DRS read parameters whose names begin so, and no others (docs/drs-facts.md#parameters-of-post-launch-actions). */
const PARAMETERS_OF_ACTIONS = ["ssm:parameter/ManagedByAWSElasticDisasterRecoveryService-*"];

const LAUNCH_ACTIONS: readonly PermissionStatement[] = [
  {
    sid: "LaunchActions",
    policy: "settings",
    sentBy: "DrillWave",
    resources: ["drs:source-server/*"],
    actions: {
      "drs:DeleteLaunchAction": "a post-launch action that the program has taken out",
      "drs:PutLaunchAction": "a post-launch action that the program names",
    },
  },
  {
    sid: "ParametersOfActions",
    policy: "settings",
    sentBy: "DrillWave",
    resources: PARAMETERS_OF_ACTIONS,
    actions: {
      "ssm:AddTagsToResource": "tags that say whose a parameter is",
      "ssm:DeleteParameters": "parameters of an action that is gone",
      "ssm:GetParameters": "whether a parameter is as it was written",
      "ssm:PutParameter": "values that an action takes",
    },
  },
  {
    sid: "DocumentsOfActions",
    policy: "settings",
    sentBy: "DrillWave",
    resources: "*",
    actions: { "ssm:DescribeDocument": "whether an action's document is there, and what it takes" },
  },
];

const NETWORK: readonly PermissionStatement[] = [
  {
    sid: "Swap",
    policy: "network",
    sentBy: "DrillWave",
    resources: ["ec2:launch-template/*"],
    condition: OF_DRS,
    actions: {
      "ec2:CreateLaunchTemplateVersion": "a version that launches into the drill's network",
      "ec2:CreateTags": "the version to go back to, on the template itself",
      "ec2:DeleteTags": "the same, once the template is as it was",
      "ec2:ModifyLaunchTemplate": "into the drill's network and back",
    },
  },
  {
    sid: "SwapReads",
    policy: "network",
    sentBy: "DrillWave",
    resources: "*",
    actions: { "ec2:DescribeLaunchTemplates": "whether a template still points at the drill's network" },
  },
];

/** Every statement, in the order in which they are printed. */
export const PERMISSIONS: readonly PermissionStatement[] = [
  ...OBSERVE,
  ...DRILL,
  ...FOR_DRS,
  ...SETTINGS,
  ...LAUNCH_ACTIONS,
  ...NETWORK,
];
