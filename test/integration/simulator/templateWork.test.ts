import {
  GetLaunchConfigurationCommand,
  StartRecoveryCommand,
  UpdateLaunchConfigurationCommand,
  type UpdateLaunchConfigurationCommandInput,
} from "@aws-sdk/client-drs";
import {
  CreateLaunchTemplateVersionCommand,
  DeleteLaunchTemplateCommand,
  DescribeLaunchTemplateVersionsCommand,
  ModifyLaunchTemplateCommand,
  type RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import type { WorldFile } from "../../../simulator/src/world/schema/worldFile";
import { drsClient, ec2Client } from "./client";

const SERVER = "s-0123456789abcdef1";
const TEMPLATE = "lt-0123456789abcdef1";
const SUBNET = "subnet-0123456789abcdef1";
const DRS = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForElasticDisasterRecovery/drs";
const MINUTE = 60;
const HOUR = 60 * MINUTE;

type Server = NonNullable<WorldFile["sourceServers"]>[number];

describe("what DRS writes into launch templates by itself", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  afterEach(() => simulator.close());

  async function start(server: Partial<Server> = {}, quirks: NonNullable<WorldFile["quirks"]> = {}) {
    clock = manualClock();
    simulator = await startSimulator({
      clock,
      world: {
        quirks,
        subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.1.0/24" }],
        sourceServers: [
          {
            sourceServerID: SERVER,
            cores: 2,
            ramBytes: 4 * 2 ** 30,
            privateIp: "10.0.1.20",
            launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
            launchTemplate: { launchTemplateId: TEMPLATE, instanceType: "r5.2xlarge", subnetId: SUBNET },
            ...server,
          },
        ],
      },
    });
  }

  function update(request: Partial<UpdateLaunchConfigurationCommandInput>) {
    return drsClient(simulator).send(new UpdateLaunchConfigurationCommand({ sourceServerID: SERVER, ...request }));
  }

  async function configuration() {
    return drsClient(simulator).send(new GetLaunchConfigurationCommand({ sourceServerID: SERVER }));
  }

  async function defaultVersion() {
    const { ec2LaunchTemplateID = "" } = await configuration();
    const { LaunchTemplateVersions = [] } = await ec2Client(simulator).send(
      new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateId: ec2LaunchTemplateID, Versions: ["$Default"] }),
    );
    const [version] = LaunchTemplateVersions;
    const data = version?.LaunchTemplateData;
    return {
      number: version?.VersionNumber,
      by: version?.CreatedBy,
      type: data?.InstanceType,
      address: data?.NetworkInterfaces?.[0]?.PrivateIpAddress,
      data,
    };
  }

  /** Another client's version, made from the default, and made the default. */
  async function write(LaunchTemplateData: RequestLaunchTemplateData) {
    const ec2 = ec2Client(simulator);
    const { LaunchTemplateVersion } = await ec2.send(
      new CreateLaunchTemplateVersionCommand({
        LaunchTemplateId: TEMPLATE,
        SourceVersion: "$Default",
        LaunchTemplateData,
      }),
    );
    const DefaultVersion = String(LaunchTemplateVersion?.VersionNumber);
    await ec2.send(new ModifyLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE, DefaultVersion }));
  }

  it.each([
    { method: "BASIC", type: "c5.large" },
    { method: "IN_AWS", type: "m4.xlarge" },
  ] as const)(
    "is the type that $method picks, up to 90 minutes later, over what is the default by then",
    async ({ method, type }) => {
      await start({ sourceInstanceType: "m4.xlarge" });
      await update({ targetInstanceTypeRightSizingMethod: method });
      clock.advance(89 * MINUTE);
      expect(await defaultVersion()).toMatchObject({ number: 1, type: "r5.2xlarge" });
      await write({ KeyName: "theirs" });
      clock.advance(MINUTE);
      const version = await defaultVersion();
      expect(version).toMatchObject({ number: 3, type, by: DRS, data: { KeyName: "theirs" } });
      clock.advance(24 * HOUR);
      expect(await defaultVersion()).toEqual(version);
    },
  );

  it("is the type once more after somebody else wrote another one", async () => {
    await start({
      launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" },
      launchTemplate: { launchTemplateId: TEMPLATE },
    });
    await write({ InstanceType: "r5.large" });
    expect(await defaultVersion()).toMatchObject({ number: 2, type: "r5.large" });
    clock.advance(90 * MINUTE);
    expect(await defaultVersion()).toMatchObject({ number: 3, type: "c5.large" });
  });

  it("is no type where right-sizing was switched off in time", async () => {
    await start();
    await update({ targetInstanceTypeRightSizingMethod: "BASIC" });
    clock.advance(HOUR);
    await update({ targetInstanceTypeRightSizingMethod: "NONE" });
    clock.advance(HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 1, type: "r5.2xlarge" });
  });

  it("is the type once more after right-sizing was switched off, where the world has it so", async () => {
    await start(
      { launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } },
      { rightSizingLingers: true },
    );
    await update({ targetInstanceTypeRightSizingMethod: "NONE" });
    await write({ InstanceType: "r5.large" });
    clock.advance(90 * MINUTE);
    expect(await defaultVersion()).toMatchObject({ number: 3, type: "c5.large" });
    await write({ InstanceType: "r5.large" });
    clock.advance(24 * HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 4, type: "r5.large" });
  });

  it("is written with the change where the world has it so", async () => {
    await start({}, { rightSizingSeconds: 0, addressCheckSeconds: 0 });
    await update({ targetInstanceTypeRightSizingMethod: "BASIC", copyPrivateIp: true });
    expect(await defaultVersion()).toMatchObject({ number: 3, type: "c5.large", address: "10.0.1.20" });
  });

  it("is nothing in the templates that a world begins with, unless the world has it so", async () => {
    await start({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } });
    clock.advance(24 * HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 1, type: "r5.2xlarge" });
    await simulator.close();
    await start({ launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC" } }, { settledTemplates: false });
    clock.advance(24 * HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 2, type: "c5.large" });
  });

  it("is the source's address within the hour, and none once it is no longer copied", async () => {
    await start();
    await update({ copyPrivateIp: true });
    expect(await defaultVersion()).toMatchObject({ number: 1, address: undefined });
    clock.advance(HOUR);
    expect(await defaultVersion()).toMatchObject({
      number: 2,
      address: "10.0.1.20",
      data: { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SUBNET, PrivateIpAddress: "10.0.1.20" }] },
    });
    await write({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SUBNET, PrivateIpAddress: "10.0.1.99" }] });
    clock.advance(HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 4, address: "10.0.1.20" });
    await update({ copyPrivateIp: false });
    clock.advance(HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 5, address: undefined });
  });

  it("leaves an address alone that it did not write", async () => {
    await start();
    await update({ copyPrivateIp: true });
    clock.advance(HOUR);
    await update({ copyPrivateIp: false });
    await write({ NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: SUBNET, PrivateIpAddress: "10.0.1.99" }] });
    clock.advance(HOUR);
    expect(await defaultVersion()).toMatchObject({ number: 3, address: "10.0.1.99" });
  });

  it("is a template with defaults and another id in place of a deleted one", async () => {
    await start();
    await ec2Client(simulator).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE }));
    expect((await configuration()).ec2LaunchTemplateID).not.toBe(TEMPLATE);
    expect(await defaultVersion()).toMatchObject({ number: 1, type: "c5.large", by: DRS });
    expect((await defaultVersion()).data?.NetworkInterfaces).toEqual([{ DeviceIndex: 0, DeleteOnTermination: true }]);
  });

  it("is that template only at the next use where the world has it so", async () => {
    await start({}, { remadeTemplateSeconds: null });
    await ec2Client(simulator).send(new DeleteLaunchTemplateCommand({ LaunchTemplateId: TEMPLATE }));
    clock.advance(24 * HOUR);
    expect((await configuration()).ec2LaunchTemplateID).toBe(TEMPLATE);
    await update({ copyTags: true });
    expect((await configuration()).ec2LaunchTemplateID).not.toBe(TEMPLATE);
  });

  it("is the recovered subnet and its groups when a source network is recovered", async () => {
    await start();
    const recover = (body: object) =>
      fetch(`${simulator.url}/_simulator/networkRecovery`, { method: "POST", body: JSON.stringify(body) });
    const network = { subnetId: "subnet-0123456789abcdef2", securityGroupIds: ["sg-0123456789abcdef2"] };
    expect((await recover({ sourceServerIDs: [SERVER], ...network })).status).toBe(200);
    expect(await defaultVersion()).toMatchObject({
      number: 2,
      by: DRS,
      type: "r5.2xlarge",
      data: { NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: network.subnetId, Groups: network.securityGroupIds }] },
    });
    const refused = await recover({ sourceServerIDs: ["s-0123456789abcdef9"], ...network });
    expect({ status: refused.status, body: await refused.json() }).toEqual({
      status: 400,
      body: { message: "Recovering a network: there is no source server s-0123456789abcdef9" },
    });
  });

  describe("and when a job reads it", () => {
    async function launchWhileTheySwap(settingsReadAt: "start" | "launch", theirs: RequestLaunchTemplateData) {
      await start({ timings: { conversionEnd: 200, launchEnd: 500 } }, { settingsReadAt });
      await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: SERVER }] }));
      clock.advance(100);
      await write(theirs);
      clock.advance(2000);
      const { instances, jobs } = simulator.world();
      const log = jobs[0]?.log.map(({ event }) => event);
      const server = jobs[0]?.participatingServers[0];
      return { type: instances[0]?.instanceType, status: server?.launchStatus, job: jobs[0]?.status, log };
    }

    const LAUNCHED = [
      "JOB_START",
      "SNAPSHOT_START",
      "SNAPSHOT_END",
      "CONVERSION_START",
      "CONVERSION_END",
      "LAUNCH_START",
      "LAUNCH_END",
      "JOB_END",
    ];

    it.each([
      { settingsReadAt: "start", type: "r5.2xlarge" },
      { settingsReadAt: "launch", type: "m5.large" },
    ] as const)("launches $type where it reads it at the $settingsReadAt", async ({ settingsReadAt, type }) => {
      const ended = await launchWhileTheySwap(settingsReadAt, { InstanceType: "m5.large" });
      expect(ended).toEqual({ type, status: "LAUNCHED", job: "COMPLETED", log: LAUNCHED });
    });

    it("fails at the launch for a template that was spoilt after the start", async () => {
      const ended = await launchWhileTheySwap("launch", {
        NetworkInterfaces: [{ DeviceIndex: 0, SubnetId: "subnet-0badc0de" }],
      });
      expect(ended).toEqual({
        type: undefined,
        status: "FAILED",
        job: "COMPLETED",
        log: [...LAUNCHED.slice(0, 6), "LAUNCH_FAILED", "JOB_END"],
      });
    });
  });
});
