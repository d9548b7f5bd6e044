import type { Ec2Instance, InstanceStatus, LaunchTemplateVersion, Subnet, TaggedInstance } from "./types";

/** The reads of EC2 that a drill needs; none changes anything. Errors as in {@link import("../drs/gateway").DrsGateway}. */
export interface Ec2Gateway {
  /** The default version, which DRS launches from; undefined when there is no such template. */
  findDefaultLaunchTemplateVersion(launchTemplateId: string): Promise<LaunchTemplateVersion | undefined>;
  /** Throws for an unknown id, as EC2 does. */
  listSubnets(subnetIds: readonly string[]): Promise<Subnet[]>;
  /** Unknown ids are left out, which is not proof that they are gone for longer than EC2 keeps terminated instances. */
  listInstances(instanceIds: readonly string[]): Promise<Ec2Instance[]>;
  /** Instances with one of these values in the tag that are not terminated or on the way to it. */
  listLiveInstancesByTag(key: string, values: readonly string[]): Promise<TaggedInstance[]>;
  /** Every given instance that EC2 knows, in whatever state. */
  listInstanceStatuses(instanceIds: readonly string[]): Promise<InstanceStatus[]>;
}
