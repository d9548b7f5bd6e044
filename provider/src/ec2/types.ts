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
