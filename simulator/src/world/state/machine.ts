import type { Tags } from "./resource";

/** A network interface that an instance has. */
export interface AttachedInterface {
  readonly networkInterfaceId: string;
  readonly deviceIndex: number;
  readonly subnetId: string;
  readonly macAddress: string;
  readonly privateIp: string;
  readonly securityGroupIds: readonly string[];
  readonly description: string;
  /** false = it outlives the instance. */
  readonly deleteOnTermination: boolean;
  tags: Tags;
}

/** A volume that an instance has. */
export interface AttachedVolume {
  readonly volumeId: string;
  readonly deviceName: string;
  readonly sizeGiB: number;
  readonly volumeType: string;
  readonly iops?: number;
  readonly throughput?: number;
  readonly encrypted: boolean;
  readonly kmsKeyId?: string;
  readonly snapshotId: string;
  readonly deleteOnTermination: boolean;
  tags: Tags;
}

/** What an instance got from its template and its source server when it was launched. */
export interface Hardware {
  /** By device index. */
  readonly networkInterfaces: readonly AttachedInterface[];
  readonly volumes: readonly AttachedVolume[];
  readonly tenancy: string;
  /** By EC2's names with a small first letter; EC2's defaults for what the template leaves out. */
  readonly metadataOptions: Readonly<Record<string, unknown>>;
}

/** A volume of EC2: one that the world lists, or one of an instance; and what it is attached to. */
export interface ListedVolume extends Omit<AttachedVolume, "deviceName" | "deleteOnTermination" | "snapshotId"> {
  readonly snapshotId?: string;
  readonly availabilityZone: string;
  /** ISO 8601. */
  readonly createTime: string;
  readonly productCodes: readonly ProductCode[];
  readonly attachment?: {
    readonly instanceId: string;
    readonly deviceName: string;
    readonly deleteOnTermination: boolean;
  };
}

/** A product code of AWS Marketplace, or of a developer's. */
export interface ProductCode {
  readonly productCodeId: string;
  readonly productCodeType: "marketplace" | "devpay";
}
