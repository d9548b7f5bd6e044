import type { CurrentInstanceType } from "../../../../../provider/src/ec2/types";

/** A type that stands in for any x86_64 machine that it is large enough for; a test changes the one field that it is about. */
export function aType(changes: Partial<CurrentInstanceType> = {}): CurrentInstanceType {
  return {
    instanceType: "m6i.xlarge",
    isCurrent: true,
    vCpus: 4,
    memoryMiB: 16_384,
    architectures: ["x86_64"],
    bootModes: ["legacy-bios", "uefi"],
    isBareMetal: false,
    isNitro: true,
    isBurstable: false,
    hasInstanceStorage: false,
    usageClasses: ["on-demand", "spot"],
    rootDeviceTypes: ["ebs"],
    virtualizationTypes: ["hvm"],
    accelerators: [],
    ...changes,
  };
}
