/** From the EC2 SDK's shapes of instances to ours. */
import type {
  Instance,
  InstanceTypeInfo,
  InstanceStatus as SdkInstanceStatus,
  InstanceTypeOffering as SdkOffering,
} from "@aws-sdk/client-ec2";
import { withoutUndefined } from "../withoutUndefined";
import type {
  CurrentInstanceType,
  Ec2Instance,
  InstanceStatus,
  InstanceType,
  InstanceTypeOffering,
  TaggedInstance,
} from "./types";

export function toEc2Instance(instance: Instance): Ec2Instance {
  return withoutUndefined({
    instanceId: instance.InstanceId ?? "",
    state: instance.State?.Name ?? "unknown",
    instanceType: instance.InstanceType,
    vpcId: instance.VpcId,
    launchedAt: instance.LaunchTime?.getTime(),
    existsSince: toExistsSince(instance),
  });
}

/** A start sets the launch time anew; the first network interface stays attached, and so does the kind of billing. */
function toExistsSince({ LaunchTime, UsageOperationUpdateTime, NetworkInterfaces = [] }: Instance): number | undefined {
  const attached = NetworkInterfaces.map(({ Attachment }) => Attachment?.AttachTime);
  const moments = [LaunchTime, UsageOperationUpdateTime, ...attached].flatMap((moment) => moment?.getTime() ?? []);
  return moments.length === 0 ? undefined : Math.min(...moments);
}

export function toTaggedInstance(instance: Instance): TaggedInstance {
  const tags = (instance.Tags ?? []).flatMap(({ Key, Value }) => (Key === undefined ? [] : [[Key, Value ?? ""]]));
  return { ...toEc2Instance(instance), tags: Object.fromEntries(tags) };
}

export function toInstanceStatus(status: SdkInstanceStatus): InstanceStatus {
  const details = [...(status.SystemStatus?.Details ?? []), ...(status.InstanceStatus?.Details ?? [])];
  const since = details.flatMap((detail) =>
    detail.ImpairedSince === undefined ? [] : [detail.ImpairedSince.getTime()],
  );
  return withoutUndefined({
    instanceId: status.InstanceId ?? "",
    state: status.InstanceState?.Name ?? "unknown",
    system: status.SystemStatus?.Status ?? "unknown",
    instance: status.InstanceStatus?.Status ?? "unknown",
    impairedSince: since.length === 0 ? undefined : Math.min(...since),
  });
}

/** Undefined when EC2 does not give its size: policies would judge a guess. */
export function toInstanceType(info: InstanceTypeInfo): InstanceType | undefined {
  const { InstanceType: instanceType, SupportedBootModes: bootModes = [] } = info;
  const [vCpus, memoryMiB] = [info.VCpuInfo?.DefaultVCpus, info.MemoryInfo?.SizeInMiB];
  if (instanceType === undefined || vCpus === undefined || memoryMiB === undefined) {
    return undefined;
  }
  return withoutUndefined({
    instanceType,
    vCpus,
    memoryMiB,
    bootModes: [...bootModes],
    architectures: info.ProcessorInfo?.SupportedArchitectures?.map(String),
    isNitro: isNitro(info),
  });
}

/** What has a member of its own beside the CPUs. Client 3.523.0 knows the first three. */
const ACCELERATORS: readonly string[] = [
  ...["GpuInfo", "FpgaInfo", "InferenceAcceleratorInfo"],
  ...["NeuronInfo", "MediaAcceleratorInfo"],
];

/** Undefined for one without a name: nothing can be launched by it. */
export function toCurrentInstanceType(info: InstanceTypeInfo): CurrentInstanceType | undefined {
  const { InstanceType: instanceType } = info;
  if (instanceType === undefined) {
    return undefined;
  }
  return withoutUndefined({
    instanceType,
    isCurrent: info.CurrentGeneration,
    vCpus: info.VCpuInfo?.DefaultVCpus,
    memoryMiB: info.MemoryInfo?.SizeInMiB,
    architectures: toTexts(info.ProcessorInfo?.SupportedArchitectures),
    bootModes: toTexts(info.SupportedBootModes),
    isBareMetal: info.BareMetal,
    isNitro: isNitro(info),
    isBurstable: info.BurstablePerformanceSupported,
    hasInstanceStorage: info.InstanceStorageSupported,
    usageClasses: toTexts(info.SupportedUsageClasses),
    rootDeviceTypes: toTexts(info.SupportedRootDeviceTypes),
    virtualizationTypes: toTexts(info.SupportedVirtualizationTypes),
    accelerators: Object.entries(info).flatMap(([name, value]) =>
      ACCELERATORS.includes(name) && value !== undefined ? [name] : [],
    ),
  });
}

/** An empty list says nothing: the client makes one where EC2 has sent none. */
function toTexts(texts: readonly string[] | undefined): string[] | undefined {
  return texts === undefined || texts.length === 0 ? undefined : [...texts];
}

/** Undefined where type or place is missing, and for a place that is no Availability Zone. */
export function toInstanceTypeOffering(offering: SdkOffering): InstanceTypeOffering | undefined {
  const { InstanceType: instanceType, Location: availabilityZone, LocationType } = offering;
  const isOfZone = LocationType === undefined || LocationType === "availability-zone";
  return instanceType === undefined || availabilityZone === undefined || !isOfZone
    ? undefined
    : { instanceType, availabilityZone };
}

/** Bare metal has no hypervisor, and is built on Nitro (docs/drs-facts.md#instance-types). */
function isNitro({ Hypervisor, BareMetal }: InstanceTypeInfo): boolean | undefined {
  if (BareMetal === true) {
    return true;
  }
  return Hypervisor === undefined ? undefined : Hypervisor === "nitro";
}
