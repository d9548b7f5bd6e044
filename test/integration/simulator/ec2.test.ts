import {
  CreateLaunchTemplateVersionCommand,
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypesCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  ModifyLaunchTemplateCommand,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { ec2Client } from "./client";

const ONE = "s-0123456789abcdef1";
const TWO = "s-0123456789abcdef2";
const SUBNET = "subnet-0123456789abcdef0";
const TYPES = ["m4.large", "t2.micro", "r5.2xlarge", "c6g.large", "m6g.xlarge", "r6g.4xlarge"] as const;
const HARDENED = "lt-0123456789abcdef1";
const TEMPLATE = "lt-0123456789abcdef0";

describe("EC2", () => {
  let simulator: Simulator;

  beforeAll(async () => {
    simulator = await startSimulator({
      clock: manualClock(),
      world: {
        sourceServers: [
          {
            sourceServerID: ONE,
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
            launchTemplate: {
              launchTemplateId: TEMPLATE,
              instanceType: "r5.large",
              subnetId: SUBNET,
              privateIp: "10.0.1.10",
            },
          },
          {
            sourceServerID: TWO,
            launchTemplate: { launchTemplateId: HARDENED, httpTokens: "required", tenancy: "dedicated" },
          },
        ],
        subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.1.0/24", availableIpAddressCount: 7 }],
        recoveryInstances: [
          { sourceServerID: ONE, ec2InstanceID: "i-0123456789abcdef1", tags: { Tier: "<a & b>" } },
          { sourceServerID: TWO, ec2InstanceID: "i-0123456789abcdef2", state: "STOPPED" },
          { sourceServerID: TWO, ec2InstanceID: "i-0123456789abcdef3", state: "NOT_FOUND" },
        ],
      },
    });
  });

  afterAll(() => simulator.close());

  it("describes a launch template's default version", async () => {
    const answer = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, Versions: ["$Default"] }),
    );
    expect(answer.LaunchTemplateVersions).toMatchObject([
      {
        VersionNumber: 1,
        DefaultVersion: true,
        LaunchTemplateData: {
          InstanceType: "r5.large",
          NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SUBNET, PrivateIpAddress: "10.0.1.10" }],
        },
      },
    ]);
  });

  it("describes the default versions of all launch templates", async () => {
    const answer = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ Versions: ["$Default"] }),
    );
    expect(answer.LaunchTemplateVersions).toHaveLength(2);
  });

  it("makes a version from another one, and makes it the default", async () => {
    const ec2 = ec2Client(simulator);
    const { LaunchTemplateVersion } = await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: TEMPLATE,
        SourceVersion: "1",
        VersionDescription: "drill",
        LaunchTemplateData: { InstanceType: "m5.large" },
      }),
    );
    expect(LaunchTemplateVersion).toMatchObject({
      VersionNumber: 2,
      VersionDescription: "drill",
      DefaultVersion: false,
      LaunchTemplateData: { InstanceType: "m5.large", NetworkInterfaces: [{ SubnetId: SUBNET }] },
    });
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE, DefaultVersion: "2" }));
    const { LaunchTemplates } = await ec2.send(new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [TEMPLATE] }));
    expect(LaunchTemplates).toMatchObject([{ DefaultVersionNumber: 2, LatestVersionNumber: 2 }]);
  });

  it("shows the metadata options and the tenancy of a template", async () => {
    const answer = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: HARDENED, Versions: ["1"] }),
    );
    const data = answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
    expect(data).toMatchObject({ MetadataOptions: { HttpTokens: "required" }, Placement: { Tenancy: "dedicated" } });
  });

  it("keeps all metadata options of a version, and takes them over from a source version", async () => {
    const ec2 = ec2Client(simulator);
    const MetadataOptions = {
      HttpTokens: "optional",
      HttpEndpoint: "enabled",
      HttpPutResponseHopLimit: 2,
      HttpProtocolIpv6: "disabled",
      InstanceMetadataTags: "enabled",
    } as const;
    const version = async (SourceVersion: string, LaunchTemplateData: object) =>
      (
        await ec2.send(
          new CreateLaunchTemplateVersionCommand({ LaunchTemplateId: HARDENED, SourceVersion, LaunchTemplateData }),
        )
      ).LaunchTemplateVersion?.LaunchTemplateData;
    expect((await version("1", { KeyName: "k" }))?.MetadataOptions).toEqual({ HttpTokens: "required" });
    expect((await version("1", { MetadataOptions }))?.MetadataOptions).toEqual(MetadataOptions);
    expect(await version("3", { KeyName: "k" })).toMatchObject({
      MetadataOptions,
      Placement: { Tenancy: "dedicated" },
    });
  });

  it("describes subnets and refuses an unknown one", async () => {
    const ec2 = ec2Client(simulator);
    expect((await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [SUBNET] }))).Subnets).toMatchObject([
      { SubnetId: SUBNET, CidrBlock: "10.0.1.0/24", AvailableIpAddressCount: 7, State: "available" },
    ]);
    await expect(ec2.send(new DescribeSubnetsCommand({ SubnetIds: ["subnet-00000000"] }))).rejects.toMatchObject({
      name: "InvalidSubnetID.NotFound",
    });
  });

  it("filters instances by tag and state; one that EC2 has lost is not found", async () => {
    const ec2 = ec2Client(simulator);
    const ids = async (Filters: { Name: string; Values: string[] }[]) =>
      ((await ec2.send(new DescribeInstancesCommand({ Filters }))).Reservations ?? [])
        .flatMap((r) => r.Instances ?? [])
        .map((i) => i.InstanceId);
    expect(await ids([{ Name: "tag:Tier", Values: ["<a*"] }])).toEqual(["i-0123456789abcdef1"]);
    expect(await ids([{ Name: "instance-state-name", Values: ["stopped", "pending"] }])).toEqual([
      "i-0123456789abcdef2",
    ]);
    await expect(
      ec2.send(new DescribeInstancesCommand({ InstanceIds: ["i-0123456789abcdef3"] })),
    ).rejects.toMatchObject({
      name: "InvalidInstanceID.NotFound",
      message: "The instance ID 'i-0123456789abcdef3' does not exist",
    });
  });

  it("shows the status of stopped instances on request only", async () => {
    const ec2 = ec2Client(simulator);
    const number = async (IncludeAllInstances: boolean) =>
      (await ec2.send(new DescribeInstanceStatusCommand({ IncludeAllInstances }))).InstanceStatuses?.length;
    expect([await number(false), await number(true)]).toEqual([1, 2]);
  });

  it("answers an empty list as one", async () => {
    const answer = await ec2Client(simulator).send(
      new DescribeInstancesCommand({ Filters: [{ Name: "tag:Tier", Values: ["none"] }] }),
    );
    expect(answer.Reservations ?? []).toEqual([]);
  });

  const intel = { architectures: ["x86_64"], hypervisor: "nitro", bootModes: ["legacy-bios", "uefi"] };
  const graviton = { architectures: ["arm64"], hypervisor: "nitro", bootModes: ["uefi"] };
  const xen = { architectures: ["x86_64"], hypervisor: "xen", bootModes: ["legacy-bios"] };

  it.each([
    { type: "r5.2xlarge", vCpus: 8, cores: 4, memory: 65_536, ...intel },
    { type: "c6g.large", vCpus: 2, cores: 2, memory: 4096, ...graviton },
    { type: "m6g.xlarge", vCpus: 4, cores: 4, memory: 16_384, ...graviton },
    { type: "r6g.4xlarge", vCpus: 16, cores: 16, memory: 131_072, ...graviton },
    { type: "m4.large", vCpus: 2, cores: 1, memory: 8192, ...xen },
    { type: "t2.micro", vCpus: 1, cores: 1, memory: 1024, ...xen, architectures: ["i386", "x86_64"] },
  ])("knows what a $type is", async ({ type, vCpus, cores, memory, architectures, hypervisor, bootModes }) => {
    const InstanceTypes = TYPES.filter((known) => known === type);
    const answer = await ec2Client(simulator).send(new DescribeInstanceTypesCommand({ InstanceTypes }));
    expect(answer.InstanceTypes).toMatchObject([
      {
        InstanceType: type,
        Hypervisor: hypervisor,
        VCpuInfo: { DefaultVCpus: vCpus, DefaultCores: cores },
        MemoryInfo: { SizeInMiB: memory },
        ProcessorInfo: { SupportedArchitectures: architectures },
        SupportedBootModes: bootModes,
      },
    ]);
  });

  it("filters instance types by architecture and boot mode", async () => {
    const ec2 = ec2Client(simulator);
    const families = async (Name: string, value: string) => {
      const answer = await ec2.send(new DescribeInstanceTypesCommand({ Filters: [{ Name, Values: [value] }] }));
      return [...new Set((answer.InstanceTypes ?? []).map((type) => type.InstanceType?.split(".")[0]))];
    };
    const arm64 = ["c6g", "c7g", "m6g", "m7g", "r6g", "r7g", "t4g"];
    expect(await families("processor-info.supported-architecture", "arm64")).toEqual(arm64);
    const bios = await families("supported-boot-mode", "legacy-bios");
    expect({ arm64: bios.filter((name) => arm64.includes(name ?? "")), c5: bios.includes("c5") }).toEqual({
      arm64: [],
      c5: true,
    });
    expect(await families("hypervisor", "xen")).toEqual(["c4", "m4", "r4", "t2"]);
    expect(await families("processor-info.supported-architecture", "i386")).toEqual(["t2"]);
  });
});
