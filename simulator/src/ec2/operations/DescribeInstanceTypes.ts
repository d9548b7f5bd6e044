import { INSTANCE_TYPES, type InstanceType } from "../../world/state/instanceTypes";
import { filtered } from "../filters";
import { isOffered } from "../offerings";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { items, type Xml } from "../xml";

/** vCPUs, memory, architecture and boot modes of instance types, from the common general purpose, compute and memory families only. */
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
        hypervisor: (type) => type.hypervisor,
        "current-generation": (type) => String(type.hypervisor === "nitro"),
        "processor-info.supported-architecture": architectures,
        "supported-boot-mode": bootModes,
      },
      () => ({}),
    );
    const page = ec2Page("DescribeInstanceTypes", found, (type) => type.name, form);
    return { instanceTypeSet: items(page.items.map(toXml)), nextToken: page.nextToken };
  },
};

function toXml(type: InstanceType): Xml {
  const graviton = type.architecture === "arm64";
  // A vCPU is a core on Graviton, and one of a core's two threads elsewhere.
  const threadsPerCore = graviton || type.vCpus === 1 ? 1 : 2;
  return {
    instanceType: type.name,
    currentGeneration: type.hypervisor === "nitro",
    hypervisor: type.hypervisor,
    bareMetal: false,
    burstablePerformanceSupported: /^t\d/.test(type.name),
    instanceStorageSupported: false,
    supportedUsageClasses: items(["on-demand", "spot"]),
    supportedRootDeviceTypes: items(["ebs"]),
    supportedVirtualizationTypes: items(["hvm"]),
    processorInfo: { supportedArchitectures: items(architectures(type)) },
    vCpuInfo: {
      defaultVCpus: type.vCpus,
      defaultCores: type.vCpus / threadsPerCore,
      defaultThreadsPerCore: threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    supportedBootModes: items(bootModes(type)),
  };
}

// T2 is the only family in the table that also runs 32-bit systems.
function architectures(type: InstanceType): string[] {
  return type.name.startsWith("t2.") ? ["i386", type.architecture] : [type.architecture];
}

// UEFI needs Nitro (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html).
function bootModes(type: InstanceType): string[] {
  if (type.hypervisor === "xen") {
    return ["legacy-bios"];
  }
  return type.architecture === "arm64" ? ["uefi"] : ["legacy-bios", "uefi"];
}
