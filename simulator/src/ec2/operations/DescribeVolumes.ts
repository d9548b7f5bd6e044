import { allVolumes } from "../../world/state/hardware";
import type { ListedVolume } from "../../world/state/machine";
import { filtered } from "../filters";
import { namedBy } from "../named";
import type { Ec2Operation } from "../operation";
import { ec2Page } from "../page";
import { UNKNOWN_VOLUME, volumeStateOf } from "../volumes";
import { items, tagSet, type Xml } from "../xml";

/** The volumes that the world lists and those of instances; an unknown id is an error. Product codes are an attribute of a volume. */
export const describeVolumes: Ec2Operation = {
  name: "DescribeVolumes",
  mutates: false,
  answer(form, { state }) {
    const named = namedBy(form, "VolumeId", allVolumes(state), ({ volumeId }) => volumeId, UNKNOWN_VOLUME);
    const found = filtered(
      named,
      form,
      {
        "volume-id": ({ volumeId }) => volumeId,
        "volume-type": ({ volumeType }) => volumeType,
        size: ({ sizeGiB }) => String(sizeGiB),
        status: volumeStateOf,
        encrypted: ({ encrypted }) => String(encrypted),
        "availability-zone": ({ availabilityZone }) => availabilityZone,
        "snapshot-id": ({ snapshotId }) => snapshotId,
        "attachment.instance-id": ({ attachment }) => attachment?.instanceId,
        "attachment.device": ({ attachment }) => attachment?.deviceName,
        "attachment.delete-on-termination": ({ attachment }) => attachment?.deleteOnTermination.toString(),
      },
      ({ tags }) => tags,
    );
    const page = ec2Page("DescribeVolumes", found, ({ volumeId }) => volumeId, form);
    return { volumeSet: items(page.items.map(toXml)), nextToken: page.nextToken };
  },
};

function toXml(volume: ListedVolume): Xml {
  const { volumeId, attachment } = volume;
  const attached = {
    volumeId,
    instanceId: attachment?.instanceId,
    device: attachment?.deviceName,
    status: "attached",
    attachTime: volume.createTime,
    deleteOnTermination: attachment?.deleteOnTermination,
  };
  return {
    volumeId,
    size: volume.sizeGiB,
    snapshotId: volume.snapshotId,
    availabilityZone: volume.availabilityZone,
    status: volumeStateOf(volume),
    createTime: volume.createTime,
    attachmentSet: items(attachment === undefined ? [] : [attached]),
    tagSet: tagSet(volume.tags),
    volumeType: volume.volumeType,
    iops: volume.iops,
    throughput: volume.throughput,
    encrypted: volume.encrypted,
    kmsKeyId: volume.kmsKeyId,
    multiAttachEnabled: false,
  };
}
