import { DescribeJobsCommand, DescribeSourceServersCommand, StartRecoveryCommand } from "@aws-sdk/client-drs";
import { DescribeSubnetsCommand } from "@aws-sdk/client-ec2";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

const start = { sourceServers: [{ sourceServerID: "s-0123456789abcdef0" }], isDrill: true };

describe("faults", () => {
  let simulator: Simulator;

  beforeEach(async () => {
    simulator = await startSimulator({ world: { sourceServers: start.sourceServers }, clock: manualClock() });
  });

  afterEach(() => simulator.close());

  it("resetAfter: the job starts and the answer is lost", async () => {
    simulator.faults.add({ operation: "StartRecovery", kind: "resetAfter" });
    await expect(drsClient(simulator).send(new StartRecoveryCommand(start))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    expect(simulator.world().jobs).toHaveLength(1);
    expect(simulator.journal.entries()).toMatchObject([{ operation: "StartRecovery", fault: "resetAfter" }]);
    expect(simulator.journal.entries()[0]).not.toHaveProperty("status", 202);
  });

  it("resetBefore: nothing happens", async () => {
    simulator.faults.add({ operation: "StartRecovery", kind: "resetBefore" });
    await expect(drsClient(simulator).send(new StartRecoveryCommand(start))).rejects.toMatchObject({
      code: "ECONNRESET",
    });
    expect(simulator.world().jobs).toEqual([]);
  });

  it("a client that repeats a lost start meets its own job as a conflict", async () => {
    simulator.faults.add({ operation: "StartRecovery", kind: "resetAfter" });
    const call = drsClient(simulator, { maxAttempts: 3 }).send(new StartRecoveryCommand(start));
    await expect(call).rejects.toMatchObject({ name: "ConflictException" });
    expect(simulator.world().jobs).toHaveLength(1);
  });

  it("throttle: 429 with Retry-After from DRS", async () => {
    simulator.faults.add({ operation: "DescribeJobs", kind: "throttle" });
    await expect(drsClient(simulator).send(new DescribeJobsCommand({}))).rejects.toMatchObject({
      name: "ThrottlingException",
      retryAfterSeconds: "1",
      $metadata: { httpStatusCode: 429 },
    });
  });

  it("throttle: RequestLimitExceeded from EC2", async () => {
    simulator.faults.add({ operation: "DescribeSubnets", kind: "throttle" });
    await expect(ec2Client(simulator).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: "RequestLimitExceeded",
      $metadata: { httpStatusCode: 503 },
    });
  });

  it("error: what it says", async () => {
    simulator.faults.add({
      operation: "DescribeSourceServers",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "no",
    });
    await expect(drsClient(simulator).send(new DescribeSourceServersCommand({}))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: "no",
    });
  });

  it("error: InternalError from EC2 unless it says more", async () => {
    simulator.faults.add({ operation: "DescribeSubnets", kind: "error", message: "a\u0000b" });
    await expect(ec2Client(simulator).send(new DescribeSubnetsCommand({}))).rejects.toMatchObject({
      name: "InternalError",
      message: "a\ufffdb",
      $metadata: { httpStatusCode: 500 },
    });
  });

  it("html503: a page that is no JSON", async () => {
    simulator.faults.add({ operation: "DescribeJobs", kind: "html503" });
    await expect(drsClient(simulator).send(new DescribeJobsCommand({}))).rejects.toMatchObject({ name: "SyntaxError" });
  });

  it("hang: no answer until the client gives up", async () => {
    simulator.faults.add({ operation: "StartRecovery", kind: "hang" });
    const call = drsClient(simulator).send(new StartRecoveryCommand(start), { abortSignal: AbortSignal.timeout(50) });
    await expect(call).rejects.toMatchObject({ name: "AbortError" });
    expect(simulator.world().jobs).toEqual([]);
  });

  it("slow: a late answer", async () => {
    simulator.faults.add({ operation: "DescribeJobs", kind: "slow", delayMs: 30 });
    const started = performance.now();
    await drsClient(simulator).send(new DescribeJobsCommand({}));
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  it("come over HTTP, too, and what is left can be asked for", async () => {
    const url = `${simulator.url}/_simulator/faults`;
    await fetch(url, {
      method: "POST",
      body: JSON.stringify({ operation: "DescribeJobs", kind: "throttle", times: 2 }),
    });
    await expect(drsClient(simulator).send(new DescribeJobsCommand({}))).rejects.toMatchObject({
      name: "ThrottlingException",
    });
    expect(await (await fetch(url)).json()).toEqual({
      faults: [{ operation: "DescribeJobs", kind: "throttle", times: 1, skip: 0 }],
    });
  });

  it("that are none are refused, all of a list with them", async () => {
    const body = JSON.stringify([
      { operation: "DescribeJobs", kind: "hang" },
      { operation: "DescribeJobs", kind: "explode" },
    ]);
    const answer = await fetch(`${simulator.url}/_simulator/faults`, { method: "POST", body });
    expect(answer.status).toBe(400);
    expect(simulator.faults.left()).toEqual([]);
  });
});
