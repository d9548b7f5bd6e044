import { DescribeJobsCommand, type Job, StartRecoveryCommand } from "@aws-sdk/client-drs";
import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ManualClock,
  manualClock,
  type Simulator,
  startSimulator,
  type WorldFile,
} from "../../../simulator/src/index";
import { drsClient, ec2Client, SIGNED } from "./client";

const SERVER = "s-0123456789abcdef0";

describe("quirks", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  afterEach(() => simulator.close());

  async function startedWith(quirks: NonNullable<WorldFile["quirks"]>): Promise<Job | undefined> {
    clock = manualClock();
    simulator = await startSimulator({ world: { quirks, sourceServers: [{ sourceServerID: SERVER }] }, clock });
    const request = { sourceServers: [{ sourceServerID: SERVER }], isDrill: true };
    return (await drsClient(simulator).send(new StartRecoveryCommand(request))).job;
  }

  async function jobs(): Promise<Job[] | undefined> {
    return (await drsClient(simulator).send(new DescribeJobsCommand({}))).items;
  }

  it("describeJobsDelaySeconds: a new job shows up late", async () => {
    await startedWith({ describeJobsDelaySeconds: 5 });
    expect(await jobs()).toEqual([]);
    clock.advance(5);
    expect(await jobs()).toHaveLength(1);
  });

  it("recoveryInstanceIdOnJob: the job names the instance once there is one", async () => {
    await startedWith({ recoveryInstanceIdOnJob: true });
    expect((await jobs())?.[0]?.participatingServers?.[0]).not.toHaveProperty("recoveryInstanceID");
    clock.advance(1000);
    expect((await jobs())?.[0]?.participatingServers?.[0]?.recoveryInstanceID).toBe(
      simulator.world().instances[0]?.ec2InstanceID,
    );
  });

  it("resourceArnTag: false answers no tags with none", async () => {
    expect((await startedWith({ resourceArnTag: false }))?.tags).toEqual({});
  });

  it.each([
    { unknownMembers: "ignore" as const, status: 202 },
    { unknownMembers: "reject" as const, status: 400 },
  ])(
    "unknownMembers: $unknownMembers answers $status, and the journal has what came",
    async ({ unknownMembers, status }) => {
      simulator = await startSimulator({
        world: { quirks: { unknownMembers }, sourceServers: [{ sourceServerID: SERVER }] },
      });
      const sourceServers = [{ sourceServerID: SERVER, recoveryInstanceProperties: { instanceType: "m5.large" } }];
      const answer = await fetch(`${simulator.url}/StartRecovery`, {
        method: "POST",
        body: JSON.stringify({ sourceServers }),
        headers: { authorization: SIGNED },
      });
      expect(answer.status).toBe(status);
      expect(simulator.journal.entries()).toMatchObject([
        { operation: "StartRecovery", status, request: { sourceServers } },
      ]);
    },
  );

  it("a dry run of EC2 does nothing but say so", async () => {
    simulator = await startSimulator();
    await expect(ec2Client(simulator).send(new DescribeSubnetsCommand({ DryRun: true }))).rejects.toMatchObject({
      name: "DryRunOperation",
      $metadata: { httpStatusCode: 412 },
    });
  });
});
