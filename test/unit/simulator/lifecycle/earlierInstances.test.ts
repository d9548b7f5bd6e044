import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { WorldFile } from "../../../../simulator/src/world/schema/worldFile";
import { aServer, aState, first, START, serverID } from "../aWorld";
import { drilled, drilledServer, events, HOUR } from "./aDrill";

describe("earlier instances", () => {
  it("that are TERMINATED already stay so", () => {
    const file: WorldFile = { recoveryInstances: [{ sourceServerID: serverID(1), state: "TERMINATED" }] };
    const before = first(aState({ sourceServers: [aServer()] }).subnets).availableIpAddressCount;
    const state = drilledServer({}, file, 15);
    expect(events(state)).toContain("CLEANUP_START");
    expect(first(state.instances).ec2State).toBe("TERMINATED");
    advance(state, START + 60_000);
    expect(first(state.subnets).availableIpAddressCount).toBe(before);
  });

  it("come first: the on-demand snapshot is dated when it is taken", () => {
    const state = drilledServer({}, { recoveryInstances: [{ sourceServerID: serverID(1) }] }, 800);
    const taken = first(state.jobs).log.find((item) => item.event === "SNAPSHOT_START")?.logDateTime;
    expect(state.instances.at(-1)?.pointInTimeSnapshotDateTime).toBe(taken);
  });

  it("are all terminated first, those that DRS no longer lists too", () => {
    const state = drilledServer(
      {},
      {
        recoveryInstances: [
          { sourceServerID: serverID(1), isDrill: false },
          { sourceServerID: serverID(1), disconnected: true },
          { sourceServerID: serverID(1), deletedFromDrs: true },
        ],
      },
      800,
    );
    expect(events(state).slice(0, 4)).toEqual(["JOB_START", "CLEANUP_START", "CLEANUP_END", "SNAPSHOT_START"]);
    expect(state.instances.map(({ ec2State, drsView }) => [ec2State, drsView])).toEqual([
      ["TERMINATED", "DELETED"],
      ["TERMINATED", "DELETED"],
      ["TERMINATED", "DELETED"],
      ["RUNNING", "LISTED"],
    ]);
  });

  it("are forgotten by EC2 an hour after they were terminated", () => {
    const state = drilledServer({}, { recoveryInstances: [{ sourceServerID: serverID(1) }] }, 3600 + 60);
    expect(state.instances).toHaveLength(1);
  });

  it("of other servers stay", () => {
    const state = drilled({ sourceServers: [aServer(1)], recoveryInstances: [] }, 800);
    const other = aState({
      sourceServers: [aServer(1), aServer(2)],
      recoveryInstances: [{ sourceServerID: serverID(2) }],
    });
    startLaunchJob(other, [{ server: first(other.sourceServers), snapshotTime: undefined }], true, {}, START);
    advance(other, START + HOUR);
    expect(first(other.instances)).toMatchObject({
      sourceServerID: serverID(2),
      ec2State: "RUNNING",
      drsView: "LISTED",
    });
    expect(state.instances).toHaveLength(1);
  });
});
