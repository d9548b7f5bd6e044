import { InstanceStateName, SummaryStatus } from "@aws-sdk/client-ec2";
import { describe, expect, it } from "vitest";
import * as translate from "../../../../provider/src/ec2/translate";

describe(translate.toLaunchTemplateVersion.name, () => {
  const VERSION = { LaunchTemplateId: "lt-1", VersionNumber: 7 };

  it("reads subnet and groups of the first network interface, where DRS puts them", () => {
    expect(
      translate.toLaunchTemplateVersion({
        ...VERSION,
        LaunchTemplateData: {
          InstanceType: "r5.2xlarge",
          SecurityGroupIds: ["sg-beside"],
          NetworkInterfaces: [
            { DeviceIndex: 1, SubnetId: "subnet-2", Groups: ["sg-2"] },
            { DeviceIndex: 0, SubnetId: "subnet-1", Groups: ["sg-1"] },
          ],
        },
      }),
    ).toEqual({
      launchTemplateId: "lt-1",
      version: 7,
      instanceType: "r5.2xlarge",
      subnetId: "subnet-1",
      securityGroupIds: ["sg-1"],
      securityGroupsBesideInterface: true,
    });
  });

  it("does not see groups beside the first network interface where they are on it alone", () => {
    const LaunchTemplateData = { SecurityGroupIds: [], NetworkInterfaces: [{ Groups: ["sg-1"] }] };
    expect(translate.toLaunchTemplateVersion({ ...VERSION, LaunchTemplateData })).toEqual({
      launchTemplateId: "lt-1",
      version: 7,
      securityGroupIds: ["sg-1"],
    });
  });

  it("takes an interface without an index for the first", () => {
    const LaunchTemplateData = { NetworkInterfaces: [{ SubnetId: "subnet-1" }] };
    expect(translate.toLaunchTemplateVersion({ ...VERSION, LaunchTemplateData }).subnetId).toBe("subnet-1");
  });

  it("reads groups beside the interfaces of a template that was edited by hand", () => {
    const LaunchTemplateData = { SecurityGroupIds: ["sg-beside"] };
    expect(translate.toLaunchTemplateVersion({ ...VERSION, LaunchTemplateData })).toEqual({
      launchTemplateId: "lt-1",
      version: 7,
      securityGroupIds: ["sg-beside"],
      securityGroupsBesideInterface: true,
    });
  });

  it("reads what policies judge: a public address, IMDSv2 and tenancy", () => {
    const LaunchTemplateData = {
      NetworkInterfaces: [
        { DeviceIndex: 1, AssociatePublicIpAddress: true },
        { DeviceIndex: 0, AssociatePublicIpAddress: false },
      ],
      MetadataOptions: { HttpTokens: "required" as const },
      Placement: { Tenancy: "dedicated" as const },
    };
    expect(translate.toLaunchTemplateVersion({ ...VERSION, LaunchTemplateData })).toEqual({
      launchTemplateId: "lt-1",
      version: 7,
      associatePublicIp: false,
      httpTokens: "required",
      tenancy: "dedicated",
    });
  });

  it("leaves out what the template leaves open", () => {
    expect(translate.toLaunchTemplateVersion(VERSION)).toEqual({ launchTemplateId: "lt-1", version: 7 });
  });
});

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
