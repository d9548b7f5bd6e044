import { StartRecoveryCommand } from "@aws-sdk/client-drs";
import {
  DescribeInstanceAttributeCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeNetworkInterfacesCommand,
  DescribeVolumeAttributeCommand,
  DescribeVolumesCommand,
  DescribeVpcsCommand,
  GetConsoleOutputCommand,
  GetConsoleScreenshotCommand,
  type Instance,
  ModifyInstanceAttributeCommand,
  paginateDescribeNetworkInterfaces,
  paginateDescribeVolumes,
} from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type ManualClock,
  manualClock,
  type Simulator,
  startSimulator,
  type WorldFile,
} from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

const GiB = 2 ** 30;
const WEB = "s-0123456789abcdef1";
const DATABASE = "s-0123456789abcdef2";
const SUBNET = "subnet-0123456789abcdef0";
const STORAGE = "subnet-0123456789abcdef1";
const VPC = "vpc-0123456789abcdef0";
const GROUP = "sg-0123456789abcdef0";
const OWN = "eni-0123456789abcdef0";
const SPARE = "eni-0123456789abcdef1";
const VOLUME = "vol-0123456789abcdef0";

const WORLD: WorldFile = {
  sourceServers: [
    {
      sourceServerID: WEB,
      hostname: "web-1",
      disks: [
        { deviceName: "/dev/xvda", bytes: 8 * GiB },
        { deviceName: "/dev/xvdb", bytes: 20 * GiB + 1 },
        { deviceName: "/dev/xvdc", bytes: GiB },
      ],
      replicatedDisks: ["/dev/xvda", "/dev/xvdb"],
      launchTemplate: {
        tenancy: "dedicated",
        httpTokens: "required",
        data: {
          BlockDeviceMappings: [{ DeviceName: "/dev/xvda", Ebs: { VolumeType: "io2", Iops: 5000, VolumeSize: 16 } }],
          NetworkInterfaces: [
            { DeviceIndex: 0, SubnetId: SUBNET, Groups: [GROUP] },
            { DeviceIndex: 1, SubnetId: STORAGE, Description: "storage", DeleteOnTermination: false },
          ],
          TagSpecifications: [
            { ResourceType: "instance", Tags: [{ Key: "Tier", Value: "web" }] },
            { ResourceType: "volume", Tags: [{ Key: "Backup", Value: "no" }] },
          ],
        },
      },
    },
    {
      sourceServerID: DATABASE,
      hostname: "db-1",
      statusChecks: "impaired",
      console: { screenshot: "SlBFRw==" },
      launchTemplate: { data: { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: OWN }] } },
    },
  ],
  vpcs: [{ vpcId: VPC, tags: { Name: "recovery" } }],
  subnets: [
    { subnetId: SUBNET, vpcId: VPC, cidrBlock: "10.1.0.0/24", availabilityZone: "us-west-2b" },
    { subnetId: STORAGE, vpcId: VPC, cidrBlock: "10.1.1.0/24", availabilityZone: "us-west-2b" },
  ],
  securityGroups: [{ groupId: GROUP, groupName: "web", vpcId: VPC }],
  networkInterfaces: [
    { networkInterfaceId: OWN, subnetId: SUBNET, privateIp: "10.1.0.77", macAddress: "0a:00:00:00:00:01" },
    { networkInterfaceId: SPARE, subnetId: STORAGE, tags: { Use: "spare" } },
  ],
  volumes: [
    {
      volumeId: VOLUME,
      sizeGiB: 50,
      availabilityZone: "us-west-2c",
      attachedTo: { instanceId: "i-0123456789abcdef9", deviceName: "/dev/sda1" },
      productCodes: [{ productCodeId: "abcdefghijklmnopqrstuvwxy" }],
      tags: { Name: "source" },
    },
  ],
  notOffered: [{ instanceType: "m5.large", availabilityZone: "us-west-2a" }, { instanceType: "m4.large" }],
};

describe("machines of EC2", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = manualClock();
    simulator = await startSimulator({ clock, world: WORLD });
    const sourceServers = [WEB, DATABASE].map((sourceServerID) => ({ sourceServerID }));
    await drsClient(simulator).send(new StartRecoveryCommand({ isDrill: true, sourceServers }));
    clock.advance(3600);
  });

  afterAll(() => simulator.close());

  async function launched(sourceServerID: string): Promise<Instance> {
    const id = simulator.world().instances.find((instance) => instance.sourceServerID === sourceServerID);
    const { Reservations } = await ec2Client(simulator).send(
      new DescribeInstancesCommand({ InstanceIds: [id?.ec2InstanceID ?? ""] }),
    );
    return Reservations?.[0]?.Instances?.[0] ?? {};
  }

  async function refusalOf(call: Promise<unknown>): Promise<string> {
    return call.then(
      () => "no refusal",
      (error: unknown) => String(error),
    );
  }

  it("gives an instance the interfaces of its template, each with an address and a MAC of its own", async () => {
    const { InstanceId, NetworkInterfaces = [], PrivateIpAddress, SubnetId } = await launched(WEB);
    expect(NetworkInterfaces).toMatchObject([
      {
        SubnetId: SUBNET,
        VpcId: VPC,
        PrivateIpAddress,
        Groups: [{ GroupId: GROUP, GroupName: "web" }],
        Attachment: { DeviceIndex: 0, DeleteOnTermination: true, Status: "attached" },
        Status: "in-use",
      },
      {
        SubnetId: STORAGE,
        Description: "storage",
        Groups: [{ GroupName: "default" }],
        Attachment: { DeviceIndex: 1, DeleteOnTermination: false },
      },
    ]);
    expect(SubnetId).toBe(SUBNET);
    const macs = NetworkInterfaces.map(({ MacAddress }) => MacAddress);
    expect(new Set(macs).size).toBe(2);
    expect(macs).toEqual(macs.map(() => expect.stringMatching(/^0a(:[0-9a-f]{2}){5}$/)));
    const described = await ec2Client(simulator).send(
      new DescribeNetworkInterfacesCommand({
        Filters: [{ Name: "attachment.instance-id", Values: [InstanceId ?? ""] }],
      }),
    );
    expect(described.NetworkInterfaces).toMatchObject(
      NetworkInterfaces.map(({ NetworkInterfaceId, MacAddress, PrivateIpAddress: ip }) => ({
        NetworkInterfaceId,
        MacAddress,
        PrivateIpAddress: ip,
        AvailabilityZone: "us-west-2b",
        Attachment: { InstanceId },
      })),
    );
  });

  it("gives an instance the interface that exists already, with its address", async () => {
    const { NetworkInterfaces, PrivateIpAddress, SubnetId } = await launched(DATABASE);
    expect({ PrivateIpAddress, SubnetId }).toEqual({ PrivateIpAddress: "10.1.0.77", SubnetId: SUBNET });
    expect(NetworkInterfaces).toMatchObject([
      {
        NetworkInterfaceId: OWN,
        MacAddress: "0a:00:00:00:00:01",
        Attachment: { DeviceIndex: 0, DeleteOnTermination: false },
      },
    ]);
  });

  it("gives an instance a volume for each replicated disk, by its template", async () => {
    const { InstanceId, BlockDeviceMappings = [], RootDeviceName } = await launched(WEB);
    const { Volumes } = await ec2Client(simulator).send(
      new DescribeVolumesCommand({ Filters: [{ Name: "attachment.instance-id", Values: [InstanceId ?? ""] }] }),
    );
    const attached = (Device: string) => [{ InstanceId, Device, State: "attached", DeleteOnTermination: true }];
    expect(Volumes).toMatchObject([
      { Size: 16, VolumeType: "io2", Iops: 5000, State: "in-use", Attachments: attached("/dev/xvda") },
      { Size: 21, VolumeType: "gp3", Iops: 3000, Throughput: 125, Attachments: attached("/dev/xvdb") },
    ]);
    expect(Volumes?.[0]?.Tags).toEqual([{ Key: "Backup", Value: "no" }]);
    expect(BlockDeviceMappings.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.VolumeId])).toEqual([
      ["/dev/xvda", Volumes?.[0]?.VolumeId],
      ["/dev/xvdb", Volumes?.[1]?.VolumeId],
    ]);
    expect(RootDeviceName).toBe("/dev/xvda");
  });

  it("shows the tenancy and the metadata options of an instance's template", async () => {
    expect(await launched(WEB)).toMatchObject({
      Placement: { Tenancy: "dedicated" },
      MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 1, State: "applied" },
      Tags: expect.arrayContaining([{ Key: "Tier", Value: "web" }]),
    });
  });

  it("lists interfaces that the world lists, attached or not, page by page", async () => {
    const pages = paginateDescribeNetworkInterfaces({ client: ec2Client(simulator), pageSize: 2 }, {});
    const sizes: number[] = [];
    const statuses = new Map<string | undefined, string | undefined>();
    for await (const { NetworkInterfaces = [] } of pages) {
      sizes.push(NetworkInterfaces.length);
      for (const { NetworkInterfaceId, Status } of NetworkInterfaces) {
        statuses.set(NetworkInterfaceId, Status);
      }
    }
    expect(sizes).toEqual([2, 2]);
    expect([statuses.get(OWN), statuses.get(SPARE)]).toEqual(["in-use", "available"]);
  });

  it("lists a world's volumes beside those of instances, and knows their product codes", async () => {
    const ec2 = ec2Client(simulator);
    const ids: (string | undefined)[] = [];
    for await (const { Volumes = [] } of paginateDescribeVolumes({ client: ec2, pageSize: 3 }, {})) {
      ids.push(...Volumes.map(({ VolumeId }) => VolumeId));
    }
    expect(new Set(ids).size).toBe(4);
    expect((await ec2.send(new DescribeVolumesCommand({ VolumeIds: [VOLUME] }))).Volumes).toMatchObject([
      {
        VolumeId: VOLUME,
        Size: 50,
        AvailabilityZone: "us-west-2c",
        Encrypted: false,
        Attachments: [{ InstanceId: "i-0123456789abcdef9", Device: "/dev/sda1", DeleteOnTermination: false }],
        Tags: [{ Key: "Name", Value: "source" }],
      },
    ]);
    const { ProductCodes } = await ec2.send(
      new DescribeVolumeAttributeCommand({ VolumeId: VOLUME, Attribute: "productCodes" }),
    );
    expect(ProductCodes).toEqual([{ ProductCodeId: "abcdefghijklmnopqrstuvwxy", ProductCodeType: "marketplace" }]);
  });

  it("describes VPCs by what is in them", async () => {
    const ec2 = ec2Client(simulator);
    expect((await ec2.send(new DescribeVpcsCommand({ VpcIds: [VPC] }))).Vpcs).toMatchObject([
      {
        VpcId: VPC,
        CidrBlock: "10.1.0.0/16",
        IsDefault: false,
        State: "available",
        OwnerId: "111122223333",
        Tags: [{ Key: "Name", Value: "recovery" }],
      },
    ]);
    const isDefault = await ec2.send(new DescribeVpcsCommand({ Filters: [{ Name: "is-default", Values: ["true"] }] }));
    expect(isDefault.Vpcs).toMatchObject([{ CidrBlock: "172.31.0.0/16", IsDefault: true }]);
  });

  it.each([
    { LocationType: "region", expected: ["us-west-2"] },
    { LocationType: "availability-zone", expected: ["us-west-2b", "us-west-2c"] },
  ] as const)("knows where a type is offered: $LocationType", async ({ LocationType, expected }) => {
    const { InstanceTypeOfferings = [] } = await ec2Client(simulator).send(
      new DescribeInstanceTypeOfferingsCommand({
        LocationType,
        Filters: [{ Name: "instance-type", Values: ["m5.large", "m4.large"] }],
      }),
    );
    expect(InstanceTypeOfferings).toEqual(
      expected.map((Location) => ({ InstanceType: "m5.large", LocationType, Location })),
    );
  });

  it("does not know a type that no zone offers", async () => {
    const call = ec2Client(simulator).send(new DescribeInstanceTypesCommand({ InstanceTypes: ["m4.large"] }));
    expect(await refusalOf(call)).toBe(
      "InvalidInstanceType: The following supplied instance types do not exist: [m4.large]",
    );
  });

  it("turns termination protection on and off", async () => {
    const ec2 = ec2Client(simulator);
    const { InstanceId } = await launched(WEB);
    const protection = async () =>
      (await ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination" })))
        .DisableApiTermination?.Value;
    const before = await protection();
    await ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, DisableApiTermination: { Value: true } }));
    const on = await protection();
    await ec2.send(
      new ModifyInstanceAttributeCommand({ InstanceId, Attribute: "disableApiTermination", Value: "false" }),
    );
    expect([before, on, await protection()]).toEqual([false, true, false]);
  });

  it("describes attributes of an instance", async () => {
    const ec2 = ec2Client(simulator);
    const { InstanceId } = await launched(WEB);
    const attribute = async (Attribute: "rootDeviceName" | "groupSet" | "blockDeviceMapping" | "userData") =>
      ec2.send(new DescribeInstanceAttributeCommand({ InstanceId, Attribute }));
    expect((await attribute("rootDeviceName")).RootDeviceName).toEqual({ Value: "/dev/xvda" });
    expect((await attribute("groupSet")).Groups).toEqual([{ GroupId: GROUP, GroupName: "web" }]);
    expect((await attribute("blockDeviceMapping")).BlockDeviceMappings).toHaveLength(2);
    expect((await attribute("userData")).UserData).toEqual({});
  });

  it("shows what a system wrote on its console once it has booted, and the picture of its screen", async () => {
    const ec2 = ec2Client(simulator);
    const text = async (sourceServerID: string) => {
      const { InstanceId } = await launched(sourceServerID);
      const { Output } = await ec2.send(new GetConsoleOutputCommand({ InstanceId }));
      return Output === undefined ? undefined : Buffer.from(Output, "base64").toString();
    };
    expect(await text(WEB)).toContain("web-1 login: ");
    expect(await text(DATABASE)).toContain("Kernel panic");
    const picture = async (sourceServerID: string) => {
      const { InstanceId } = await launched(sourceServerID);
      return (await ec2.send(new GetConsoleScreenshotCommand({ InstanceId }))).ImageData;
    };
    expect(await picture(DATABASE)).toBe("SlBFRw==");
    expect(Buffer.from((await picture(WEB)) ?? "", "base64").subarray(0, 3)).toEqual(Buffer.from([0xff, 0xd8, 0xff]));
  });

  it.each([
    {
      label: "a VPC",
      call: () => ec2Client(simulator).send(new DescribeVpcsCommand({ VpcIds: ["vpc-00000000"] })),
      refusal: "InvalidVpcID.NotFound: The vpc ID 'vpc-00000000' does not exist",
    },
    {
      label: "a network interface",
      call: () =>
        ec2Client(simulator).send(new DescribeNetworkInterfacesCommand({ NetworkInterfaceIds: ["eni-00000000"] })),
      refusal: "InvalidNetworkInterfaceID.NotFound: The networkInterface ID 'eni-00000000' does not exist",
    },
    {
      label: "a volume",
      call: () => ec2Client(simulator).send(new DescribeVolumesCommand({ VolumeIds: ["vol-00000000"] })),
      refusal: "InvalidVolume.NotFound: The volume 'vol-00000000' does not exist.",
    },
    {
      label: "an instance's console",
      call: () => ec2Client(simulator).send(new GetConsoleOutputCommand({ InstanceId: "i-00000000" })),
      refusal: "InvalidInstanceID.NotFound: The instance ID 'i-00000000' does not exist",
    },
    {
      label: "a filter",
      call: () => ec2Client(simulator).send(new DescribeVpcsCommand({ Filters: [{ Name: "colour", Values: ["x"] }] })),
      refusal: "InvalidParameterValue: The filter 'colour' is invalid (or drs-simulator does not model it)",
    },
  ])("refuses $label that it does not have", async ({ call, refusal }) => {
    expect(await refusalOf(call())).toBe(refusal);
  });
});

describe("a launch into an instance", () => {
  it("keeps its interface, attached since then, and swaps its volumes", async () => {
    const target = "i-0123456789abcdef7";
    const clock = manualClock();
    const simulator = await startSimulator({
      clock,
      world: {
        sourceServers: [
          {
            sourceServerID: WEB,
            launchConfiguration: { launchIntoInstanceProperties: { launchIntoEC2InstanceID: target } },
          },
        ],
        volumes: [{ volumeId: VOLUME, attachedTo: { instanceId: target, deviceName: "/dev/sda1" } }],
      },
    });
    const shown = async () => {
      const { Reservations } = await ec2Client(simulator).send(new DescribeInstancesCommand({ InstanceIds: [target] }));
      const { NetworkInterfaces, BlockDeviceMappings } = Reservations?.[0]?.Instances?.[0] ?? {};
      return {
        interfaces: NetworkInterfaces?.map(({ NetworkInterfaceId, Attachment }) => [
          NetworkInterfaceId,
          Attachment?.AttachTime,
        ]),
        volumes: BlockDeviceMappings?.map(({ DeviceName, Ebs }) => [DeviceName, Ebs?.VolumeId]),
      };
    };
    try {
      const before = await shown();
      await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: WEB }] }));
      clock.advance(3600);
      const after = await shown();
      expect(before.volumes).toEqual([["/dev/sda1", VOLUME]]);
      expect(after).toEqual({ ...before, volumes: [["/dev/xvda", expect.not.stringContaining(VOLUME)]] });
      const { Volumes } = await ec2Client(simulator).send(new DescribeVolumesCommand({ VolumeIds: [VOLUME] }));
      expect(Volumes).toMatchObject([{ State: "available" }]);
    } finally {
      await simulator.close();
    }
  });
});

describe("a launch that EC2 refuses", () => {
  it.each([
    {
      label: "an interface that another instance has",
      world: {
        ...WORLD,
        recoveryInstances: [{ sourceServerID: DATABASE }],
        sourceServers: [DATABASE, WEB].map((sourceServerID) => ({
          sourceServerID,
          launchTemplate: { data: { NetworkInterfaces: [{ NetworkInterfaceId: OWN }] } },
        })),
      },
      rawError: `An error occurred (InvalidNetworkInterface.InUse) when calling the RunInstances operation: Interface: [${OWN}] in use.`,
    },
    {
      label: "a type that its zone does not offer",
      world: {
        ...WORLD,
        sourceServers: [
          {
            sourceServerID: WEB,
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" as const },
            launchTemplate: { instanceType: "m4.large", subnetId: SUBNET },
          },
        ],
      },
      rawError:
        "An error occurred (Unsupported) when calling the RunInstances operation: Your requested instance type (m4.large) is not supported in your requested Availability Zone (us-west-2b).",
    },
  ])("fails for $label", async ({ world, rawError }) => {
    const clock = manualClock();
    const simulator = await startSimulator({ clock, world });
    try {
      await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: WEB }] }));
      clock.advance(3600);
      const failed = simulator.world().jobs[0]?.log.find(({ event }) => event === "LAUNCH_FAILED");
      expect(failed?.eventData).toMatchObject({ rawError });
    } finally {
      await simulator.close();
    }
  });
});
