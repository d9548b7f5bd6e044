import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { SourceServerFile, WorldFile } from "../../../../simulator/src/world/schema";
import type { WorldState } from "../../../../simulator/src/world/state";
import { aServer, aState, first, START, serverID } from "../aWorld";

const HOUR = 3600 * 1000;
const SUBNET = "subnet-0123456789abcdef0";

/** Starts a drill of all servers of a world and lets `seconds` pass. */
function drilled(file: WorldFile, seconds = 3600): WorldState {
  const state = aState(file);
  startLaunchJob(
    state,
    state.sourceServers.map((server) => ({ server, snapshotTime: undefined })),
    true,
    {},
    START,
  );
  advance(state, START + seconds * 1000);
  return state;
}

/** The same with one server. */
function drilledServer(given: Partial<SourceServerFile> = {}, rest: WorldFile = {}, seconds = 3600): WorldState {
  return drilled({ ...rest, sourceServers: [aServer(1, given)] }, seconds);
}

/** The job's log, event names alone. */
function events(state: WorldState): string[] {
  return first(state.jobs).log.map((item) => item.event);
}

/** The message of the job's failure. */
function failure(state: WorldState): string | undefined {
  return first(state.jobs).log.find((item) => item.eventData.rawError !== undefined)?.eventData.rawError;
}

describe(startLaunchJob.name, () => {
  it.each([
    { seconds: 0, status: "PENDING", launchStatus: "PENDING" },
    { seconds: 1, status: "STARTED", launchStatus: "IN_PROGRESS" },
    { seconds: 500, status: "STARTED", launchStatus: "IN_PROGRESS" },
    { seconds: 538, status: "STARTED", launchStatus: "LAUNCHED" },
    { seconds: 541, status: "COMPLETED", launchStatus: "LAUNCHED" },
  ])("is $status after $seconds s, its server $launchStatus", ({ seconds, status, launchStatus }) => {
    // The latest that a Linux server takes is 537.2 s; this one is told to take 537.5 s.
    const job = first(drilledServer({ timings: { launchEnd: 537.5 } }, {}, seconds).jobs);
    expect({ status: job.status, launchStatus: first(job.participatingServers).launchStatus }).toEqual({
      status,
      launchStatus,
    });
  });

  it("logs what a real job logs, in that order", () => {
    const state = drilledServer();
    expect(events(state)).toEqual([
      "JOB_START",
      "SNAPSHOT_START",
      "SNAPSHOT_END",
      "CONVERSION_START",
      "CONVERSION_END",
      "LAUNCH_START",
      "LAUNCH_END",
      "JOB_END",
    ]);
    const log = first(state.jobs).log;
    expect(first(log).eventData).toEqual({});
    expect(log.find((item) => item.event === "LAUNCH_END")?.eventData).toEqual({
      sourceServerID: serverID(1),
      targetInstanceID: first(state.instances).ec2InstanceID,
    });
  });

  it("shows the instance in EC2 before DRS lists it", () => {
    const state = drilledServer({ timings: { conversionEnd: 100, launchEnd: 200 } }, {}, 195);
    expect(first(state.instances)).toMatchObject({ drsView: "HIDDEN", ec2State: "RUNNING" });
    advance(state, START + 200_000);
    expect(first(state.instances)).toMatchObject({ drsView: "LISTED", isDrill: true, jobID: first(state.jobs).jobID });
    expect(first(state.sourceServers)).toMatchObject({
      lastLaunchResult: "SUCCEEDED",
      lastLaunch: { status: "LAUNCHED", type: "DRILL" },
      recoveryInstanceId: first(state.instances).ec2InstanceID,
    });
  });

  it("dates the on-demand snapshot at its own time, whatever the replication lag", () => {
    const [instance] = drilledServer({ lagSeconds: 42 }).instances;
    expect(Date.parse(instance?.pointInTimeSnapshotDateTime ?? "")).toBe(START + 800);
  });

  it("stops the instance where the launch configuration says so, in drills too", () => {
    expect(first(drilledServer({ launchConfiguration: { launchDisposition: "STOPPED" } }).instances).ec2State).toBe(
      "STOPPED",
    );
  });

  it.each([
    { method: "NONE" as const, expected: "m5.xlarge" },
    { method: "BASIC" as const, expected: "c5.9xlarge" },
    { method: "IN_AWS" as const, expected: "r5.2xlarge" },
  ])("right-sizes by $method to $expected", ({ method, expected }) => {
    const state = drilledServer({
      sourceInstanceType: "r5.2xlarge",
      launchConfiguration: { targetInstanceTypeRightSizingMethod: method },
      launchTemplate: { instanceType: "m5.xlarge" },
    });
    expect(first(state.instances).instanceType).toBe(expected);
  });

  it("copies the server's tags where copyTags says so; the template's win", () => {
    const given = { tags: { Tier: "database", Name: "mine" }, hostname: "db-1" };
    expect(first(drilledServer(given).instances).ec2Tags).not.toHaveProperty("Tier");
    const copied = first(drilledServer({ ...given, launchConfiguration: { copyTags: true } }).instances).ec2Tags;
    expect(copied).toMatchObject({ Tier: "database", Name: "db-1" });
  });

  it("keeps the source's address where copyPrivateIp says so", () => {
    const state = drilledServer({ launchConfiguration: { copyPrivateIp: true } });
    expect(first(state.instances).privateIp).toBe(first(state.sourceServers).privateIp);
  });
});

describe("a launch that fails", () => {
  it.each([
    { event: "SERVER_SKIPPED" as const, before: "JOB_START" },
    { event: "SNAPSHOT_FAIL" as const, before: "SNAPSHOT_START" },
    { event: "USING_PREVIOUS_SNAPSHOT_FAILED" as const, before: "SNAPSHOT_START" },
    { event: "CONVERSION_FAIL" as const, before: "CONVERSION_START" },
    { event: "LAUNCH_FAILED" as const, before: "LAUNCH_START" },
  ])("ends in $event after $before, and the job is COMPLETED all the same", ({ event, before }) => {
    const state = drilledServer({ outcome: { event, message: "told so" } });
    expect(events(state).slice(-3)).toEqual([before, event, "JOB_END"]);
    expect(failure(state)).toBe("told so");
    expect(first(state.jobs)).toMatchObject({
      status: "COMPLETED",
      participatingServers: [{ launchStatus: "FAILED" }],
    });
    expect(first(state.sourceServers)).toMatchObject({ lastLaunchResult: "FAILED", lastLaunch: { status: "FAILED" } });
    expect(state.instances).toEqual([]);
  });

  it("fails as often as its world says", () => {
    const state = drilledServer({ outcome: { event: "LAUNCH_FAILED", times: 1 } });
    startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START + HOUR);
    advance(state, START + 2 * HOUR);
    expect(state.jobs.map((job) => first(job.participatingServers).launchStatus)).toEqual(["FAILED", "LAUNCHED"]);
  });

  it("launches from an older snapshot when the new one fails", () => {
    const state = drilledServer({ outcome: { event: "USING_PREVIOUS_SNAPSHOT" }, snapshots: [{ ageSeconds: 600 }] });
    expect(events(state)).toContain("USING_PREVIOUS_SNAPSHOT");
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("LAUNCHED");
    expect(Date.parse(first(state.instances).pointInTimeSnapshotDateTime)).toBe(START - 600_000);
  });

  it.each<{ label: string; given: Partial<SourceServerFile>; rest?: WorldFile; message: string }>([
    {
      label: "an address outside the subnet",
      given: {
        privateIp: "10.5.5.5",
        launchConfiguration: { copyPrivateIp: true },
        launchTemplate: { subnetId: SUBNET },
      },
      rest: { subnets: [{ subnetId: SUBNET, cidrBlock: "10.0.1.0/24" }] },
      message:
        "An error occurred (InvalidParameterValue) when calling the RunInstances operation: Address 10.5.5.5 does not fall within the subnet's address range",
    },
    {
      label: "a full subnet",
      given: { launchTemplate: { subnetId: SUBNET } },
      rest: { subnets: [{ subnetId: SUBNET, availableIpAddressCount: 0 }] },
      message: `An error occurred (InsufficientFreeAddressesInSubnet) when calling the RunInstances operation: There are not enough free addresses in subnet '${SUBNET}' to satisfy the requested number of instances.`,
    },
    {
      label: "a licence of one's own without a dedicated host",
      given: { os: "WINDOWS", launchConfiguration: { licensing: { osByol: true } } },
      message: "OS BYOL can only be used with EC2 Dedicated Hosts",
    },
    {
      label: "data that has never been in sync",
      given: { replicationState: "INITIAL_SYNC" },
      message:
        "instance not launched because server lifecycle state is not READY_FOR_TEST (data replication is INITIAL_SYNC)",
    },
  ])("fails for $label", ({ given, rest, message }) => {
    const state = drilledServer(given, rest);
    expect(failure(state)).toBe(message);
    expect(first(first(state.jobs).participatingServers).launchStatus).toBe("FAILED");
  });

  it.each(["STALLED", "BACKLOG"] as const)("does not fail for replication that is %s", (replicationState) => {
    expect(first(first(drilledServer({ replicationState }).jobs).participatingServers).launchStatus).toBe("LAUNCHED");
  });
});

describe("earlier instances", () => {
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

describe("post-launch actions", () => {
  it("run after the launch, and the job waits for them", () => {
    const state = drilledServer({ timings: { launchEnd: 100 }, postLaunchActions: [{ name: "ping" }] }, {}, 110);
    expect(first(first(state.jobs).participatingServers)).toMatchObject({
      launchStatus: "LAUNCHED",
      runs: [{ status: "IN_PROGRESS" }],
    });
    expect(first(state.jobs).status).toBe("STARTED");
    advance(state, START + 130_000);
    expect(first(state.jobs)).toMatchObject({
      status: "COMPLETED",
      participatingServers: [{ runs: [{ status: "SUCCEEDED" }] }],
    });
  });

  it.each([
    { optional: true, launchStatus: "LAUNCHED" },
    { optional: false, launchStatus: "FAILED" },
  ])("that fail leave the launch $launchStatus when optional is $optional", ({ optional, launchStatus }) => {
    const state = drilledServer({
      postLaunchActions: [{ name: "ping", status: "FAILED", failureReason: "no answer", optional }],
    });
    expect(first(first(state.jobs).participatingServers)).toMatchObject({
      launchStatus,
      runs: [{ status: "FAILED", failureReason: "no answer", action: { name: "ping" } }],
    });
    expect(first(state.instances).ec2State).toBe("RUNNING");
  });
});
