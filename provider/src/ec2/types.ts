/** The slice of EC2 that drills and policies read, in our words. */

/** One version of a launch template (DescribeLaunchTemplateVersions). */
export interface LaunchTemplateVersion {
  launchTemplateId: string;
  version: number;
  instanceType?: string;
  subnetId?: string;
  securityGroupIds?: string[];
  /** The template has SecurityGroupIds of its own, beside its network interfaces. */
  securityGroupsBesideInterface?: true;
  associatePublicIp?: boolean;
  httpTokens?: string;
  tenancy?: string;
}

/** A subnet (DescribeSubnets). */
export interface Subnet {
  subnetId: string;
  vpcId?: string;
  cidrBlock: string;
  availableIpAddressCount: number;
  mapPublicIpOnLaunch?: boolean;
}

/** A route table (DescribeRouteTables). */
export interface RouteTable {
  routeTableId: string;
  vpcId?: string;
  /** True for the table of every subnet that is associated with no other. */
  isMain: boolean;
  /** Subnets that are associated with it by name. */
  subnetIds: string[];
  /** Active routes out of the VPC. */
  routes: { destination: string; target: string }[];
}

/** A security group (DescribeSecurityGroups). */
export interface SecurityGroup {
  groupId: string;
  groupName: string;
  /** What everybody may reach, such as `tcp 22 from 0.0.0.0/0`. */
  openIngress: string[];
}

/** What an instance type has (DescribeInstanceTypes). */
export interface InstanceType {
  instanceType: string;
  vCpus: number;
  memoryMiB: number;
  bootModes: string[];
}

/** An EC2 instance (DescribeInstances). `state` as EC2 spells it: `running`, `terminated`, … */
export interface Ec2Instance {
  instanceId: string;
  state: string;
  instanceType?: string;
  /** Epoch ms. */
  launchedAt?: number;
}

/** An EC2 instance with its tags. */
export interface TaggedInstance extends Ec2Instance {
  tags: Record<string, string>;
}

/** EC2's two status checks of one instance (DescribeInstanceStatus). */
export interface InstanceStatus {
  instanceId: string;
  state: string;
  /** `ok`, `impaired`, `initializing`, `insufficient-data`, `not-applicable`. */
  system: string;
  instance: string;
  /** When a check began to fail, epoch ms. */
  impairedSince?: number;
}
