import type { Tags } from "./resource";

/** A network interface of a launch template. */
export interface NetworkInterfaceData {
  readonly deviceIndex: number;
  readonly subnetId?: string;
  readonly groups?: readonly string[];
  readonly privateIpAddress?: string;
  readonly associatePublicIpAddress?: boolean;
  readonly deleteOnTermination?: boolean;
}

/** A disk of a launch template. */
export interface BlockDeviceData {
  readonly deviceName: string;
  readonly ebs?: {
    readonly volumeSize?: number;
    readonly volumeType?: string;
    readonly iops?: number;
    readonly throughput?: number;
    readonly encrypted?: boolean;
    readonly kmsKeyId?: string;
    readonly deleteOnTermination?: boolean;
  };
}

/** How instances of a launch template serve their metadata. */
export interface MetadataOptionsData {
  readonly httpTokens?: string;
  readonly httpPutResponseHopLimit?: number;
  readonly httpEndpoint?: string;
  readonly httpProtocolIpv6?: string;
  readonly instanceMetadataTags?: string;
}

/** The part of a launch template's data that the simulator models, by EC2's member names. */
export interface LaunchTemplateData {
  readonly imageId?: string;
  readonly instanceType?: string;
  readonly keyName?: string;
  readonly userData?: string;
  readonly ebsOptimized?: boolean;
  readonly iamInstanceProfile?: { readonly arn?: string; readonly name?: string };
  readonly placement?: { readonly tenancy?: string; readonly availabilityZone?: string };
  readonly metadataOptions?: MetadataOptionsData;
  readonly securityGroupIds?: readonly string[];
  readonly networkInterfaces?: readonly NetworkInterfaceData[];
  readonly blockDeviceMappings?: readonly BlockDeviceData[];
  readonly tagSpecifications?: readonly { readonly resourceType: string; readonly tags: Tags }[];
}

/** A version of a launch template; its data never changes. */
export interface LaunchTemplateVersionState {
  readonly versionNumber: number;
  readonly versionDescription?: string;
  readonly createTime: string;
  readonly data: LaunchTemplateData;
}

/** A launch template of EC2; its versions are ordered by number. */
export interface LaunchTemplateState {
  readonly launchTemplateId: string;
  readonly launchTemplateName: string;
  readonly createTime: string;
  readonly tags: Tags;
  defaultVersionNumber: number;
  readonly versions: LaunchTemplateVersionState[];
}
