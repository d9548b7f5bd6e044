import { freeAddress } from "./addresses";
import { derivedId, derivedMacAddress } from "./ids";
import { holdsItsAddress, type InstanceState, takenAddresses } from "./instance";
import { type LaunchTemplateData, type NetworkInterfaceData, primaryInterface, templateTags } from "./launchTemplate";
import { defaultGroups, findSubnet } from "./lookup";
import type { AttachedInterface, AttachedVolume, Hardware, ListedVolume } from "./machine";
import { isReplicated, type SourceServerState } from "./sourceServer";
import type { WorldState } from "./worldState";

type Launched = Pick<InstanceState, "ec2InstanceID" | "subnetId" | "privateIp" | "securityGroupIds">;

const GiB = 2 ** 30;

/**
 * What a launch gives an instance.
 *
 * @param data the launch template's
 * @param server whose disks it gets; undefined for an instance without a source server
 */
export function hardwareFor(
  state: WorldState,
  instance: Launched,
  data: LaunchTemplateData,
  server: SourceServerState | undefined,
): Hardware {
  const tags = templateTags(data, "volume");
  return {
    networkInterfaces: interfacesFor(state, instance, data),
    volumes: server === undefined ? [] : volumesFor(instance, data, server).map((volume) => ({ ...volume, tags })),
    tenancy: data.placement?.tenancy ?? "default",
    metadataOptions: {
      httpTokens: "optional",
      httpPutResponseHopLimit: 1,
      httpEndpoint: "enabled",
      httpProtocolIpv6: "disabled",
      instanceMetadataTags: "disabled",
      ...data.metadataOptions,
    },
  };
}

/** An instance's hardware; for one that an earlier version of the simulator launched, what a launch with an empty template gives. */
export function hardwareOf(state: WorldState, instance: InstanceState): Hardware {
  const server = state.sourceServers.find(({ sourceServerID }) => sourceServerID === instance.sourceServerID);
  return instance.hardware ?? hardwareFor(state, instance, {}, server);
}

function interfacesFor(state: WorldState, instance: Launched, data: LaunchTemplateData): AttachedInterface[] {
  const primary = primaryInterface(data);
  const others = (data.networkInterfaces ?? []).filter((given) => given !== primary);
  const taken = new Set([...takenAddresses(state.instances), instance.privateIp]);
  const tags = templateTags(data, "network-interface");
  const first = { ...interfaceFor(state, instance, primary ?? {}, 0, taken), privateIp: instance.privateIp, tags };
  const rest = others.map((given, index) => {
    const deviceIndex = given.deviceIndex ?? index + 1;
    const attached = { ...interfaceFor(state, instance, given, deviceIndex, taken), tags };
    taken.add(attached.privateIp);
    return attached;
  });
  return [first, ...rest].sort((a, b) => a.deviceIndex - b.deviceIndex);
}

function interfaceFor(
  state: WorldState,
  instance: Launched,
  given: NetworkInterfaceData,
  deviceIndex: number,
  taken: ReadonlySet<string>,
): Omit<AttachedInterface, "tags"> {
  const existing = state.networkInterfaces.find((one) => one.networkInterfaceId === given.networkInterfaceId);
  if (existing !== undefined) {
    const { networkInterfaceId, subnetId, macAddress, privateIp, securityGroupIds, description } = existing;
    const attached = { networkInterfaceId, subnetId, macAddress, privateIp, securityGroupIds, description };
    return { ...attached, deviceIndex, deleteOnTermination: false };
  }
  const networkInterfaceId = derivedId("eni-", `${instance.ec2InstanceID}/${deviceIndex}`);
  const subnetId = given.subnetId ?? instance.subnetId;
  const subnet = findSubnet(state, subnetId);
  const ownGroups = deviceIndex === 0 ? instance.securityGroupIds : undefined;
  return {
    networkInterfaceId,
    deviceIndex,
    subnetId,
    macAddress: derivedMacAddress(networkInterfaceId),
    privateIp: given.privateIpAddress ?? freeAddress(subnet?.cidrBlock ?? "10.0.0.0/24", taken, 100) ?? "10.0.0.100",
    securityGroupIds: ownGroups ?? given.groups ?? defaultGroups(state, subnet?.vpcId),
    description: given.description ?? "",
    deleteOnTermination: given.deleteOnTermination ?? true,
  };
}

/** A volume for each replicated disk: of the template's type and size, or DRS's default type and at least the disk's size. */
function volumesFor(
  { ec2InstanceID }: Launched,
  data: LaunchTemplateData,
  server: SourceServerState,
): Omit<AttachedVolume, "tags">[] {
  const { ebsEncryption, ebsEncryptionKeyArn } = server.replicationConfiguration;
  // The key comes from the replication settings; DRS ignores the template's (docs/drs-facts.md).
  const key = typeof ebsEncryptionKeyArn === "string" ? { kmsKeyId: ebsEncryptionKeyArn } : {};
  return server.disks
    .filter((disk) => isReplicated(server, disk))
    .map(({ deviceName, bytes }, index) => {
      const ebs = data.blockDeviceMappings?.find((mapping) => mapping.deviceName === deviceName)?.ebs ?? {};
      const volumeId = recoveryVolumeId(ec2InstanceID, index);
      return {
        volumeId,
        deviceName,
        sizeGiB: Math.max(Math.ceil(bytes / GiB), ebs.volumeSize ?? 0),
        volumeType: ebs.volumeType ?? "gp3",
        ...performanceOf(ebs),
        encrypted: ebsEncryption !== "NONE",
        ...key,
        snapshotId: derivedId("snap-", volumeId),
        deleteOnTermination: ebs.deleteOnTermination ?? true,
      };
    });
}

function performanceOf({
  volumeType = "gp3",
  iops,
  throughput,
}: {
  volumeType?: string;
  iops?: number;
  throughput?: number;
}) {
  // The base performance of gp3; other types have what the template says.
  const base = volumeType === "gp3" ? { iops: 3000, throughput: 125 } : {};
  return {
    ...base,
    ...(iops === undefined ? {} : { iops }),
    ...(throughput === undefined || volumeType !== "gp3" ? {} : { throughput }),
  };
}

/** The id of the nth volume of a recovery instance. */
export function recoveryVolumeId(ec2InstanceID: string, index: number): string {
  return `vol-${ec2InstanceID.slice(2).padEnd(17, "0").slice(0, 15)}${index.toString(16).padStart(2, "0")}`;
}

/** A network interface of EC2: one that the world lists, or one of an instance; and what it is attached to. */
export interface ListedInterface extends Omit<AttachedInterface, "deviceIndex" | "deleteOnTermination"> {
  readonly attachment?: {
    readonly instance: InstanceState;
    readonly deviceIndex: number;
    readonly deleteOnTermination: boolean;
  };
}

/** Every network interface: those that the world lists first, attached or not, then those that launches made. */
export function allInterfaces(state: WorldState): ListedInterface[] {
  const attached = state.instances.filter(holdsItsAddress).flatMap((instance) =>
    hardwareOf(state, instance).networkInterfaces.map(({ deviceIndex, deleteOnTermination, ...own }) => ({
      ...own,
      attachment: { instance, deviceIndex, deleteOnTermination },
    })),
  );
  const listed = state.networkInterfaces.map((own): ListedInterface => {
    const use = attached.find(({ networkInterfaceId }) => networkInterfaceId === own.networkInterfaceId);
    return use === undefined ? own : { ...own, attachment: use.attachment };
  });
  const known = new Set(listed.map(({ networkInterfaceId }) => networkInterfaceId));
  return [...listed, ...attached.filter(({ networkInterfaceId }) => !known.has(networkInterfaceId))];
}

/** Every volume: those that the world lists, then those of instances that still exist. */
export function allVolumes(state: WorldState): ListedVolume[] {
  const attached = state.instances.flatMap((instance) => ownVolumes(state, instance));
  // A launch into an instance has taken its own volumes off.
  const replaced = new Set(attached.map(({ attachment }) => attachment.instanceId));
  const listed = state.volumes.map(({ attachment, ...volume }): ListedVolume => {
    return attachment === undefined || replaced.has(attachment.instanceId) ? volume : { ...volume, attachment };
  });
  return [...listed, ...attached];
}

/** Those of {@link allVolumes} that are attached to this instance, without making all of them. */
export function volumesOf(state: WorldState, instance: InstanceState): ListedVolume[] {
  const own = ownVolumes(state, instance);
  const isIts = ({ attachment }: ListedVolume) => attachment?.instanceId === instance.ec2InstanceID;
  return own.length > 0 ? own : state.volumes.filter(isIts);
}

/** The volumes that a launch gave the instance; none of one that is gone. */
function ownVolumes(state: WorldState, instance: InstanceState) {
  return !holdsItsAddress(instance)
    ? []
    : hardwareOf(state, instance).volumes.map(({ deviceName, deleteOnTermination, ...own }) => ({
        ...own,
        availabilityZone: findSubnet(state, instance.subnetId)?.availabilityZone ?? `${state.region}a`,
        createTime: new Date(instance.launchTime).toISOString(),
        productCodes: [],
        attachment: { instanceId: instance.ec2InstanceID, deviceName, deleteOnTermination },
      }));
}
