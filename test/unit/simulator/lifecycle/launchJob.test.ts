import { describe, expect, it } from "vitest";
import { advance } from "../../../../simulator/src/lifecycle/advance";
import { startLaunchJob } from "../../../../simulator/src/lifecycle/startLaunchJob";
import type { SourceServerFile } from "../../../../simulator/src/world/schema/worldFile";
import type { WorldState } from "../../../../simulator/src/world/state/worldState";
import { first, START, serverID } from "../aWorld";
import { drilledServer, events, HOUR } from "./aDrill";

describe(startLaunchJob.name, () => {
  it.each([
    { seconds: 0, status: "PENDING", launchStatus: "PENDING" },
    { seconds: 1, status: "STARTED", launchStatus: "IN_PROGRESS" },
    { seconds: 500, status: "STARTED", launchStatus: "IN_PROGRESS" },
    { seconds: 539, status: "STARTED", launchStatus: "LAUNCHED" },
    { seconds: 541, status: "COMPLETED", launchStatus: "LAUNCHED" },
  ])("is $status after $seconds s, its server $launchStatus", ({ seconds, status, launchStatus }) => {
    // The job ends 2.1 to 2.8 s after its server.
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

  it("names the conversion server only when the conversion ends", () => {
    const log = first(drilledServer().jobs).log;
    const data = (name: string) => log.find((item) => item.event === name)?.eventData;
    expect(data("CONVERSION_START")).toEqual({ sourceServerID: serverID(1) });
    expect(data("CONVERSION_END")).toEqual({
      sourceServerID: serverID(1),
      conversionServerID: expect.stringMatching(/^i-/),
    });
  });

  it("logs JOB_START 0.3 to 0.4 s after creation, and JOB_END 27 ms after the end", () => {
    const job = first(drilledServer().jobs);
    const at = (name: string) => Date.parse(job.log.find((item) => item.event === name)?.logDateTime ?? "");
    expect(at("JOB_START") - START).toBeGreaterThanOrEqual(300);
    expect(at("JOB_START") - START).toBeLessThanOrEqual(400);
    expect(at("JOB_END") - Date.parse(job.endDateTime ?? "")).toBe(27);
  });

  it("is COMPLETED before its log says so", () => {
    const seconds = (Date.parse(first(drilledServer().jobs).endDateTime ?? "") - START) / 1000;
    const state = drilledServer({}, {}, seconds);
    expect(first(state.jobs).status).toBe("COMPLETED");
    expect(events(state).at(-1)).toBe("LAUNCH_END");
  });

  it("skips the conversion in the recovery mode FAST", () => {
    const state = drilledServer({ launchConfiguration: { recoveryMode: "FAST" } });
    expect(events(state)).toEqual([
      "JOB_START",
      "SNAPSHOT_START",
      "SNAPSHOT_END",
      "LAUNCH_START",
      "LAUNCH_END",
      "JOB_END",
    ]);
    expect(Date.parse(first(state.jobs).endDateTime ?? "")).toBeLessThan(START + 320_000);
  });

  it("takes another time when it is repeated, the same ones in every run of the same world, and others with another seed", () => {
    const ends = (seed: string) => {
      const state = drilledServer({}, { seed });
      startLaunchJob(state, [{ server: first(state.sourceServers), snapshotTime: undefined }], true, {}, START + HOUR);
      advance(state, START + 2 * HOUR);
      return state.jobs.map((job) => Date.parse(job.endDateTime ?? "") - Date.parse(job.creationDateTime));
    };
    const [once, again] = ends("a");
    expect(once).not.toBe(again);
    expect(ends("a")).toEqual([once, again]);
    expect(ends("b")).not.toEqual([once, again]);
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

  it.each([
    { quirks: {}, tag: "AWSElasticDisasterRecoverySourceServerID" },
    { quirks: { sourceServerTag: "drs:source" }, tag: "drs:source" },
  ])("tags the instance with its source server's id: $tag", ({ quirks, tag }) => {
    expect(first(drilledServer({}, { quirks }).instances).ec2Tags).toEqual({
      Name: expect.any(String),
      AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com",
      "drs.amazonaws.com-source-server": serverID(1),
      "drs.amazonaws.com-job": expect.stringMatching(/^drsjob-/),
      [tag]: serverID(1),
    });
  });

  it("sets only those of DRS's tags that the world says, and takes the template's away where it says none", () => {
    const quirks = { instanceTags: ["drs.amazonaws.com-source-server" as const], sourceServerTag: null };
    expect(first(drilledServer({}, { quirks }).instances).ec2Tags).toEqual({
      Name: expect.any(String),
      "drs.amazonaws.com-source-server": serverID(1),
    });
  });

  it("keeps the source's address where copyPrivateIp says so", () => {
    const state = drilledServer({ launchConfiguration: { copyPrivateIp: true } });
    expect(first(state.instances).privateIp).toBe(first(state.sourceServers).privateIp);
  });
});

describe("post-launch actions", () => {
  const ping = { name: "ping" };

  /** The job's status, and what its server's post-launch actions have come to. */
  function seen(state: WorldState) {
    const { status, participatingServers } = first(state.jobs);
    const { launchStatus, ssmAgentDiscoveryDatetime: agent, runs } = first(participatingServers);
    return { status, launchStatus, agent: agent !== undefined, runs: runs.map((run) => run.status) };
  }

  it("run once the SSM agent is found, and the job waits for them", () => {
    const state = drilledServer({ timings: { launchEnd: 100, ssmAgent: 160 }, postLaunchActions: [ping] }, {}, 159);
    expect(seen(state)).toEqual({ status: "STARTED", launchStatus: "LAUNCHED", agent: false, runs: [] });
    advance(state, START + 160_000);
    expect(seen(state)).toEqual({ status: "STARTED", launchStatus: "LAUNCHED", agent: true, runs: ["IN_PROGRESS"] });
    advance(state, START + 190_000);
    expect(seen(state)).toEqual({ status: "COMPLETED", launchStatus: "LAUNCHED", agent: true, runs: ["SUCCEEDED"] });
  });

  it("run on after the job where the world says that it does not wait", () => {
    const rest = { quirks: { completedWaitsForActions: false } };
    const state = drilledServer({ timings: { launchEnd: 100, ssmAgent: 160 }, postLaunchActions: [ping] }, rest, 159);
    expect(seen(state)).toEqual({ status: "COMPLETED", launchStatus: "LAUNCHED", agent: false, runs: [] });
    advance(state, START + 190_000);
    expect(seen(state)).toMatchObject({ status: "COMPLETED", agent: true, runs: ["SUCCEEDED"] });
  });

  it.each<{ label: string; given: Partial<SourceServerFile>; agent: boolean; runs: readonly string[] }>([
    { label: "its agent is never found", given: { timings: { ssmAgent: null } }, agent: false, runs: [] },
    {
      label: "one of them is never reported",
      given: { postLaunchActions: [ping, { name: "pong", reported: false }] },
      agent: true,
      runs: ["SUCCEEDED"],
    },
    {
      label: "one of them is not active",
      given: { postLaunchActions: [{ name: "pong", active: false }, ping] },
      agent: true,
      runs: ["SUCCEEDED"],
    },
    {
      label: "they are turned off",
      given: { launchConfiguration: { postLaunchEnabled: false } },
      agent: false,
      runs: [],
    },
    {
      label: "one of them never ends",
      given: { postLaunchActions: [{ name: "ping", status: "IN_PROGRESS" }] },
      agent: true,
      runs: ["IN_PROGRESS"],
    },
  ])("hold no job up for ever: $label", ({ given, agent, runs }) => {
    expect(seen(drilledServer({ postLaunchActions: [ping], ...given }))).toEqual({
      status: "COMPLETED",
      launchStatus: "LAUNCHED",
      agent,
      runs,
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
