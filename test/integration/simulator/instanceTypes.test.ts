import {
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  type Filter,
  paginateDescribeInstanceTypes,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { ec2Client } from "./client";

describe("instance types", () => {
  let simulator: Simulator;

  beforeAll(async () => {
    const notOffered = [{ instanceType: "m7i.large", availabilityZone: "us-west-2b" }, { instanceType: "r4.large" }];
    simulator = await startSimulator({ clock: manualClock(), world: { notOffered } });
  });

  afterAll(() => simulator.close());

  async function names(...Filters: Filter[]) {
    const found: string[] = [];
    for await (const page of paginateDescribeInstanceTypes({ client: ec2Client(simulator) }, { Filters })) {
      found.push(...(page.InstanceTypes ?? []).map(({ InstanceType = "" }) => InstanceType));
    }
    return found;
  }

  it.each([
    {
      InstanceType: "m5.large",
      VCpuInfo: { DefaultVCpus: 2 },
      MemoryInfo: { SizeInMiB: 8192 },
      Hypervisor: "nitro",
      BareMetal: false,
      BurstablePerformanceSupported: false,
      CurrentGeneration: true,
      ProcessorInfo: { SupportedArchitectures: ["x86_64"] },
      SupportedBootModes: ["legacy-bios", "uefi"],
    },
    {
      InstanceType: "m5.metal",
      VCpuInfo: { DefaultVCpus: 96 },
      MemoryInfo: { SizeInMiB: 393_216 },
      BareMetal: true,
      CurrentGeneration: true,
    },
    {
      InstanceType: "m7i.metal-48xl",
      VCpuInfo: { DefaultVCpus: 192 },
      MemoryInfo: { SizeInMiB: 786_432 },
      BareMetal: true,
    },
    { InstanceType: "t3.large", BurstablePerformanceSupported: true, Hypervisor: "nitro" },
    {
      InstanceType: "t2.large",
      BurstablePerformanceSupported: true,
      Hypervisor: "xen",
      CurrentGeneration: true,
      SupportedBootModes: ["legacy-bios"],
      ProcessorInfo: { SupportedArchitectures: ["i386", "x86_64"] },
    },
    { InstanceType: "m4.large", Hypervisor: "xen", CurrentGeneration: false },
    {
      InstanceType: "m6g.medium",
      VCpuInfo: { DefaultVCpus: 1 },
      MemoryInfo: { SizeInMiB: 4096 },
      ProcessorInfo: { SupportedArchitectures: ["arm64"] },
      SupportedBootModes: ["uefi"],
    },
    { InstanceType: "r6a.48xlarge", VCpuInfo: { DefaultVCpus: 192 }, MemoryInfo: { SizeInMiB: 1_572_864 } },
  ] as const)("are described: $InstanceType", async (expected) => {
    const { InstanceTypes } = await ec2Client(simulator).send(
      new DescribeInstanceTypesCommand({ InstanceTypes: [expected.InstanceType] }),
    );
    expect(InstanceTypes).toMatchObject([{ SupportedVirtualizationTypes: ["hvm"], ...expected }]);
    expect(InstanceTypes?.[0]?.Hypervisor === undefined).toBe(expected.InstanceType.includes("metal"));
  });

  it("come in pages of a hundred where the request does not say", async () => {
    const first = await ec2Client(simulator).send(new DescribeInstanceTypesCommand({}));
    expect(first.InstanceTypes).toHaveLength(100);
    const all = await names();
    expect(all.length).toBeGreaterThan(200);
    expect(new Set(all).size).toBe(all.length);
  });

  it("are found by what a choice of a type asks", async () => {
    const found = await names(
      { Name: "bare-metal", Values: ["false"] },
      { Name: "burstable-performance-supported", Values: ["false"] },
      { Name: "current-generation", Values: ["true"] },
      { Name: "processor-info.supported-architecture", Values: ["x86_64"] },
      { Name: "vcpu-info.default-vcpus", Values: ["2"] },
      { Name: "memory-info.size-in-mib", Values: ["16384"] },
    );
    expect(found).toEqual(["r5.large", "r5a.large", "r6a.large", "r6i.large", "r7i.large"]);
  });

  it("are offered in zones, but where the world says otherwise", async () => {
    const offered = async (instanceType: string) => {
      const { InstanceTypeOfferings = [] } = await ec2Client(simulator).send(
        new DescribeInstanceTypeOfferingsCommand({
          LocationType: "availability-zone",
          Filters: [{ Name: "instance-type", Values: [instanceType] }],
        }),
      );
      return InstanceTypeOfferings.map(({ Location }) => Location);
    };
    expect(await offered("m7i.large")).toEqual(["us-west-2a", "us-west-2c"]);
    expect(await offered("r4.large")).toEqual([]);
    await expect(
      ec2Client(simulator).send(new DescribeInstanceTypesCommand({ InstanceTypes: ["r4.large"] })),
    ).rejects.toMatchObject({ name: "InvalidInstanceType" });
  });
});
