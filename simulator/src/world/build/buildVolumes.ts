import type { WorldFile } from "../schema/worldFile";
import type { ListedVolume } from "../state/machine";
import { regionOf } from "./buildNetwork";

/** When volumes that a world lists were made: long ago. */
const CREATE_TIME = "2025-01-01T00:00:00.000Z";

/** The volumes that a world lists: by default unencrypted ones of 8 GiB. */
export function buildVolumes(file: WorldFile): ListedVolume[] {
  return (file.volumes ?? []).map((given) => {
    const { attachedTo } = given;
    return {
      volumeId: given.volumeId,
      sizeGiB: given.sizeGiB ?? 8,
      volumeType: given.volumeType ?? "gp3",
      ...(given.iops === undefined ? {} : { iops: given.iops }),
      ...(given.throughput === undefined ? {} : { throughput: given.throughput }),
      encrypted: given.encrypted ?? false,
      availabilityZone: given.availabilityZone ?? `${regionOf(file)}a`,
      createTime: CREATE_TIME,
      productCodes: (given.productCodes ?? []).map(({ productCodeId, productCodeType = "marketplace" }) => ({
        productCodeId,
        productCodeType,
      })),
      ...(attachedTo === undefined
        ? {}
        : { attachment: { ...attachedTo, deleteOnTermination: attachedTo.deleteOnTermination ?? false } }),
      tags: given.tags ?? {},
    };
  });
}
