import { DescribeJobsCommand, DescribeSourceServersCommand } from "@aws-sdk/client-drs";
import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

describe("limits of the service", () => {
  let simulator: Simulator;

  afterEach(() => simulator.close());

  it("throttles beyond the burst, each service by itself, and recovers", async () => {
    const clock = manualClock();
    simulator = await startSimulator({ world: { rateLimit: { perSecond: 1, burst: 2 } }, clock });
    const [drs, ec2] = [drsClient(simulator), ec2Client(simulator)];
    await drs.send(new DescribeJobsCommand({}));
    await drs.send(new DescribeJobsCommand({}));
    await expect(drs.send(new DescribeJobsCommand({}))).rejects.toMatchObject({ name: "ThrottlingException" });
    await ec2.send(new DescribeSubnetsCommand({}));
    clock.advance(1);
    await drs.send(new DescribeJobsCommand({}));
    expect(simulator.journal.entries("DescribeJobs").map((entry) => entry.status)).toEqual([200, 200, 429, 200]);
  });

  it("answers another Region as an empty one", async () => {
    simulator = await startSimulator({ world: { sourceServers: [{ sourceServerID: "s-0123456789abcdef0" }] } });
    const elsewhere = drsClient(simulator, { region: "eu-central-1" });
    expect((await elsewhere.send(new DescribeSourceServersCommand({}))).items).toEqual([]);
    expect(simulator.journal.entries()).toMatchObject([{ region: "eu-central-1", status: 200 }]);
  });

  it("waits before each answer as long as its latency says", async () => {
    simulator = await startSimulator({ latencyMs: 30 });
    const started = performance.now();
    await drsClient(simulator).send(new DescribeJobsCommand({}));
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });
});
