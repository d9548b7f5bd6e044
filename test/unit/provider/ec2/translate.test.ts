import { InstanceStateName, SummaryStatus } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import * as translate from "../../../../provider/src/ec2/translate";

describe(translate.toTaggedInstance.name, () => {
  it("reads the tags and the time of the launch", () => {
    const LaunchTime = new Date("2026-11-24T10:00:00Z");
    const Tags = [{ Key: "Name", Value: "db-1" }, { Key: "empty" }, { Value: "without a key" }];
    expect(translate.toTaggedInstance({ InstanceId: "i-1", State: { Name: "running" }, LaunchTime, Tags })).toEqual({
      instanceId: "i-1",
      state: "running",
      launchedAt: LaunchTime.getTime(),
      existsSince: LaunchTime.getTime(),
      tags: { Name: "db-1", empty: "" },
    });
  });

  it("knows since when it is there by its network interface too: a start sets the launch time anew", () => {
    const AttachTime = new Date("2026-01-01T00:00:00Z");
    const started = {
      LaunchTime: new Date("2026-11-24T10:00:00Z"),
      NetworkInterfaces: [{ Attachment: { AttachTime } }],
    };
    expect(translate.toEc2Instance({ InstanceId: "i-1", ...started }).existsSince).toBe(AttachTime.getTime());
  });

  it("leaves out what EC2 does not say", () => {
    const { launchedAt, tags } = translate.toTaggedInstance({ InstanceId: "i-1", State: { Name: "running" } });
    expect({ launchedAt, tags }).toEqual({ launchedAt: undefined, tags: {} });
  });
});

describe(translate.toEc2Instance.name, () => {
  it.each(Object.values(InstanceStateName))("passes the state %s on", (Name) => {
    expect(translate.toEc2Instance({ InstanceId: "i-1", State: { Name }, InstanceType: "t3.micro" })).toEqual({
      instanceId: "i-1",
      state: Name,
      instanceType: "t3.micro",
    });
  });

  it("does not guess a state", () => {
    expect(translate.toEc2Instance({ InstanceId: "i-1" })).toEqual({ instanceId: "i-1", state: "unknown" });
  });
});

describe(translate.toInstanceStatus.name, () => {
  it.each(Object.values(SummaryStatus))("passes the status %s of both checks on", (Status) => {
    expect(
      translate.toInstanceStatus({
        InstanceId: "i-1",
        InstanceState: { Name: "running" },
        SystemStatus: { Status },
        InstanceStatus: { Status },
      }),
    ).toEqual({ instanceId: "i-1", state: "running", system: Status, instance: Status });
  });

  it("takes the earlier of two failures", () => {
    const [early, late] = [new Date("2026-11-24T10:00:00Z"), new Date("2026-11-24T10:05:00Z")];
    expect(
      translate.toInstanceStatus({
        InstanceId: "i-1",
        SystemStatus: { Details: [{ ImpairedSince: late }] },
        InstanceStatus: { Details: [{}, { ImpairedSince: early }] },
      }).impairedSince,
    ).toBe(early.getTime());
  });

  it("does not take a check that is not reported for passed", () => {
    expect(translate.toInstanceStatus({ InstanceId: "i-1" })).toEqual({
      instanceId: "i-1",
      state: "unknown",
      system: "unknown",
      instance: "unknown",
    });
  });
});

describe(translate.toInstanceType.name, () => {
  const INFO = {
    InstanceType: "m5.large" as const,
    VCpuInfo: { DefaultVCpus: 2 },
    MemoryInfo: { SizeInMiB: 8192 },
    SupportedBootModes: ["legacy-bios" as const, "uefi" as const],
  };

  it("reads size and boot modes", () => {
    expect(translate.toInstanceType(INFO)).toEqual({
      instanceType: "m5.large",
      vCpus: 2,
      memoryMiB: 8192,
      bootModes: ["legacy-bios", "uefi"],
    });
  });

  it.each(["InstanceType", "VCpuInfo", "MemoryInfo"] as const)("guesses nothing without %s", (member) => {
    const { [member]: _missing, ...rest } = INFO;
    expect(translate.toInstanceType(rest)).toBeUndefined();
  });
});

describe(translate.toCurrentInstanceType.name, () => {
  const INFO = {
    InstanceType: "m5.large" as const,
    CurrentGeneration: true,
    SupportedUsageClasses: ["on-demand" as const, "spot" as const],
    SupportedRootDeviceTypes: ["ebs" as const],
    SupportedVirtualizationTypes: ["hvm" as const],
    BareMetal: false,
    Hypervisor: "nitro" as const,
    ProcessorInfo: { SupportedArchitectures: ["x86_64" as const] },
    VCpuInfo: { DefaultVCpus: 2 },
    MemoryInfo: { SizeInMiB: 8192 },
    InstanceStorageSupported: false,
    BurstablePerformanceSupported: false,
    SupportedBootModes: ["legacy-bios" as const, "uefi" as const],
  };

  it("reads what decides whether it can stand in for a machine", () => {
    expect(translate.toCurrentInstanceType(INFO)).toEqual({
      instanceType: "m5.large",
      isCurrent: true,
      vCpus: 2,
      memoryMiB: 8192,
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
    });
  });

  it("leaves out what EC2 does not say, lists too that the client makes of nothing", () => {
    const nothing = { SupportedBootModes: [], ProcessorInfo: { SupportedArchitectures: [] } };
    expect(translate.toCurrentInstanceType({ InstanceType: "m5.large", ...nothing })).toEqual({
      instanceType: "m5.large",
      accelerators: [],
    });
  });

  it("names what it has beside its CPUs, by members also that the client has learned since", () => {
    const accelerated = { ...INFO, GpuInfo: { Gpus: [] }, NeuronInfo: {}, NetworkInfo: {} };
    expect(translate.toCurrentInstanceType(accelerated)?.accelerators).toEqual(["GpuInfo", "NeuronInfo"]);
  });

  it("is nothing without a name", () => {
    const { InstanceType: _missing, ...rest } = INFO;
    expect(translate.toCurrentInstanceType(rest)).toBeUndefined();
  });
});

describe(translate.toInstanceTypeOffering.name, () => {
  const OFFERING = {
    InstanceType: "m5.large" as const,
    LocationType: "availability-zone" as const,
    Location: "us-west-2a",
  };

  it("is a type and a zone", () => {
    expect(translate.toInstanceTypeOffering(OFFERING)).toEqual({
      instanceType: "m5.large",
      availabilityZone: "us-west-2a",
    });
  });

  it.each(["InstanceType", "Location"] as const)("is nothing without %s", (member) => {
    expect(translate.toInstanceTypeOffering({ ...OFFERING, [member]: undefined })).toBeUndefined();
  });

  it("is nothing for a Region", () => {
    const offering = { ...OFFERING, LocationType: "region" as const, Location: "us-west-2" };
    expect(translate.toInstanceTypeOffering(offering)).toBeUndefined();
  });
});
