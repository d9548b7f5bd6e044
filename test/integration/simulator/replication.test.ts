import {
  DescribeRecoveryInstancesCommand,
  DescribeSourceServersCommand,
  GetLaunchConfigurationCommand,
  GetReplicationConfigurationCommand,
  StartRecoveryCommand,
  UpdateReplicationConfigurationCommand,
} from "@aws-sdk/client-drs";
import { DescribeSecurityGroupsCommand, DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

const ONE = "s-0123456789abcdef1";
const TWO = "s-0123456789abcdef2";
const STAGING = "subnet-0123456789abcdef0";
const OWN_GROUP = "sg-0123456789abcdef0";
const KEY = "arn:aws:kms:us-west-2:111122223333:key/0123";

const SETTINGS = {
  stagingAreaSubnetId: STAGING,
  ebsEncryption: "CUSTOM",
  ebsEncryptionKeyArn: KEY,
  dataPlaneRouting: "PRIVATE_IP",
  createPublicIP: false,
  associateDefaultSecurityGroup: false,
  replicationServersSecurityGroupsIDs: [OWN_GROUP],
  useDedicatedReplicationServer: true,
  replicationServerInstanceType: "m5.large",
  autoReplicateNewDisks: true,
  bandwidthThrottling: 100,
  stagingAreaTags: { Tier: "staging" },
  defaultLargeStagingDiskType: "ST1",
} as const;

describe("a server's replication and its past", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeEach(async () => {
    clock = manualClock("2026-01-15T09:00:00Z");
    const disks = ["/dev/sda1", "/dev/sdb", "/dev/sdc"].map((deviceName, n) => ({ deviceName, bytes: 2 ** (30 + n) }));
    simulator = await startSimulator({
      clock,
      world: {
        sourceServers: [
          {
            sourceServerID: ONE,
            disks,
            replicatedDisks: ["/dev/sdb"],
            replicationConfiguration: { ...SETTINGS, replicationServersSecurityGroupsIDs: [OWN_GROUP] },
            launchConfiguration: { launchIntoInstanceProperties: { launchIntoEC2InstanceID: "i-0123456789abcdef9" } },
            lastLaunch: { type: "RECOVERY", status: "FAILED", jobID: "drsjob-0123456789abcdef0", ageSeconds: 3600 },
          },
          { sourceServerID: TWO, disks, lastLaunch: { apiCallDateTime: "2025-12-24T18:00:00Z" } },
        ],
        recoveryInstances: [{ sourceServerID: TWO, ec2InstanceID: "i-0123456789abcdef0", ageSeconds: 7200 }],
      },
    });
  });

  afterEach(() => simulator.close());

  const settings = (sourceServerID: string) =>
    drsClient(simulator).send(new GetReplicationConfigurationCommand({ sourceServerID }));

  const servers = async () => (await drsClient(simulator).send(new DescribeSourceServersCommand({}))).items ?? [];

  it("has the settings of the world, and the service's own where it gives none", async () => {
    expect(await settings(ONE)).toMatchObject(SETTINGS);
    const own = await settings(TWO);
    expect(own).toMatchObject({
      ebsEncryption: "DEFAULT",
      dataPlaneRouting: "PUBLIC_IP",
      createPublicIP: true,
      associateDefaultSecurityGroup: true,
      useDedicatedReplicationServer: false,
      bandwidthThrottling: 0,
    });
    expect(own.ebsEncryptionKeyArn).toBeUndefined();
  });

  it("keeps what the world set when a client changes another setting", async () => {
    const answer = await drsClient(simulator).send(
      new UpdateReplicationConfigurationCommand({ sourceServerID: ONE, ebsEncryption: "NONE" }),
    );
    expect(answer).toMatchObject({ ...SETTINGS, ebsEncryption: "NONE" });
    expect(await settings(ONE)).toMatchObject({ ...SETTINGS, ebsEncryption: "NONE" });
  });

  it("has no group of DRS's own where the settings do without it", async () => {
    const { replicationServersSecurityGroupsIDs: usual } = await settings(TWO);
    expect(usual).toHaveLength(1);
    const answer = await drsClient(simulator).send(
      new UpdateReplicationConfigurationCommand({ sourceServerID: TWO, associateDefaultSecurityGroup: false }),
    );
    expect(answer.replicationServersSecurityGroupsIDs).toEqual([]);
  });

  it("has the subnet and the group that only the settings name", async () => {
    const ec2 = ec2Client(simulator);
    const { Subnets } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [STAGING] }));
    const { SecurityGroups } = await ec2.send(new DescribeSecurityGroupsCommand({ GroupIds: [OWN_GROUP] }));
    expect(SecurityGroups?.[0]?.VpcId).toBe(Subnets?.[0]?.VpcId);
    const [one] = await servers();
    expect(one?.dataReplicationInfo?.stagingAvailabilityZone).toBe(Subnets?.[0]?.AvailabilityZone);
  });

  it("replicates and launches some of its disks only", async () => {
    const [one, two] = await servers();
    const names = (list: { deviceName?: string }[] | undefined) => list?.map((disk) => disk.deviceName);
    expect(names(one?.dataReplicationInfo?.replicatedDisks)).toEqual(["/dev/sdb"]);
    expect(names(one?.sourceProperties?.disks)).toEqual(["/dev/sda1", "/dev/sdb", "/dev/sdc"]);
    expect((await settings(ONE)).replicatedDisks).toMatchObject([{ deviceName: "/dev/sdb", isBootDisk: false }]);
    expect(names(two?.dataReplicationInfo?.replicatedDisks)).toEqual(["/dev/sda1", "/dev/sdb", "/dev/sdc"]);
    const drs = drsClient(simulator);
    await drs.send(new StartRecoveryCommand({ sourceServers: [{ sourceServerID: ONE }], isDrill: true }));
    clock.advance(3600);
    const launched = await drs.send(new DescribeRecoveryInstancesCommand({ filters: { sourceServerIDs: [ONE] } }));
    expect(launched.items?.[0]?.recoveryInstanceProperties?.disks).toMatchObject([{ internalDeviceName: "/dev/sdb" }]);
  });

  it("tells the last launch before the world began, then the one since", async () => {
    const past = (await servers()).map(({ lifeCycle, lastLaunchResult }) => [lifeCycle?.lastLaunch, lastLaunchResult]);
    expect(past).toEqual([
      [
        {
          initiated: {
            apiCallDateTime: "2026-01-15T08:00:00+00:00",
            jobID: "drsjob-0123456789abcdef0",
            type: "RECOVERY",
          },
          status: "FAILED",
        },
        "FAILED",
      ],
      [
        {
          initiated: {
            apiCallDateTime: "2025-12-24T18:00:00+00:00",
            jobID: expect.stringMatching(/^drsjob-[0-9a-f]{17}$/),
            type: "DRILL",
          },
          status: "LAUNCHED",
        },
        "SUCCEEDED",
      ],
    ]);
    const { job } = await drsClient(simulator).send(
      new StartRecoveryCommand({ sourceServers: [{ sourceServerID: ONE }], isDrill: true }),
    );
    clock.advance(3600);
    const [one] = await servers();
    expect(one).toMatchObject({
      lastLaunchResult: "SUCCEEDED",
      lifeCycle: { lastLaunch: { initiated: { jobID: job?.jobID, type: "DRILL" }, status: "LAUNCHED" } },
    });
  });

  it("launches into an instance where the world says so", async () => {
    const answer = await drsClient(simulator).send(new GetLaunchConfigurationCommand({ sourceServerID: ONE }));
    expect(answer.launchIntoInstanceProperties).toEqual({ launchIntoEC2InstanceID: "i-0123456789abcdef9" });
  });

  it("has an earlier instance of this age", () => {
    expect(simulator.world().instances[0]).toMatchObject({ launchTime: "2026-01-15T07:00:00+00:00" });
  });
});
