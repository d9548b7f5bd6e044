import { StartRecoveryCommand, UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import {
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  type DescribeLaunchTemplateVersionsCommandInput,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";
import { everyMember, sdkInterfaces } from "./sdkShapes";

const SERVER = "s-0123456789abcdef1";
const TEMPLATE = "lt-0123456789abcdef1";
const DRS = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForElasticDisasterRecovery/drs";
const USER = "arn:aws:iam::111122223333:user/simulated";

const interfaces = sdkInterfaces();
const memberNames = [...(interfaces.get("RequestLaunchTemplateData")?.keys() ?? [])];

describe("launch templates of EC2", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: manualClock(),
      world: {
        // The texts of these tests are no values of enums.
        quirks: { malformedTemplates: "warn" },
        sourceServers: [
          {
            sourceServerID: SERVER,
            hostname: "db-1",
            disks: [
              { deviceName: "/dev/xvda", bytes: 8 * 2 ** 30 },
              { deviceName: "/dev/xvdb", bytes: 100 * 2 ** 30 },
              { deviceName: "/dev/xvdc", bytes: 100 * 2 ** 30 },
            ],
            replicatedDisks: ["/dev/xvda", "/dev/xvdb"],
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
            launchTemplate: { launchTemplateId: TEMPLATE, instanceType: "m5.large" },
          },
        ],
      },
    });
  });

  afterEach(() => simulator.close());

  async function create(request: Partial<CreateLaunchTemplateVersionCommandInput>) {
    const answer = await ec2Client(simulator).send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: TEMPLATE,
        LaunchTemplateData: { KeyName: "k" },
        ...request,
      }),
    );
    return answer.LaunchTemplateVersion;
  }

  async function versions(request: DescribeLaunchTemplateVersionsCommandInput) {
    const answer = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, ...request }),
    );
    return (answer.LaunchTemplateVersions ?? []).map((version) => version.VersionNumber);
  }

  async function data(Version: string) {
    const answer = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, Versions: [Version] }),
    );
    return answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
  }

  it.each(memberNames)("keeps %s of a new version, and all that is in it", async (member) => {
    expect(memberNames.length).toBeGreaterThan(30);
    const all = everyMember(interfaces, "RequestLaunchTemplateData");
    await fc.assert(
      fc.asyncProperty(all, async (sent) => {
        const LaunchTemplateData: RequestLaunchTemplateData = { [member]: sent[member] };
        const made = await create({ LaunchTemplateData });
        expect(made?.LaunchTemplateData).toEqual(LaunchTemplateData);
        expect(await data("$Latest")).toEqual(LaunchTemplateData);
      }),
      { numRuns: 5 },
    );
  });

  it("keeps all members of a version at once", async () => {
    const all = everyMember(interfaces, "RequestLaunchTemplateData");
    await fc.assert(
      fc.asyncProperty(all, async (LaunchTemplateData) => {
        await create({ LaunchTemplateData });
        expect(await data("$Latest")).toEqual(LaunchTemplateData);
      }),
      { numRuns: 10 },
    );
  });

  it.each([
    {
      label: "an interface replaces all of the source's",
      given: { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: "eni-0123456789abcdef0" }] },
      expected: { NetworkInterfaces: [{ DeviceIndex: 0, NetworkInterfaceId: "eni-0123456789abcdef0" }] },
    },
    {
      label: "requirements displace the source's type",
      given: { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
      expected: { InstanceRequirements: { VCpuCount: { Min: 2 }, MemoryMiB: { Min: 4096 } } },
    },
    { label: "an own type", given: { InstanceType: "r5.large" }, expected: { InstanceType: "r5.large" } },
    { label: "what is not named", given: { KeyName: "k" }, expected: { InstanceType: "m5.large", EbsOptimized: true } },
  ] as const)("merges a version over its source: $label", async ({ given, expected }) => {
    const merged = (await create({ SourceVersion: "1", LaunchTemplateData: structuredClone(given) as object }))
      ?.LaunchTemplateData;
    expect({ ...merged }).toMatchObject(expected);
    expect(merged?.InstanceType === undefined).toBe("InstanceRequirements" in given);
    expect(merged?.TagSpecifications).toEqual((await data("1"))?.TagSpecifications);
  });

  it("does not inherit the snapshots of disks", async () => {
    const BlockDeviceMappings = [
      { DeviceName: "/dev/xvda", Ebs: { SnapshotId: "snap-0123456789abcdef0", VolumeSize: 8 } },
    ];
    await create({ LaunchTemplateData: { BlockDeviceMappings } });
    const made = await create({ SourceVersion: "2" });
    expect(made?.LaunchTemplateData?.BlockDeviceMappings).toEqual([
      { DeviceName: "/dev/xvda", Ebs: { VolumeSize: 8 } },
    ]);
  });

  it("answers a repeated client token with the version that it made", async () => {
    const request = { ClientToken: "one", VersionDescription: "drill" };
    const first = await create(request);
    expect(await create(request)).toEqual(first);
    expect(first).toMatchObject({
      VersionNumber: 2,
      VersionDescription: "drill",
      CreatedBy: USER,
      CreateTime: new Date("2026-01-15T09:00:00.000Z"),
      DefaultVersion: false,
    });
    expect((await create({ ...request, ClientToken: "two" }))?.VersionNumber).toBe(3);
  });

  it("refuses a client token for another request", async () => {
    await create({ ClientToken: "one" });
    await expect(create({ ClientToken: "one", LaunchTemplateData: { KeyName: "other" } })).rejects.toMatchObject({
      name: "IdempotentParameterMismatch",
      message: "Arguments on this idempotent request are inconsistent with arguments used in previous request(s).",
    });
  });

  it.each([
    { asked: { Versions: ["$Default"] }, expected: [1] },
    { asked: { Versions: ["$Latest"] }, expected: [4] },
    { asked: { Versions: ["2", "$Default", "1"] }, expected: [2, 1] },
    { asked: { MinVersion: "2" }, expected: [4, 3, 2] },
    { asked: { MinVersion: "2", MaxVersion: "3" }, expected: [3, 2] },
    { asked: { MinVersion: "$Default", MaxVersion: "$Latest" }, expected: [4, 3, 2, 1] },
    { asked: { Filters: [{ Name: "is-default-version", Values: ["true"] }] }, expected: [1] },
    { asked: { Filters: [{ Name: "instance-type", Values: ["m5.*"] }] }, expected: [1] },
  ])("finds the versions $asked", async ({ asked, expected }) => {
    for (const _ of [2, 3, 4]) {
      await create({});
    }
    expect(await versions(asked)).toEqual(expected);
  });

  it.each([
    {
      label: "an unknown version",
      asked: () => versions({ Versions: ["7"] }),
      name: "InvalidLaunchTemplateId.VersionNotFound",
      message: `Could not find the specified version 7 for the launch template with ID ${TEMPLATE}.`,
    },
    {
      label: "a bound that names no version",
      asked: () => versions({ MinVersion: "first" }),
      name: "InvalidParameterValue",
      message: "Value (first) for parameter MinVersion is invalid.",
    },
    {
      label: "an unknown template",
      asked: () => versions({ LaunchTemplateId: "lt-00000000" }),
      name: "InvalidLaunchTemplateId.NotFound",
      message: "The specified launch template, with template ID lt-00000000, does not exist.",
    },
    {
      label: "a number that is none",
      asked: () => create({ LaunchTemplateData: { BlockDeviceMappings: [{ Ebs: { Iops: Number.NaN } }] } }),
      name: "InvalidParameterValue",
      message:
        "Value (NaN) for parameter LaunchTemplateData.BlockDeviceMapping.1.Ebs.Iops is invalid. Expected: 'integer'.",
    },
  ])("refuses $label", async ({ asked, name, message }) => {
    await expect(asked()).rejects.toMatchObject({ name, message });
  });

  it("makes a version the default, and says who made which", async () => {
    await create({});
    const ec2 = ec2Client(simulator);
    const modified = await ec2.send(
      new ModifyLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE, DefaultVersion: "2" }),
    );
    expect(modified.LaunchTemplate).toMatchObject({ DefaultVersionNumber: 2, LatestVersionNumber: 2, CreatedBy: DRS });
    const all = await ec2.send(new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE }));
    expect(all.LaunchTemplateVersions?.map((version) => [version.CreatedBy, version.DefaultVersion])).toEqual([
      [USER, true],
      [DRS, false],
    ]);
  });

  it("lists the replicated disks that DRS writes", async () => {
    expect((await data("1"))?.BlockDeviceMappings).toEqual(
      ["/dev/xvda", "/dev/xvdb"].map((DeviceName) => ({
        DeviceName,
        Ebs: { VolumeType: "gp3", Iops: 3000, Throughput: 125, DeleteOnTermination: true },
      })),
    );
  });

  it.each([
    {
      use: "a launch",
      send: () => drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: SERVER }] })),
    },
    {
      use: "a change of the launch configuration",
      send: () =>
        drsClient(simulator).send(new UpdateLaunchConfigurationCommand({ sourceServerID: SERVER, copyTags: true })),
    },
  ])("is made anew by DRS, with its defaults, at $use after it was deleted", async ({ send }) => {
    const ec2 = ec2Client(simulator);
    await create({});
    const deleted = await ec2.send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE }));
    expect(deleted.LaunchTemplate).toMatchObject({ LaunchTemplateId: TEMPLATE, LatestVersionNumber: 2 });
    await expect(data("$Default")).rejects.toMatchObject({ name: "InvalidLaunchTemplateId.NotFound" });
    await send();
    const [template] = (await ec2.send(new DescribeLaunchTemplatesCommand({}))).LaunchTemplates ?? [];
    expect(template).toMatchObject({ DefaultVersionNumber: 1, LatestVersionNumber: 1, CreatedBy: DRS });
    expect(template?.LaunchTemplateId).not.toBe(TEMPLATE);
    expect(simulator.world().sourceServers[0]?.ec2LaunchTemplateID).toBe(template?.LaunchTemplateId);
  });

  it("shows any data that a world writes, in place of DRS's", async () => {
    const own: RequestLaunchTemplateData = {
      InstanceRequirements: { VCpuCount: { Min: 2, Max: 4 }, MemoryMiB: { Min: 4096 } },
      NetworkInterfaces: [
        { DeviceIndex: 0, NetworkInterfaceId: "eni-0123456789abcdef0" },
        { DeviceIndex: 1, SubnetId: "subnet-0123456789abcdef0", Groups: ["sg-0123456789abcdef0"] },
      ],
    };
    const other = await startSimulator({
      world: {
        sourceServers: [{ sourceServerID: SERVER, launchTemplate: { launchTemplateId: TEMPLATE, data: { ...own } } }],
      },
    });
    try {
      const answer = await ec2Client(other).send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, Versions: ["$Default"] }),
      );
      const shown = answer.LaunchTemplateVersions?.[0]?.LaunchTemplateData;
      expect(shown).toMatchObject(own);
      expect(shown?.InstanceType).toBeUndefined();
    } finally {
      await other.close();
    }
  });
});
