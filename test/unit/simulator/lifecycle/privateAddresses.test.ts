import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import { startTerminateJob } from "../../../../simulator/src/lifecycle/startTerminateJob";
import type { SourceServerFile, SubnetFile, WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import { listedInstances } from "../../../../simulator/src/world/state/lookup";
import type { WorldState } from "../../../../simulator/src/world/state/worldState";
import { aServer, aState, first, START } from "../aWorld";
import { drilled, failure, HOUR, SUBNET } from "./aDrill";

describe("private addresses", () => {
  const copying = { privateIp: "10.0.1.20", launchConfiguration: { copyPrivateIp: true } };
  const taken =
    "An error occurred (InvalidIPAddress.InUse) when calling the RunInstances operation: Address 10.0.1.20 is in use.";

  /** What became of each launch, in order. */
  function statuses(state: WorldState): string[] {
    return state.jobs.flatMap((job) => job.participatingServers.map((server) => server.launchStatus));
  }

  /** Servers of one subnet of 10.0.1.0/24. */
  function world(number: number, given: Partial<SourceServerFile>, subnet: Partial<SubnetFile> = {}): WorldFile {
    return {
      subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.1.0/24", ...subnet }],
      sourceServers: Array.from({ length: number }, (_, index) =>
        aServer(index + 1, { launchTemplate: { subnetId: SUBNET }, ...given }),
      ),
    };
  }

  it("of one job are given once: the second server that copies the same one fails", () => {
    const state = drilled(world(2, copying));
    expect(statuses(state)).toEqual(["LAUNCHED", "FAILED"]);
    expect(failure(state)).toBe(taken);
  });

  it("of jobs at one time are given once", () => {
    const state = aState(world(2, copying));
    for (const server of state.sourceServers) {
      startLaunchJob(state, [{ server, snapshotTime: undefined }], true, {}, START);
    }
    advance(state, START + HOUR);
    expect(statuses(state)).toEqual(["LAUNCHED", "FAILED"]);
  });

  it("of a launch that fails stay free", () => {
    const given = { ...copying, launchTemplate: { subnetId: SUBNET } };
    const failing = aServer(1, { ...given, outcome: { event: "CONVERSION_FAIL" } });
    const state = drilled({ ...world(0, {}), sourceServers: [failing, aServer(2, given)] });
    expect(statuses(state)).toEqual(["FAILED", "LAUNCHED"]);
  });

  it("run out: those without room fail, and the count follows what runs", () => {
    const state = drilled(world(3, {}, { availableIpAddressCount: 2 }));
    expect(statuses(state)).toEqual(["LAUNCHED", "LAUNCHED", "FAILED"]);
    expect(failure(state)).toMatch(/InsufficientFreeAddressesInSubnet/);
    expect(first(state.subnets).availableIpAddressCount).toBe(0);
    startTerminateJob(state, listedInstances(state), START + HOUR);
    advance(state, START + 2 * HOUR);
    expect(first(state.subnets).availableIpAddressCount).toBe(2);
  });

  it("of a server's own earlier instance are there for its next one", () => {
    const state = drilled(world(1, copying, { availableIpAddressCount: 1 }));
    startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START + HOUR);
    advance(state, START + 2 * HOUR);
    expect(statuses(state)).toEqual(["LAUNCHED", "LAUNCHED"]);
    expect(first(state.subnets).availableIpAddressCount).toBe(0);
  });

  it.each([
    { cidrBlock: "10.0.1.0/24", count: 251 },
    { cidrBlock: "10.0.1.0/28", count: 11 },
    { cidrBlock: "10.0.1.0/32", count: 0 },
  ])("of $cidrBlock are $count unless the world says otherwise", ({ cidrBlock, count }) => {
    expect(first(aState(world(0, {}, { cidrBlock })).subnets).availableIpAddressCount).toBe(count);
  });
});
