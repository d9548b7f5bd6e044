import {
  CreateLaunchTemplateVersionCommand,
  type CreateLaunchTemplateVersionCommandInput,
  DeleteLaunchTemplateVersionsCommand,
  DescribeLaunchTemplatesCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { ec2Client } from "./client";

const TEMPLATE = "lt-0123456789abcdef1";

describe("versions of a launch template", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: manualClock(),
      world: {
        quotas: { versionsPerTemplate: 4 },
        sourceServers: [
          { sourceServerID: "s-0123456789abcdef1", launchTemplate: { launchTemplateId: TEMPLATE } },
          { sourceServerID: "s-0123456789abcdef2", launchTemplate: { launchTemplateId: "lt-0123456789abcdef2" } },
        ],
      },
    });
  });

  afterEach(() => simulator.close());

  function create(request: Partial<CreateLaunchTemplateVersionCommandInput> = {}) {
    const usual = { LaunchTemplateId: TEMPLATE, LaunchTemplateData: { KeyName: "k" } };
    return ec2Client(simulator).send(new CreateLaunchTemplateVersionCommand({ ...usual, ...request }));
  }

  function makeDefault(DefaultVersion: string, ClientToken?: string) {
    return ec2Client(simulator).send(
      new ModifyLaunchTemplateCommand({
        LaunchTemplateId: TEMPLATE,
        DefaultVersion,
        ...(ClientToken === undefined ? {} : { ClientToken }),
      }),
    );
  }

  async function defaultNumber() {
    const { LaunchTemplates } = await ec2Client(simulator).send(
      new DescribeLaunchTemplatesCommand({ LaunchTemplateIds: [TEMPLATE] }),
    );
    return LaunchTemplates?.[0]?.DefaultVersionNumber;
  }

  it.each<{ data: RequestLaunchTemplateData; name: string; message: string }>([
    {
      data: { NetworkInterfaces: [{ SubnetId: "subnet-drill" }] },
      name: "InvalidSubnetID.Malformed",
      message: 'Invalid id: "subnet-drill" (expecting "subnet-...")',
    },
    {
      data: { NetworkInterfaces: [{ Groups: ["sg-0123456789abcdef0", "default"] }] },
      name: "InvalidGroupId.Malformed",
      message: 'Invalid id: "default" (expecting "sg-...")',
    },
    {
      data: { SecurityGroupIds: ["sg-1"] },
      name: "InvalidGroupId.Malformed",
      message: 'Invalid id: "sg-1" (expecting "sg-...")',
    },
    {
      data: { NetworkInterfaces: [{ NetworkInterfaceId: "eni-x" }] },
      name: "InvalidNetworkInterfaceId.Malformed",
      message: 'Invalid id: "eni-x" (expecting "eni-...")',
    },
    {
      data: { NetworkInterfaces: [{ PrivateIpAddress: "10.0.0" }] },
      name: "InvalidParameterValue",
      message:
        "Value (10.0.0) for parameter LaunchTemplateData.NetworkInterfaces.PrivateIpAddress is invalid. Expected: an IPv4 address.",
    },
    {
      data: { MetadataOptions: { HttpTokens: "always" as "required" } },
      name: "InvalidParameterValue",
      message:
        "Value (always) for parameter LaunchTemplateData.MetadataOptions.HttpTokens is invalid. Expected: one of optional, required.",
    },
    {
      data: { MetadataOptions: { HttpPutResponseHopLimit: 65 } },
      name: "InvalidParameterValue",
      message:
        "Value (65) for parameter LaunchTemplateData.MetadataOptions.HttpPutResponseHopLimit is invalid. Expected: a number from 1 to 64.",
    },
    {
      data: { InstanceType: "large" as "m5.large" },
      name: "InvalidParameterValue",
      message: "Value (large) for parameter LaunchTemplateData.InstanceType is invalid. Expected: an instance type.",
    },
    {
      data: { TagSpecifications: [{ ResourceType: "vpc", Tags: [{ Key: "a", Value: "b" }] }] },
      name: "InvalidParameterValue",
      message:
        "Value (vpc) for parameter LaunchTemplateData.TagSpecifications.ResourceType is invalid. Expected: one of instance, volume, network-interface, spot-instances-request, elastic-gpu.",
    },
    {
      data: { InstanceType: "m5.large", InstanceRequirements: { VCpuCount: { Min: 1 }, MemoryMiB: { Min: 1 } } },
      name: "InvalidParameterCombination",
      message: "You cannot specify both InstanceType and InstanceRequirements in a launch template.",
    },
  ])("are refused with $data", async ({ data, name, message }) => {
    await expect(create({ LaunchTemplateData: data })).rejects.toMatchObject({ name, message });
    expect(simulator.world().launchTemplates[0]?.versions).toHaveLength(1);
  });

  it.each<{ label: string; data: RequestLaunchTemplateData }>([
    {
      label: "a subnet and a group that nobody has",
      data: { NetworkInterfaces: [{ SubnetId: "subnet-0badc0de", Groups: ["sg-0badc0de"] }] },
    },
    { label: "a type that EC2 does not offer", data: { InstanceType: "x99.large" as "m5.large" } },
    { label: "an instance profile that IAM does not have", data: { IamInstanceProfile: { Name: "nobody" } } },
    {
      label: "an instance profile by its ARN",
      data: { IamInstanceProfile: { Arn: "arn:aws:iam::111122223333:instance-profile/p" } },
    },
    { label: "an image from Systems Manager", data: { ImageId: "resolve:ssm:/images/base" } },
  ])("are kept with $label: EC2 looks nothing up", async ({ data }) => {
    const made = await create({ LaunchTemplateData: data });
    expect(made.LaunchTemplateVersion?.LaunchTemplateData).toEqual(data);
    expect(made.Warning).toBeUndefined();
  });

  it("are kept with groups beside interfaces, with a warning", async () => {
    const data = { SecurityGroupIds: ["sg-0badc0de"], NetworkInterfaces: [{ DeviceIndex: 0 }] };
    const made = await create({ LaunchTemplateData: data });
    expect(made.LaunchTemplateVersion?.LaunchTemplateData).toEqual(data);
    expect(made.Warning).toEqual({
      Errors: [
        {
          Code: "InvalidParameterCombination",
          Message: "Network interfaces and an instance-level security groups may not be specified on the same request",
        },
      ],
    });
  });

  it.each(["1", "$Default", "$Latest"])("take over the source version %s", async (SourceVersion) => {
    const made = await create({ SourceVersion, LaunchTemplateData: { InstanceType: "r5.large" } });
    const { BlockDeviceMappings, NetworkInterfaces, InstanceType } =
      made.LaunchTemplateVersion?.LaunchTemplateData ?? {};
    expect({ BlockDeviceMappings, NetworkInterfaces, InstanceType }).toMatchObject({
      BlockDeviceMappings: [{ DeviceName: "/dev/xvda" }],
      NetworkInterfaces: [{ DeviceIndex: 0, DeleteOnTermination: true }],
      InstanceType: "r5.large",
    });
  });

  it("take over the whole source version where nothing else is given", async () => {
    const made = await create({ SourceVersion: "1", LaunchTemplateData: {} });
    expect(made.LaunchTemplateVersion?.LaunchTemplateData?.InstanceType).toBe("c5.large");
  });

  it.each([
    {
      request: { SourceVersion: "7" },
      name: "InvalidLaunchTemplateId.VersionNotFound",
      message: `Could not find the specified version 7 for the launch template with ID ${TEMPLATE}.`,
    },
    {
      request: { LaunchTemplateId: "lt-mine" },
      name: "InvalidLaunchTemplateId.Malformed",
      message: 'Invalid id: "lt-mine" (expecting "lt-...")',
    },
    {
      request: { LaunchTemplateName: "both" },
      name: "InvalidParameterCombination",
      message: "You must specify either a launch template ID or a launch template name, but not both",
    },
    {
      request: { LaunchTemplateData: undefined },
      name: "MissingParameter",
      message: "The request must contain the parameter LaunchTemplateData",
    },
    {
      request: { VersionDescription: "d".repeat(256) },
      name: "InvalidParameterValue",
      message: `Value (${"d".repeat(256)}) for parameter versionDescription is invalid. Expected: at most 255 characters.`,
    },
    {
      request: { ClientToken: "t".repeat(129) },
      name: "InvalidParameterValue",
      message: `Value (${"t".repeat(129)}) for parameter clientToken is invalid. Expected: at most 128 ASCII characters.`,
    },
  ])("are refused with $request", async ({ request, name, message }) => {
    await expect(create(request)).rejects.toMatchObject({ name, message });
  });

  it("are made once for a client token, also where the template has moved on", async () => {
    const first = await create({ ClientToken: "one", SourceVersion: "$Default" });
    await create({});
    await makeDefault("3");
    const again = await create({ ClientToken: "one", SourceVersion: "$Default" });
    expect(again.LaunchTemplateVersion).toEqual(first.LaunchTemplateVersion);
    await expect(
      create({ ClientToken: "one", SourceVersion: "$Default", LaunchTemplateId: "lt-0123456789abcdef2" }),
    ).rejects.toMatchObject({ name: "IdempotentParameterMismatch" });
  });

  it("are answered with the state of metadata options, which no request sets, where the world has it", async () => {
    const other = await startSimulator({
      world: {
        quirks: { metadataOptionsState: "pending" },
        sourceServers: [{ sourceServerID: "s-0123456789abcdef1", launchTemplate: { launchTemplateId: TEMPLATE } }],
      },
    });
    try {
      const made = await ec2Client(other).send(
        new CreateLaunchTemplateVersionCommand({
          LaunchTemplateId: TEMPLATE,
          LaunchTemplateData: { MetadataOptions: { HttpTokens: "required" } },
        }),
      );
      expect(made.LaunchTemplateVersion?.LaunchTemplateData?.MetadataOptions).toEqual({
        HttpTokens: "required",
        State: "pending",
      });
    } finally {
      await other.close();
    }
  });

  it.each([
    { filter: { Name: "iam-instance-profile", Values: ["arn:aws:iam::111122223333:instance-profile/p"] }, found: [2] },
    { filter: { Name: "http-tokens", Values: ["required"] }, found: [3] },
    { filter: { Name: "host-resource-group-arn", Values: ["*"] }, found: [] },
  ])("are found by $filter", async ({ filter, found }) => {
    const Arn = "arn:aws:iam::111122223333:instance-profile/p";
    await create({ LaunchTemplateData: { IamInstanceProfile: { Arn } } });
    await create({ LaunchTemplateData: { MetadataOptions: { HttpTokens: "required" } } });
    const { LaunchTemplateVersions = [] } = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, Filters: [filter] }),
    );
    expect(LaunchTemplateVersions.map(({ VersionNumber }) => VersionNumber)).toEqual(found);
  });

  it("end at the quota", async () => {
    for (const _ of [2, 3, 4]) {
      await create();
    }
    await expect(create()).rejects.toMatchObject({
      name: "MaxTemplateVersionLimitExceeded",
      message:
        "You've reached the limit on the number of launch template versions that you can create for the specified launch template.",
    });
  });

  it("are deleted, but for the default one; no number comes back", async () => {
    await create();
    await create();
    const answer = await ec2Client(simulator).send(
      new DeleteLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE, Versions: ["1", "2", "3", "9"] }),
    );
    expect(answer.SuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber }) => VersionNumber)).toEqual([2, 3]);
    expect(
      answer.UnsuccessfullyDeletedLaunchTemplateVersions?.map(({ VersionNumber, ResponseError }) => [
        VersionNumber,
        ResponseError,
      ]),
    ).toEqual([
      [1, { Code: "unexpectedError", Message: "You cannot delete the default version of a launch template." }],
      [9, { Code: "launchTemplateVersionDoesNotExist", Message: "The version 9 does not exist." }],
    ]);
    expect((await create()).LaunchTemplateVersion?.VersionNumber).toBe(4);
    const { LaunchTemplateVersions = [] } = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: TEMPLATE }),
    );
    expect(LaunchTemplateVersions.map(({ VersionNumber }) => VersionNumber)).toEqual([4, 1]);
  });

  it("become the default once for a client token, whatever others do after that", async () => {
    await create();
    await makeDefault("2", "mine");
    await makeDefault("1");
    await makeDefault("2", "mine");
    expect(await defaultNumber()).toBe(1);
    await expect(makeDefault("1", "mine")).rejects.toMatchObject({ name: "IdempotentParameterMismatch" });
  });

  it("do not become the default where they do not exist", async () => {
    await expect(makeDefault("7")).rejects.toMatchObject({
      name: "InvalidLaunchTemplateId.VersionNotFound",
      message: `Could not find the specified version 7 for the launch template with ID ${TEMPLATE}.`,
    });
    expect(await defaultNumber()).toBe(1);
  });
});
