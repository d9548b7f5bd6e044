import { DescribeSourceServersCommand, UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import { DescribeInstancesCommand, type DescribeInstancesCommandInput } from "@aws-sdk/client-ec2";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client, stsClient } from "./client";

const SOURCE = { account: "444455556666", region: "eu-central-1", instance: "i-0aaaaaaaaaaaaaaa1" };
const LINUX = "s-0123456789abcdef1";
const WINDOWS = "s-0123456789abcdef2";
const STOPPED = { state: "STOPPED", tags: { AWSDRS: "AllowLaunchingIntoThisInstance" } } as const;

describe("source machines in EC2", () => {
  let target: Simulator;
  let source: Simulator;

  beforeEach(async () => {
    const clock = manualClock();
    // Two Regions of two accounts are two worlds.
    target = await startSimulator({
      clock,
      world: {
        sourceServers: [
          {
            sourceServerID: LINUX,
            awsInstanceID: SOURCE.instance,
            sourceInstanceType: "r5.xlarge",
            sourceCloudProperties: { originAccountID: SOURCE.account, originRegion: SOURCE.region },
          },
          { sourceServerID: WINDOWS, os: "WINDOWS" },
        ],
        instances: [
          { ec2InstanceID: "i-0bbbbbbbbbbbbbbb1", ...STOPPED },
          { ec2InstanceID: "i-0bbbbbbbbbbbbbbb2", ...STOPPED, tags: {} },
          { ec2InstanceID: "i-0bbbbbbbbbbbbbbb3", ...STOPPED, state: "RUNNING" },
          { ec2InstanceID: "i-0bbbbbbbbbbbbbbb4", ...STOPPED, platform: "WINDOWS" },
          { ec2InstanceID: "i-0bbbbbbbbbbbbbbb5", ...STOPPED, instanceType: "m6g.large" },
        ],
      },
    });
    source = await startSimulator({
      clock,
      world: {
        region: SOURCE.region,
        account: SOURCE.account,
        instances: [
          { ec2InstanceID: SOURCE.instance, instanceType: "r5.xlarge", tags: { Name: "db-1", Tier: "data" } },
          { ec2InstanceID: "i-0aaaaaaaaaaaaaaa2", platform: "WINDOWS", tags: { Name: "erp" } },
        ],
      },
    });
  });

  afterEach(async () => {
    await target.close();
    await source.close();
  });

  async function instances(request: DescribeInstancesCommandInput) {
    const client = ec2Client(source, { region: SOURCE.region });
    const { Reservations = [] } = await client.send(new DescribeInstancesCommand(request));
    return Reservations.flatMap(({ Instances = [] }) => Instances);
  }

  it("are found, with their tags, by what DRS says of a source server", async () => {
    const { items = [] } = await drsClient(target).send(
      new DescribeSourceServersCommand({ filters: { sourceServerIDs: [LINUX] } }),
    );
    const { sourceProperties, sourceCloudProperties } = items[0] ?? {};
    expect(sourceCloudProperties).toMatchObject({ originAccountID: SOURCE.account, originRegion: SOURCE.region });
    const id = sourceProperties?.identificationHints?.awsInstanceID ?? "";
    expect(await instances({ InstanceIds: [id] })).toMatchObject([
      {
        InstanceId: SOURCE.instance,
        Tags: [
          { Key: "Name", Value: "db-1" },
          { Key: "Tier", Value: "data" },
        ],
      },
    ]);
    const { Account } = await stsClient(source).send(new GetCallerIdentityCommand({}));
    expect(Account).toBe(SOURCE.account);
  });

  it.each([
    { filter: { Name: "tag:Name", Values: ["erp"] }, found: ["i-0aaaaaaaaaaaaaaa2"] },
    { filter: { Name: "tag:Tier", Values: ["data", "web"] }, found: [SOURCE.instance] },
    { filter: { Name: "instance-id", Values: [SOURCE.instance] }, found: [SOURCE.instance] },
    { filter: { Name: "tag-value", Values: ["da*"] }, found: [SOURCE.instance] },
    { filter: { Name: "platform", Values: ["windows"] }, found: ["i-0aaaaaaaaaaaaaaa2"] },
    { filter: { Name: "owner-id", Values: ["111122223333"] }, found: [] },
  ])("are found by $filter", async ({ filter, found }) => {
    expect((await instances({ Filters: [filter] })).map(({ InstanceId }) => InstanceId)).toEqual(found);
  });

  it.each([
    {
      label: "exists nowhere",
      id: "i-0badc0de0badc0de0",
      message: "The instance ID 'i-0badc0de0badc0de0' does not exist",
    },
    {
      label: "lacks the tag",
      id: "i-0bbbbbbbbbbbbbbb2",
      message: "Instance i-0bbbbbbbbbbbbbbb2 does not have the tag AWSDRS=AllowLaunchingIntoThisInstance",
    },
    { label: "runs", id: "i-0bbbbbbbbbbbbbbb3", message: "Instance i-0bbbbbbbbbbbbbbb3 is not stopped: it is running" },
    {
      label: "has another platform",
      id: "i-0bbbbbbbbbbbbbbb4",
      message: "Instance i-0bbbbbbbbbbbbbbb4 has another platform than the source server: WINDOWS and LINUX",
    },
    {
      label: "has another architecture",
      id: "i-0bbbbbbbbbbbbbbb5",
      message: "Instance i-0bbbbbbbbbbbbbbb5 has the architecture arm64, and x86_64 is required",
    },
  ])("are not launched into an instance that $label", async ({ id, message }) => {
    const request = { sourceServerID: LINUX, launchIntoInstanceProperties: { launchIntoEC2InstanceID: id } };
    await expect(drsClient(target).send(new UpdateLaunchConfigurationCommand(request))).rejects.toMatchObject({
      name: "ValidationException",
      message,
    });
  });

  it("are launched into one that is ready, until that is taken back", async () => {
    const update = (launchIntoEC2InstanceID?: string) =>
      drsClient(target).send(
        new UpdateLaunchConfigurationCommand({
          sourceServerID: LINUX,
          launchIntoInstanceProperties: launchIntoEC2InstanceID === undefined ? {} : { launchIntoEC2InstanceID },
        }),
      );
    const into = await update("i-0bbbbbbbbbbbbbbb1");
    expect(into.launchIntoInstanceProperties).toEqual({ launchIntoEC2InstanceID: "i-0bbbbbbbbbbbbbbb1" });
    expect((await update()).launchIntoInstanceProperties).toEqual({});
  });
});
