import type { Connection } from "../vocabulary";
import type {
  CurrentInstanceType,
  DefaultSubnet,
  Ec2Instance,
  InstanceStatus,
  InstanceType,
  InstanceTypeOffering,
  LaunchTemplateVersion,
  MetadataDefaults,
  RouteTable,
  SecurityGroup,
  Subnet,
  TaggedInstance,
  VersionsPage,
} from "./types";

/**
 * The reads of EC2; none changes anything. `list…` follows every page and leaves unknown ids out. Errors as in
 * {@link import("../drs/gateway").DrsGateway}.
 */
export interface Ec2Gateway {
  /** The default version, which DRS launches from; undefined when there is no such template. */
  findDefaultLaunchTemplateVersion(launchTemplateId: string): Promise<LaunchTemplateVersion | undefined>;
  /** The version with this number; undefined when there is no such template or version. */
  findLaunchTemplateVersion(launchTemplateId: string, version: number): Promise<LaunchTemplateVersion | undefined>;
  /**
   * A page of the default versions of every template of the account (docs/drs-facts.md#the-templates-of-an-account).
   * Versions that cannot be read are left out.
   *
   * @param next - of the page before
   */
  pageDefaultLaunchTemplateVersions(next?: string): Promise<VersionsPage>;
  /** What is left out is not proven to be gone for longer than EC2 keeps terminated instances. */
  listInstances(instanceIds: readonly string[]): Promise<Ec2Instance[]>;
  /** Instances with one of these values in the tag that are not terminated or on the way to it. */
  listLiveInstancesByTag(key: string, values: readonly string[]): Promise<TaggedInstance[]>;
  /** Those of these instances that EC2 shows, whatever their state, with their tags. */
  listTaggedInstances(instanceIds: readonly string[]): Promise<TaggedInstance[]>;
  /** Every given instance that EC2 knows, in whatever state. */
  listInstanceStatuses(instanceIds: readonly string[]): Promise<InstanceStatus[]>;
  /** Only policies need this and what follows. */
  listSubnets(subnetIds: readonly string[]): Promise<Subnet[]>;
  /** The default subnet of each zone that has one. */
  listDefaultSubnets(): Promise<DefaultSubnet[]>;
  /** Every route table of these VPCs. */
  listRouteTables(vpcIds: readonly string[]): Promise<RouteTable[]>;
  listSecurityGroups(groupIds: readonly string[]): Promise<SecurityGroup[]>;
  /** What the account wants of every launch's metadata options in this Region. */
  getMetadataDefaults(): Promise<MetadataDefaults>;
  listInstanceTypes(names: readonly string[]): Promise<InstanceType[]>;
  /**
   * Which of these types are offered in which of these Availability Zones; of every type without `types`. A type is not among
   * them where no such zone offers it (docs/drs-facts.md#where-an-instance-type-is-offered).
   */
  listInstanceTypeOfferings(
    zones: readonly string[] | "every zone",
    types?: readonly string[],
  ): Promise<InstanceTypeOffering[]>;
  /** Every type of the current generation that the Region has: hundreds. One list a connection, whoever asks. */
  listCurrentInstanceTypesOnce(): Promise<readonly CurrentInstanceType[]>;
  /** Names of every type that is offered in the zone. One list a connection and zone, whoever asks. */
  listOfferedInstanceTypesOnce(availabilityZone: string): Promise<readonly string[]>;
}

/** Where source instances run, and as whom the program wants them read. */
export interface SourcePlace {
  region: string;
  /** The account that DRS says they are in. */
  account: string | undefined;
  /** The selector's; undefined: as the wave itself. */
  sourceConnection: Connection | undefined;
}

/** EC2 where source instances run. It may be the Region that is lost, so each call ends after 15 seconds. */
export interface SourceEc2 extends Pick<Ec2Gateway, "listTaggedInstances"> {
  /** The account of the credentials; undefined when it cannot be told. */
  account(): Promise<string | undefined>;
}

export type OpenSource = (place: SourcePlace) => SourceEc2;
