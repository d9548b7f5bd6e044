/**
 * From EC2's answer about a launch template's version to ours. Values come from the client's shape; the answer as it was
 * sent tells what else is there, because the client drops what its version does not know.
 */
import type {
  LaunchTemplateInstanceNetworkInterfaceSpecification as SdkInterface,
  LaunchTemplateVersion as SdkLaunchTemplateVersion,
} from "@aws-sdk/client-ec2";
import { type ObservedInstanceRequirements, type ObservedNetworkInterface, primaryInterface } from "../vocabulary";
import { withoutUndefined } from "../withoutUndefined";
import type { XmlElement } from "./answerXml";
import { memberName } from "./memberName";
import { fingerprintOf, templateData, templateDataById } from "./templateFingerprint";
import type { LaunchTemplateVersion } from "./types";

/**
 * @param answer - as EC2 sent it; undefined: nothing is known of what the client has dropped
 * @throws when EC2 does not show what the version launches with: that says nothing of what it leaves open
 */
export function toLaunchTemplateVersion(version: SdkLaunchTemplateVersion, answer?: string): LaunchTemplateVersion {
  return fromSent(version, templateData(answer));
}

/**
 * The versions of an answer with one of each template. One that cannot be read is left out: asked for alone, it says why.
 *
 * @param answer - as EC2 sent it
 */
export function toLaunchTemplateVersions(
  versions: readonly SdkLaunchTemplateVersion[],
  answer: string | undefined,
): LaunchTemplateVersion[] {
  const sent = templateDataById(answer);
  return versions.flatMap((version) => {
    const data = sent.get(version.LaunchTemplateId ?? "");
    return data === undefined ? [] : fromSent(version, data);
  });
}

function fromSent(version: SdkLaunchTemplateVersion, sent: XmlElement[] | undefined): LaunchTemplateVersion {
  const { LaunchTemplateId: launchTemplateId = "", VersionNumber = 0, LaunchTemplateData } = version;
  if (LaunchTemplateData === undefined && sent === undefined) {
    throw new Error(`EC2 does not show what version ${VersionNumber} launches with (LaunchTemplateData)`);
  }
  const data = LaunchTemplateData ?? {};
  const { Placement = {}, MetadataOptions = {}, CpuOptions = {} } = data;
  const { Tenancy: tenancy, ...placement } = valuesOf(Placement, childrenOf(sent, "Placement"));
  const { HttpTokens, State: _state, ...metadata } = valuesOf(MetadataOptions, childrenOf(sent, "MetadataOptions"));
  const cpuOptions = valuesOf(CpuOptions, childrenOf(sent, "CpuOptions"));
  const top = namesOf(data, sent);
  return withoutUndefined({
    launchTemplateId,
    version: VersionNumber,
    description: version.VersionDescription,
    instanceType: data.InstanceType,
    instanceRequirements: top.includes("InstanceRequirements") ? toRequirements(data) : undefined,
    ...toNetwork(data, childrenOf(sent, "NetworkInterfaces")),
    httpTokens: textOf(HttpTokens),
    metadataOptions: metadata,
    tenancy: textOf(tenancy),
    placement,
    licenseSpecifications: truthOf(top.includes("LicenseSpecifications")),
    cpuOptions: Object.keys(cpuOptions).length === 0 ? undefined : cpuOptions,
    unknownMembers: unknownMembers(data, sent),
    fingerprint: fingerprintOf(sent),
  });
}

/** Absent rather than false, as in state. */
function truthOf(holds: boolean): true | undefined {
  return holds || undefined;
}

function textOf(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : String(value);
}

type SdkData = NonNullable<SdkLaunchTemplateVersion["LaunchTemplateData"]>;

function toRequirements({ InstanceRequirements = {} }: SdkData): ObservedInstanceRequirements {
  return withoutUndefined({
    minimumVCpus: InstanceRequirements.VCpuCount?.Min,
    minimumMemoryMiB: InstanceRequirements.MemoryMiB?.Min,
    allowedInstanceTypes: listOf(InstanceRequirements.AllowedInstanceTypes),
  });
}

/** The primary interface as before there were others, and all of them. */
function toNetwork(
  { NetworkInterfaces = [], SecurityGroupIds = [], SecurityGroups = [] }: SdkData,
  sent: XmlElement[],
) {
  const networkInterfaces = NetworkInterfaces.map((each, index) => toNetworkInterface(each, sent[index]?.children));
  // DRS puts subnet and groups on the first network interface; a template edited by hand may have them beside it.
  const primary = primaryInterface(networkInterfaces);
  return {
    subnetId: primary?.subnetId,
    securityGroupIds: primary?.securityGroupIds ?? listOf(SecurityGroupIds),
    securityGroupsBesideInterface: truthOf(SecurityGroupIds.length > 0),
    securityGroupNames: listOf(SecurityGroups),
    associatePublicIp: primary?.associatePublicIp,
    networkInterfaces,
  };
}

/** An empty list says nothing: the client makes one where EC2 has sent none. */
function listOf<Item>(items: readonly Item[] | undefined): Item[] | undefined {
  return items === undefined || items.length === 0 ? undefined : [...items];
}

/** Members of a network interface that are kept with their values, by EC2's names; `otherMembers` names the rest. */
const KEPT: readonly string[] = [
  "DeviceIndex",
  "NetworkCardIndex",
  "NetworkInterfaceId",
  "SubnetId",
  "Groups",
  "AssociatePublicIpAddress",
  "PrivateIpAddress",
  "DeleteOnTermination",
  "Description",
  "InterfaceType",
];

function toNetworkInterface(sdk: SdkInterface, sent: XmlElement[] | undefined): ObservedNetworkInterface {
  return withoutUndefined({
    deviceIndex: sdk.DeviceIndex,
    networkCardIndex: sdk.NetworkCardIndex,
    networkInterfaceId: sdk.NetworkInterfaceId,
    subnetId: sdk.SubnetId,
    securityGroupIds: listOf(sdk.Groups),
    associatePublicIp: sdk.AssociatePublicIpAddress,
    privateIpAddress: sdk.PrivateIpAddress,
    deleteOnTermination: sdk.DeleteOnTermination,
    description: sdk.Description,
    interfaceType: sdk.InterfaceType,
    otherMembers: listOf(namesOf(sdk, sent).filter((name) => !KEPT.includes(name))),
  });
}

/**
 * What launch templates may say, by EC2's names (docs/drs-facts.md#a-version-of-a-launch-template): of the template, and
 * of those of its members that decide what policies judge. SecondaryInterfaces are left out: what they give an instance
 * is not understood.
 */
const KNOWN = {
  template: [
    ...["KernelId", "EbsOptimized", "IamInstanceProfile", "BlockDeviceMappings", "NetworkInterfaces", "ImageId"],
    ...["InstanceType", "KeyName", "Monitoring", "Placement", "RamDiskId", "DisableApiTermination", "DisableApiStop"],
    ...["InstanceInitiatedShutdownBehavior", "UserData", "TagSpecifications", "ElasticGpuSpecifications"],
    ...["ElasticInferenceAccelerators", "SecurityGroupIds", "SecurityGroups", "InstanceMarketOptions"],
    ...["CreditSpecification", "CpuOptions", "CapacityReservationSpecification", "LicenseSpecifications"],
    ...["HibernationOptions", "MetadataOptions", "EnclaveOptions", "InstanceRequirements", "PrivateDnsNameOptions"],
    ...["MaintenanceOptions", "Operator", "NetworkPerformanceOptions"],
  ],
  NetworkInterfaces: [
    ...KEPT,
    ...["AssociateCarrierIpAddress", "Ipv6AddressCount", "Ipv6Addresses", "PrivateIpAddresses", "PrimaryIpv6"],
    ...["SecondaryPrivateIpAddressCount", "Ipv4Prefixes", "Ipv4PrefixCount", "Ipv6Prefixes", "Ipv6PrefixCount"],
    ...["EnaSrdSpecification", "ConnectionTrackingSpecification", "EnaQueueCount"],
  ],
  Placement: [
    ...["AvailabilityZone", "AvailabilityZoneId", "Affinity", "GroupName", "GroupId", "HostId", "Tenancy"],
    ...["SpreadDomain", "HostResourceGroupArn", "PartitionNumber"],
  ],
  MetadataOptions: [
    ...["State", "HttpTokens", "HttpPutResponseHopLimit", "HttpEndpoint", "HttpProtocolIpv6", "InstanceMetadataTags"],
  ],
  CpuOptions: ["CoreCount", "ThreadsPerCore", "AmdSevSnp", "NestedVirtualization"],
} as const satisfies Record<string, readonly string[]>;

function unknownMembers(data: SdkData, sent: XmlElement[] | undefined): string[] | undefined {
  const strange = (known: readonly string[], names: readonly string[]) => names.filter((name) => !known.includes(name));
  const { template, NetworkInterfaces, ...structures } = KNOWN;
  const interfaces = childrenOf(sent, "NetworkInterfaces");
  const ofInterfaces = (data.NetworkInterfaces ?? interfaces.map(() => ({}))).flatMap((each, index) =>
    strange(NetworkInterfaces, namesOf(each, interfaces[index]?.children)),
  );
  const ofStructures = Object.entries(structures).flatMap(([name, known]) =>
    strange(known, namesOf({}, childrenOf(sent, name))).map((member) => `${name}.${member}`),
  );
  return listOf([
    ...strange(template, namesOf(data, sent)),
    ...new Set(ofInterfaces.map((name) => `NetworkInterfaces.${name}`)),
    ...ofStructures,
  ]);
}

/** EC2's names of the members that say something. */
function namesOf(sdk: object, sent: readonly XmlElement[] = []): string[] {
  const read = Object.entries(sdk).flatMap(([name, value]) => (saysSomething(value) ? [name] : []));
  const others = sent.filter(({ children, text }) => children.length > 0 || text !== "");
  return [...new Set([...read, ...others.map(({ name }) => memberName(name))])];
}

function saysSomething(value: unknown): boolean {
  return value !== undefined && !(Array.isArray(value) && value.length === 0);
}

function childrenOf(sent: readonly XmlElement[] = [], member: string): XmlElement[] {
  return sent.find(({ name }) => memberName(name) === member)?.children ?? [];
}

/** Plain values by EC2's names: the client's, and as text those that it has dropped. */
function valuesOf(sdk: object, sent: readonly XmlElement[]): Record<string, string | number> {
  const read = Object.entries(sdk).filter(([, value]) => typeof value === "string" || typeof value === "number");
  const others = sent.flatMap(({ name, text }) => (text === "" ? [] : [[memberName(name), text]]));
  return Object.fromEntries([...others, ...read]);
}
