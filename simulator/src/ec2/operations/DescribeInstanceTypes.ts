import { findInstanceType, INSTANCE_TYPES, type InstanceType } from "../../world/state/instanceTypes";
import { filtered } from "../filters";
import { type Ec2Operation, ec2Error } from "../operation";
import { ec2Page } from "../page";
import { items, type Xml } from "../xml";

/** vCPUs, memory, architecture and boot modes of instance types, from the common general purpose, compute and memory families only. */
export const describeInstanceTypes: Ec2Operation = {
  name: "DescribeInstanceTypes",
  mutates: false,
  answer(form) {
    const names = form.list("InstanceType");
    const unknown = names.filter((name) => findInstanceType(name) === undefined);
    if (unknown.length > 0) {
      throw ec2Error(
        "InvalidInstanceType",
        `The following supplied instance types do not exist: [${unknown.join(", ")}]`,
      );
    }
    const named = INSTANCE_TYPES.filter((type) => names.length === 0 || names.includes(type.name));
    const found = filtered(
      named,
      form,
      {
        "instance-type": (type) => type.name,
        "processor-info.supported-architecture": (type) => type.architecture,
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
  const threadsPerCore = graviton ? 1 : 2;
  return {
    instanceType: type.name,
    currentGeneration: true,
    hypervisor: "nitro",
    processorInfo: { supportedArchitectures: items([type.architecture]) },
    vCpuInfo: {
      defaultVCpus: type.vCpus,
      defaultCores: type.vCpus / threadsPerCore,
      defaultThreadsPerCore: threadsPerCore,
    },
    memoryInfo: { sizeInMiB: type.memoryMiB },
    supportedBootModes: items(bootModes(type)),
  };
}

// Every family in the table is built on Nitro (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ami-boot.html).
function bootModes(type: InstanceType): string[] {
  return type.architecture === "arm64" ? ["uefi"] : ["legacy-bios", "uefi"];
}
