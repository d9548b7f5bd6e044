import {
  DescribeSourceServersCommand,
  type DescribeSourceServersCommandInput,
  DrsClient,
  TerminateRecoveryInstancesCommand,
  type TerminateRecoveryInstancesCommandInput,
  UpdateLaunchConfigurationCommand,
  type UpdateLaunchConfigurationCommandInput,
  UpdateReplicationConfigurationCommand,
  type UpdateReplicationConfigurationCommandInput,
} from "@aws-sdk/client-drs";
import {
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeSecurityGroupRulesCommand,
  type DescribeSecurityGroupRulesCommandInput,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
  EC2Client,
  ModifyLaunchTemplateCommand,
  type ModifyLaunchTemplateCommandInput,
  RevokeSecurityGroupIngressCommand,
  type RevokeSecurityGroupIngressCommandInput,
} from "@aws-sdk/client-ec2";

/** How the values behind an option are read: `flag` has none, and a second form that begins with `--no-`. */
export type ValueKind = "text" | "flag" | "list" | "structure" | "structures";

/** An operation as the AWS CLI names it and its options, and how it is called. */
export interface Operation {
  /** The API's name. */
  readonly name: string;
  /** Member of the request and kind of value, by option. */
  readonly options: Readonly<Record<string, readonly [member: string, kind: ValueKind]>>;
  call(input: object, where: Endpoint): Promise<object>;
}

/** Where a call goes. */
export interface Endpoint {
  region: string;
  endpoint: string;
}

/** What the SDK needs of an input of `Input` is checked by the service: what a command leaves out is its own affair. */
function operation<Input>(
  name: string,
  options: Readonly<Record<string, readonly [member: keyof Input & string, kind: ValueKind]>>,
  call: (input: Input, where: Endpoint) => Promise<object>,
): Operation {
  return { name, options, call: (input, where) => call(input as Input, where) };
}

/** Every operation that a message of the policy pack names in a command, as `aws help` lists them. */
export const OPERATIONS: Readonly<Record<string, Operation>> = {
  "drs describe-source-servers": operation<DescribeSourceServersCommandInput>(
    "DescribeSourceServers",
    { filters: ["filters", "structure"] },
    (input, where) => drs(where).send(new DescribeSourceServersCommand(input)),
  ),
  "drs terminate-recovery-instances": operation<TerminateRecoveryInstancesCommandInput>(
    "TerminateRecoveryInstances",
    { "recovery-instance-ids": ["recoveryInstanceIDs", "list"] },
    (input, where) => drs(where).send(new TerminateRecoveryInstancesCommand(input)),
  ),
  "drs update-launch-configuration": operation<UpdateLaunchConfigurationCommandInput>(
    "UpdateLaunchConfiguration",
    {
      "source-server-id": ["sourceServerID", "text"],
      "target-instance-type-right-sizing-method": ["targetInstanceTypeRightSizingMethod", "text"],
      "launch-disposition": ["launchDisposition", "text"],
      "copy-private-ip": ["copyPrivateIp", "flag"],
      "copy-tags": ["copyTags", "flag"],
      licensing: ["licensing", "structure"],
      "post-launch-enabled": ["postLaunchEnabled", "flag"],
      "launch-into-instance-properties": ["launchIntoInstanceProperties", "structure"],
    },
    (input, where) => drs(where).send(new UpdateLaunchConfigurationCommand(input)),
  ),
  "drs update-replication-configuration": operation<UpdateReplicationConfigurationCommandInput>(
    "UpdateReplicationConfiguration",
    {
      "source-server-id": ["sourceServerID", "text"],
      "data-plane-routing": ["dataPlaneRouting", "text"],
      "create-public-ip": ["createPublicIP", "flag"],
      "staging-area-subnet-id": ["stagingAreaSubnetId", "text"],
      "ebs-encryption": ["ebsEncryption", "text"],
      "ebs-encryption-key-arn": ["ebsEncryptionKeyArn", "text"],
      "auto-replicate-new-disks": ["autoReplicateNewDisks", "flag"],
      "pit-policy": ["pitPolicy", "structures"],
      "replicated-disks": ["replicatedDisks", "structures"],
    },
    (input, where) => drs(where).send(new UpdateReplicationConfigurationCommand(input)),
  ),
  "ec2 create-launch-template-version": operation<CreateLaunchTemplateVersionCommandInput>(
    "CreateLaunchTemplateVersion",
    {
      "launch-template-id": ["LaunchTemplateId", "text"],
      "source-version": ["SourceVersion", "text"],
      "version-description": ["VersionDescription", "text"],
      "launch-template-data": ["LaunchTemplateData", "structure"],
    },
    (input, where) => ec2(where).send(new CreateLaunchTemplateVersionCommand(input)),
  ),
  "ec2 describe-launch-template-versions": operation<DescribeLaunchTemplateVersionsCommandInput>(
    "DescribeLaunchTemplateVersions",
    { "launch-template-id": ["LaunchTemplateId", "text"], versions: ["Versions", "list"] },
    (input, where) => ec2(where).send(new DescribeLaunchTemplateVersionsCommand(input)),
  ),
  "ec2 describe-network-interfaces": operation<DescribeNetworkInterfacesCommandInput>(
    "DescribeNetworkInterfaces",
    { filters: ["Filters", "structures"] },
    (input, where) => ec2(where).send(new DescribeNetworkInterfacesCommand(input)),
  ),
  "ec2 describe-security-group-rules": operation<DescribeSecurityGroupRulesCommandInput>(
    "DescribeSecurityGroupRules",
    { filters: ["Filters", "structures"], "security-group-rule-ids": ["SecurityGroupRuleIds", "list"] },
    (input, where) => ec2(where).send(new DescribeSecurityGroupRulesCommand(input)),
  ),
  "ec2 describe-subnets": operation<DescribeSubnetsCommandInput>(
    "DescribeSubnets",
    { filters: ["Filters", "structures"], "subnet-ids": ["SubnetIds", "list"] },
    (input, where) => ec2(where).send(new DescribeSubnetsCommand(input)),
  ),
  "ec2 modify-launch-template": operation<ModifyLaunchTemplateCommandInput>(
    "ModifyLaunchTemplate",
    { "launch-template-id": ["LaunchTemplateId", "text"], "default-version": ["DefaultVersion", "text"] },
    (input, where) => ec2(where).send(new ModifyLaunchTemplateCommand(input)),
  ),
  "ec2 revoke-security-group-ingress": operation<RevokeSecurityGroupIngressCommandInput>(
    "RevokeSecurityGroupIngress",
    { "group-id": ["GroupId", "text"], "security-group-rule-ids": ["SecurityGroupRuleIds", "list"] },
    (input, where) => ec2(where).send(new RevokeSecurityGroupIngressCommand(input)),
  ),
};

const credentials = { accessKeyId: "test", secretAccessKey: "test" };
const drsClients = new Map<string, DrsClient>();
const ec2Clients = new Map<string, EC2Client>();

function drs({ region, endpoint }: Endpoint): DrsClient {
  const key = `${region} ${endpoint}`;
  const client = drsClients.get(key) ?? new DrsClient({ region, endpoint, credentials });
  drsClients.set(key, client);
  return client;
}

function ec2({ region, endpoint }: Endpoint): EC2Client {
  const key = `${region} ${endpoint}`;
  const client = ec2Clients.get(key) ?? new EC2Client({ region, endpoint, credentials });
  ec2Clients.set(key, client);
  return client;
}
