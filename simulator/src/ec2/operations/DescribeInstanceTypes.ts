import { INSTANCE_TYPES, type InstanceType } from "../../world/state/instanceTypes";
import { filtered } from "../filters";
import { isOffered } from "../offerings";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { items, type Xml } from "../xml";

/**
 * What EC2 says of instance types, of the common general purpose, compute and memory families only.
 *
 * Whether C4, M4 and R4 still count as current is not documented for the API; they do not here, as AWS lists them among earlier generations.
 */
export const describeInstanceTypes: Ec2Operation = {
  name: "DescribeInstanceTypes",
  mutates: false,
  answer(form, { state }) {
    const names = form.list("InstanceType");
    const offered = INSTANCE_TYPES.filter(({ name }) => isOffered(state, name));
    const unknown = names.filter((name) => !offered.some((type) => type.name === name));
    if (unknown.length > 0) {
      throw ec2Error(
        "InvalidInstanceType",
        `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
      );
    }
    const named = offered.filter((type) => names.length === 0 || names.includes(type.name));
    const found = filtered(
      named,
      form,
      {
        "instance-type": (type) => type.name,
        hypervisor,
        "bare-metal": (type) => String(type.bareMetal),
        "burstable-performance-supported": (type) => String(type.burstable),
        "current-generation": (type) => String(type.currentGeneration),
        "memory-info.size-in-mib": (type) => String(type.memoryMiB),
        "network-info.ena-support": enaSupport,
        "processor-info.manufacturer": (type) => type.manufacturer,
        "supported-root-device-type": () => "ebs",
        "supported-usage-class": () => USAGE_CLASSES,
        "supported-virtualization-type": () => "hvm",
        "vcpu-info.default-vcpus": (type) => String(type.vCpus),
        "processor-info.supported-architecture": architectures,
        "supported-boot-mode": bootModes,
      },
      () => ({}),
    );
    const page = ec2Page("DescribeInstanceTypes", found, (type) => type.name, form, PAGE);
    return { instanceTypeSet: items(page.items.map(toXml)), nextToken: page.nextToken };
  },
};

/** The types on a page where the request does not say: seen in the field. */
const PAGE = 100;

function toXml(type: InstanceType): Xml {
  const graviton = type.architecture === "arm64";
  // A vCPU is a core on Graviton, and one of a core's two threads elsewhere.
  const threadsPerCore = graviton || type.vCpus === 1 ? 1 : 2;
  return {
    instanceType: type.name,
    currentGeneration: type.currentGeneration,
    hypervisor: hypervisor(type),
    bareMetal: type.bareMetal,
    burstablePerformanceSupported: type.burstable,
    autoRecoverySupported: !type.bareMetal,
    instanceStorageSupported: false,
    supportedUsageClasses: items(USAGE_CLASSES),
    supportedRootDeviceTypes: items(["ebs"]),
    supportedVirtualizationTypes: items(["hvm"]),
    processorInfo: { supportedArchitectures: items(architectures(type)), manufacturer: type.manufacturer },
    vCpuInfo: {
      defaultVCpus: type.vCpus,
      defaultCores: type.vCpus / threadsPerCore,
      defaultThreadsPerCore: threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    networkInfo: { enaSupport: enaSupport(type) },
    supportedBootModes: items(bootModes(type)),
  };
}

const USAGE_CLASSES = ["on-demand", "spot"];

/** EC2 says of bare metal, which is built on Nitro, that it has none. */
function hypervisor({ system, bareMetal }: InstanceType): string | undefined {
  return bareMetal ? undefined : system;
}

function enaSupport({ name, system }: InstanceType): string {
  if (system === "nitro") {
    return "required";
  }
  return name.startsWith("r4.") || name === "m4.16xlarge" ? "supported" : "unsupported";
}

// T2 is the only family in the table that also runs 32-bit systems.
function architectures(type: InstanceType): string[] {
  return type.name.startsWith("t2.") ? ["i386", type.architecture] : [type.architecture];
}

// UEFI needs Nitro (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html).
function bootModes(type: InstanceType): string[] {
  if (type.system === "xen") {
    return ["legacy-bios"];
  }
  return type.architecture === "arm64" ? ["uefi"] : ["legacy-bios", "uefi"];
}
