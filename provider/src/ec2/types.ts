/** The slice of EC2 that drills and policies read, in our words. */
import type {
  ObservedInstanceType,
  ObservedLaunchTemplate,
  ObservedMetadataDefaults,
  ObservedRoute,
  ObservedSecurityGroup,
  ObservedSubnet,
} from "../vocabulary";

/** One version of a launch template (DescribeLaunchTemplateVersions). */
export interface LaunchTemplateVersion extends Omit<ObservedLaunchTemplate, "openSwap"> {
  /** What its maker wrote about it. */
  description?: string;
}

/** Versions of launch templates, and where the next page begins; absent behind the last. */
export interface VersionsPage {
  versions: LaunchTemplateVersion[];
  next?: string;
}

/** A subnet (DescribeSubnets). */
export interface Subnet extends Omit<ObservedSubnet, "routes"> {
  subnetId: string;
}

/** The default subnet of a zone. */
export interface DefaultSubnet extends Subnet {
  availabilityZone: string;
}

/** A route table (DescribeRouteTables). */
export interface RouteTable {
  vpcId?: string;
  /** True for the table of every subnet that is associated with no other. */
  isMain: boolean;
  /** Subnets that are associated with it by name. */
  subnetIds: string[];
  /** Active routes out of the VPC. */
  routes: ObservedRoute[];
}

/** A security group (DescribeSecurityGroups). */
export interface SecurityGroup extends ObservedSecurityGroup {
  groupId: string;
}

/** What an instance type has (DescribeInstanceTypes). */
export interface InstanceType extends ObservedInstanceType {
  instanceType: string;
}

/**
 * An instance type of the current generation, with what decides whether it can stand in for another machine
 * (DescribeInstanceTypes). What EC2 does not say is absent.
 */
export interface CurrentInstanceType {
  instanceType: string;
  /** Whether EC2 counts it to the current generation. */
  isCurrent?: boolean;
  /** Virtual CPUs. */
  vCpus?: number;
  /** Memory in MiB. */
  memoryMiB?: number;
  /** `x86_64`, `arm64`, … */
  architectures?: string[];
  /** `legacy-bios`, `uefi`, … */
  bootModes?: string[];
  isBareMetal?: boolean;
  /** Whether it is built on Nitro. */
  isNitro?: boolean;
  /** Whether its CPUs earn credits. */
  isBurstable?: boolean;
  /** Whether it has disks of its own, which are lost with it. */
  hasInstanceStorage?: boolean;
  /** How it is sold: `on-demand`, `spot`, … */
  usageClasses?: string[];
  /** `ebs`, `instance-store`. */
  rootDeviceTypes?: string[];
  /** `hvm`, `paravirtual`. */
  virtualizationTypes?: string[];
  /** Processors that it has beside its CPUs, by EC2's names, such as `GpuInfo`; EC2 leaves out those that it has not. */
  accelerators: string[];
}

/** A type that is offered in an Availability Zone (DescribeInstanceTypeOfferings). */
export interface InstanceTypeOffering {
  instanceType: string;
  availabilityZone: string;
}

/** An account's defaults for metadata options (GetInstanceMetadataDefaults). */
export type MetadataDefaults = ObservedMetadataDefaults;

/** An EC2 instance (DescribeInstances). `state` as EC2 spells it: `running`, `terminated`, … */
export interface Ec2Instance {
  instanceId: string;
  state: string;
  instanceType?: string;
  vpcId?: string;
  /** When it was started last, epoch ms. */
  launchedAt?: number;
  /** The earliest moment at which it is known to have been there, epoch ms; a start does not change it. */
  existsSince?: number;
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
