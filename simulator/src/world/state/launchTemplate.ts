import type { Tags } from "./resource";

/** A network interface of a launch template; the first one has the device index 0 unless it says otherwise. */
export interface NetworkInterfaceData {
  readonly deviceIndex?: number;
  /** An interface that exists already, instead of a new one. */
  readonly networkInterfaceId?: string;
  readonly subnetId?: string;
  readonly groups?: readonly string[];
  readonly privateIpAddress?: string;
  readonly associatePublicIpAddress?: boolean;
  readonly deleteOnTermination?: boolean;
  readonly description?: string;
  readonly [member: string]: unknown;
}

/** A disk of a launch template. */
export interface BlockDeviceData {
  readonly deviceName?: string;
  readonly ebs?: {
    /** In GiB. */
    readonly volumeSize?: number;
    readonly volumeType?: string;
    readonly iops?: number;
    readonly throughput?: number;
    readonly encrypted?: boolean;
    readonly kmsKeyId?: string;
    readonly deleteOnTermination?: boolean;
    readonly [member: string]: unknown;
  };
  readonly [member: string]: unknown;
}

/** The tags that a launch gives to one kind of resource. */
interface TagSpecificationData {
  readonly resourceType?: string;
  readonly tags?: readonly { readonly key?: string; readonly value?: string }[];
}

/**
 * A launch template's data: everything that EC2's API model has (`model/launchTemplateData.json`), by EC2's names with a small first letter.
 * Named here is what the simulator itself reads or writes.
 */
export interface LaunchTemplateData {
  readonly instanceType?: string;
  readonly ebsOptimized?: boolean;
  readonly disableApiTermination?: boolean;
  readonly instanceRequirements?: object;
  readonly placement?: { readonly tenancy?: string; readonly [member: string]: unknown };
  readonly metadataOptions?: { readonly httpTokens?: string; readonly [member: string]: unknown };
  readonly securityGroupIds?: readonly string[];
  readonly networkInterfaces?: readonly NetworkInterfaceData[];
  readonly blockDeviceMappings?: readonly BlockDeviceData[];
  readonly tagSpecifications?: readonly TagSpecificationData[];
  readonly [member: string]: unknown;
}

/** A request with a client token: another one with the same token is the same one, or a mistake. */
export interface IdempotentRequest {
  readonly clientToken: string;
  /** Everything that was asked. */
  readonly parameters: string;
}

/** A version of a launch template; its data never changes. */
export interface LaunchTemplateVersionState {
  readonly versionNumber: number;
  readonly versionDescription?: string;
  readonly createTime: string;
  /** The ARN of who made it; absent = DRS did. */
  readonly createdBy?: string;
  readonly data: LaunchTemplateData;
  /** The request that made it, if it had a client token: the same request with the same token is answered with this version. */
  readonly request?: IdempotentRequest;
}

/** A launch template of EC2; its versions are ordered by number. */
export interface LaunchTemplateState {
  readonly launchTemplateId: string;
  readonly launchTemplateName: string;
  readonly createTime: string;
  tags: Tags;
  defaultVersionNumber: number;
  versions: LaunchTemplateVersionState[];
  /** The highest number that a version has had, where that one was deleted: no number is given twice. */
  lastVersionNumber?: number;
  /** The requests with a client token that made a version the default. */
  modifications?: readonly IdempotentRequest[];
}

/** Adds a version behind the others. What is the default stays. */
export function addVersion(
  template: LaunchTemplateState,
  version: Omit<LaunchTemplateVersionState, "versionNumber">,
): LaunchTemplateVersionState {
  const newest = template.versions.at(-1)?.versionNumber ?? 0;
  const added = { versionNumber: Math.max(newest, template.lastVersionNumber ?? 0) + 1, ...version };
  template.versions.push(added);
  return added;
}

/** The interface with the device index 0; undefined when the template leaves it to EC2. */
export function primaryInterface({ networkInterfaces = [] }: LaunchTemplateData): NetworkInterfaceData | undefined {
  return networkInterfaces.find(({ deviceIndex }) => (deviceIndex ?? 0) === 0) ?? networkInterfaces[0];
}

/** The tags that a launch with this data gives to such resources (`instance`, `volume`, `network-interface`). */
export function templateTags({ tagSpecifications = [] }: LaunchTemplateData, resourceType: string): Tags {
  const tags = tagSpecifications.find((specification) => specification.resourceType === resourceType)?.tags ?? [];
  return Object.fromEntries(tags.map(({ key = "", value = "" }) => [key, value]));
}

/** A template with its tags as a list. A file of an earlier version has them as an object. */
export function withTagLists(template: LaunchTemplateState): LaunchTemplateState {
  const versions = template.versions.map((version) => {
    const { tagSpecifications } = version.data;
    return tagSpecifications === undefined
      ? version
      : { ...version, data: { ...version.data, tagSpecifications: tagSpecifications.map(withTagList) } };
  });
  return { ...template, versions };
}

function withTagList<Specification extends { readonly tags?: unknown }>(specification: Specification): Specification {
  const { tags } = specification;
  return Array.isArray(tags) || typeof tags !== "object" || tags === null
    ? specification
    : { ...specification, tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}
