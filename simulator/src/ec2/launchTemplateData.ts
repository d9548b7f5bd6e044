import type {
  BlockDeviceData,
  LaunchTemplateData,
  MetadataOptionsData,
  NetworkInterfaceData,
} from "../world/state/launchTemplate";
import type { Tags } from "../world/state/resource";
import type { Form } from "./form";
import { invalidParameterValue } from "./operation";
import { items, tagSet, type Xml } from "./xml";

const MODELLED = [
  "ImageId",
  "InstanceType",
  "KeyName",
  "UserData",
  "EbsOptimized",
  "IamInstanceProfile",
  "Placement",
  "MetadataOptions",
  "SecurityGroupId",
  "NetworkInterface",
  "BlockDeviceMapping",
  "TagSpecification",
];

/**
 * Reads the LaunchTemplateData of a request.
 *
 * @throws AwsError InvalidParameterValue for a member that the simulator does not model, and so would lose
 */
export function dataFromForm(form: Form): LaunchTemplateData {
  const unknown = form.members().find((member) => !MODELLED.includes(member));
  if (unknown !== undefined) {
    throw invalidParameterValue(`drs-simulator does not model LaunchTemplateData.${unknown}`);
  }
  const profile = form.structure("IamInstanceProfile");
  const placement = form.structure("Placement");
  const groups = form.list("SecurityGroupId");
  const networkInterfaces = form.structures("NetworkInterface").map(interfaceFromForm);
  const devices = form.structures("BlockDeviceMapping").map(deviceFromForm);
  const specifications = form.structures("TagSpecification").map((specification) => ({
    resourceType: specification.text("ResourceType") ?? "instance",
    tags: tagsFromForm(specification),
  }));
  return present<LaunchTemplateData>({
    imageId: form.text("ImageId"),
    instanceType: form.text("InstanceType"),
    keyName: form.text("KeyName"),
    userData: form.text("UserData"),
    ebsOptimized: form.flag("EbsOptimized"),
    iamInstanceProfile: unlessEmpty<NonNullable<LaunchTemplateData["iamInstanceProfile"]>>({
      arn: profile.text("Arn"),
      name: profile.text("Name"),
    }),
    placement: unlessEmpty<NonNullable<LaunchTemplateData["placement"]>>({
      tenancy: placement.text("Tenancy"),
      availabilityZone: placement.text("AvailabilityZone"),
    }),
    metadataOptions: metadataFromForm(form.structure("MetadataOptions")),
    securityGroupIds: groups.length > 0 ? groups : undefined,
    networkInterfaces: networkInterfaces.length > 0 ? networkInterfaces : undefined,
    blockDeviceMappings: devices.length > 0 ? devices : undefined,
    tagSpecifications: specifications.length > 0 ? specifications : undefined,
  });
}

function metadataFromForm(form: Form): MetadataOptionsData | undefined {
  return unlessEmpty<MetadataOptionsData>({
    httpTokens: form.text("HttpTokens"),
    httpPutResponseHopLimit: form.number("HttpPutResponseHopLimit"),
    httpEndpoint: form.text("HttpEndpoint"),
    httpProtocolIpv6: form.text("HttpProtocolIpv6"),
    instanceMetadataTags: form.text("InstanceMetadataTags"),
  });
}

function interfaceFromForm(form: Form): NetworkInterfaceData {
  const groups = form.list("SecurityGroupId");
  return present<NetworkInterfaceData>({
    deviceIndex: form.number("DeviceIndex") ?? 0,
    subnetId: form.text("SubnetId"),
    groups: groups.length > 0 ? groups : undefined,
    privateIpAddress: form.text("PrivateIpAddress"),
    associatePublicIpAddress: form.flag("AssociatePublicIpAddress"),
    deleteOnTermination: form.flag("DeleteOnTermination"),
  });
}

function deviceFromForm(form: Form): BlockDeviceData {
  const ebs = form.structure("Ebs");
  return present<BlockDeviceData>({
    deviceName: form.text("DeviceName") ?? "",
    ebs: unlessEmpty<NonNullable<BlockDeviceData["ebs"]>>({
      volumeSize: ebs.number("VolumeSize"),
      volumeType: ebs.text("VolumeType"),
      iops: ebs.number("Iops"),
      throughput: ebs.number("Throughput"),
      encrypted: ebs.flag("Encrypted"),
      kmsKeyId: ebs.text("KmsKeyId"),
      deleteOnTermination: ebs.flag("DeleteOnTermination"),
    }),
  });
}

function tagsFromForm(form: Form): Tags {
  return Object.fromEntries(form.structures("Tag").map((tag) => [tag.text("Key") ?? "", tag.text("Value") ?? ""]));
}

/** EC2's ResponseLaunchTemplateData. */
export function dataToXml(data: LaunchTemplateData): Xml {
  return {
    ebsOptimized: data.ebsOptimized,
    iamInstanceProfile: data.iamInstanceProfile,
    blockDeviceMappingSet: optionalItems(data.blockDeviceMappings, ({ deviceName, ebs }) => ({ deviceName, ebs })),
    networkInterfaceSet: optionalItems(data.networkInterfaces, ({ groups, ...rest }) => ({
      ...rest,
      groupSet: groups === undefined ? undefined : { groupId: groups },
    })),
    imageId: data.imageId,
    instanceType: data.instanceType,
    keyName: data.keyName,
    placement: data.placement,
    metadataOptions: data.metadataOptions === undefined ? undefined : { ...data.metadataOptions },
    userData: data.userData,
    tagSpecificationSet: optionalItems(data.tagSpecifications, ({ resourceType, tags }) => ({
      resourceType,
      tagSet: tagSet(tags),
    })),
    securityGroupIdSet: optionalItems(data.securityGroupIds, (id) => id),
  };
}

function optionalItems<Item>(list: readonly Item[] | undefined, toContent: (item: Item) => Xml): Xml {
  return list === undefined ? undefined : items(list.map(toContent));
}

type AllMembers<Shape> = { readonly [name in keyof Required<Shape>]: Shape[name] | undefined };

/** Only the members that have a value. Launch template data is merged member by member, and a missing one must not overwrite. */
function present<Shape extends object>(members: AllMembers<Shape>): Shape;
function present(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

function unlessEmpty<Shape extends object>(members: AllMembers<Shape>): Shape | undefined {
  return Object.values(members).some((value) => value !== undefined) ? present<Shape>(members) : undefined;
}
