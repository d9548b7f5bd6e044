/** The slice of EC2 that a drill reads, in our words. */

/** One version of a launch template (DescribeLaunchTemplateVersions). */
export interface LaunchTemplateVersion {
  launchTemplateId: string;
  version: number;
  instanceType?: string;
  subnetId?: string;
  securityGroupIds?: string[];
}

export interface Subnet {
  subnetId: string;
  cidrBlock: string;
  availableIpAddressCount: number;
}

/** An EC2 instance (DescribeInstances). `state` as EC2 spells it: `running`, `terminated`, … */
export interface Ec2Instance {
  instanceId: string;
  state: string;
  instanceType?: string;
}

/** An EC2 instance with its tags and the time of its launch, epoch ms. */
export interface TaggedInstance extends Ec2Instance {
  launchedAt?: number;
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
