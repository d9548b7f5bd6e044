import {
  paginateDescribeJobLogItems,
  paginateDescribeRecoverySnapshots,
  paginateDescribeSourceServers,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import { paginateDescribeInstances } from "@aws-sdk/client-ec2";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ManualClock, manualClock, type Simulator, startSimulator } from "../../../simulator/src/index";
import { drsClient, ec2Client } from "./client";

const ids = Array.from({ length: 300 }, (_, n) => `s-${String(n).padStart(17, "0")}`);

describe("pages", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  beforeAll(async () => {
    clock = manualClock();
    simulator = await startSimulator({
      world: { sourceServers: ids.map((sourceServerID) => ({ sourceServerID })) },
      clock,
    });
  });

  afterAll(() => simulator.close());

  it("give all of 300 servers, a hundred at a time when the client does not say", async () => {
    const sizes: number[] = [];
    const seen: unknown[] = [];
    for await (const page of paginateDescribeSourceServers({ client: drsClient(simulator) }, {})) {
      sizes.push(page.items?.length ?? 0);
      seen.push(...(page.items ?? []).map((server) => server.sourceServerID));
    }
    expect(sizes).toEqual([100, 100, 100]);
    expect(seen).toEqual(ids);
  });

  it("give all of a server's snapshots", async () => {
    const seen: unknown[] = [];
    const input = { sourceServerID: ids[0] ?? "" };
    for await (const page of paginateDescribeRecoverySnapshots({ client: drsClient(simulator), pageSize: 7 }, input)) {
      seen.push(...(page.items ?? []).map((snapshot) => snapshot.snapshotID));
    }
    expect(new Set(seen).size).toBe(35);
    expect(seen).toHaveLength(35);
  });

  it("give a whole job's log, and EC2's instances", async () => {
    const drs = drsClient(simulator);
    const sourceServers = ids.slice(0, 100).map((sourceServerID) => ({ sourceServerID }));
    const { job } = await drs.send(new StartRecoveryCommand({ sourceServers, isDrill: true }));
    clock.advance(3600);
    let items = 0;
    for await (const page of paginateDescribeJobLogItems({ client: drs, pageSize: 150 }, { jobID: job?.jobID })) {
      items += page.items?.length ?? 0;
    }
    expect(items).toBe(2 + 100 * 6);
    const instances: unknown[] = [];
    for await (const page of paginateDescribeInstances({ client: ec2Client(simulator), pageSize: 33 }, {})) {
      instances.push(
        ...(page.Reservations ?? []).flatMap((r) => r.Instances ?? []).map((instance) => instance.PrivateIpAddress),
      );
    }
    expect(instances).toHaveLength(100);
    expect(new Set(instances).size).toBe(100);
  });
});
