import {
  DescribeJobLogItemsCommand,
  DescribeJobsCommand,
  DescribeRecoveryInstancesCommand,
  DescribeRecoverySnapshotsCommand,
  DescribeSourceServersCommand,
  ListLaunchActionsCommand,
  PutLaunchActionCommand,
  StartRecoveryCommand,
} from "@aws-sdk/client-drs";
import { afterEach, describe, expect, it } from "vitest";
import {
  type ManualClock,
  manualClock,
  type Simulator,
  startSimulator,
  type WorldFile,
} from "../../../simulator/src/index";
import { drsClient, SIGNED } from "./client";

type ServerFile = Omit<NonNullable<WorldFile["sourceServers"]>[number], "sourceServerID">;

const SERVER = "s-0123456789abcdef1";
const OTHER = "s-0123456789abcdef2";

describe("a world", () => {
  let simulator: Simulator;
  let clock: ManualClock;

  afterEach(() => simulator.close());

  async function open(server: ServerFile = {}, rest: WorldFile = {}): Promise<void> {
    clock = manualClock();
    const sourceServers = [{ sourceServerID: SERVER, ...server }, { sourceServerID: OTHER }];
    simulator = await startSimulator({ world: { seed: "odd", sourceServers, ...rest }, clock });
  }

  async function drill(): Promise<string> {
    const sourceServers = [{ sourceServerID: SERVER }, { sourceServerID: OTHER }];
    const { job } = await drsClient(simulator).send(new StartRecoveryCommand({ sourceServers, isDrill: true }));
    return job?.jobID ?? "";
  }

  async function described(server: ServerFile, rest: WorldFile = {}) {
    await open(server, rest);
    const { items } = await drsClient(simulator).send(new DescribeSourceServersCommand({}));
    const [item] = items ?? [];
    if (item === undefined) {
      throw new Error("There is no source server");
    }
    return item;
  }

  async function job() {
    return (await drsClient(simulator).send(new DescribeJobsCommand({}))).items?.[0];
  }

  /** The launch status of each server that the job lists, by the last digit of its id. */
  async function statuses(): Promise<unknown> {
    const servers = (await job())?.participatingServers;
    return servers === undefined
      ? "absent"
      : Object.fromEntries(servers.map(({ sourceServerID: id, launchStatus }) => [id?.slice(-1), launchStatus]));
  }

  async function log(jobID: string) {
    return (await drsClient(simulator).send(new DescribeJobLogItemsCommand({ jobID }))).items ?? [];
  }

  /** An answer as it is on the wire. */
  async function raw(operation: string, request: object = {}): Promise<unknown> {
    const answer = await fetch(`${simulator.url}/${operation}`, {
      method: "POST",
      body: JSON.stringify(request),
      headers: { authorization: SIGNED },
    });
    return answer.json();
  }

  it("describes a source server as recorded answers do", async () => {
    const server = await described({
      cores: 2,
      networkInterfaces: [{}, {}],
      firstByteDateTime: "2026-01-13T07:27:47.864Z",
    });
    expect(server.dataReplicationInfo).toMatchObject({
      lagDuration: "P0D",
      replicatedDisks: [{ totalStorageBytes: 8589934592, rescannedStorageBytes: 8589934592 }],
      dataReplicationInitiation: { steps: [{ name: "WAIT", status: "SUCCEEDED" }, ...Array(10).fill({})] },
    });
    expect(server.dataReplicationInfo).not.toHaveProperty("dataReplicationError");
    expect(server.lifeCycle).toMatchObject({
      firstByteDateTime: "2026-01-13T07:27:47.864048+00:00",
      elapsedReplicationDuration: "P2DT1H32M12.135952S",
      lastLaunch: { initiated: {} },
    });
    expect(server.lifeCycle?.lastLaunch).not.toHaveProperty("status");
    expect(server.sourceProperties).toMatchObject({
      cpus: [{ cores: 1 }, { cores: 1 }],
      networkInterfaces: [{ ips: [expect.any(String)], isPrimary: true }, { isPrimary: false }],
    });
    const [first, second] = server.sourceProperties?.networkInterfaces ?? [];
    expect(first?.macAddress).not.toBe(second?.macAddress);
    expect(second).not.toHaveProperty("ips");
  });

  it.each<{ label: string; server: ServerFile; world?: WorldFile; member: string; shown: unknown }>([
    {
      label: "a lag as it is written",
      server: { lagDuration: "P1W" },
      member: "dataReplicationInfo.lagDuration",
      shown: "P1W",
    },
    { label: "an empty lag", server: { lagDuration: "" }, member: "dataReplicationInfo.lagDuration", shown: "" },
    { label: "no lag", server: { lagDuration: null }, member: "dataReplicationInfo.lagDuration", shown: undefined },
    {
      label: "no state",
      server: { replicationState: null },
      member: "dataReplicationInfo.dataReplicationState",
      shown: undefined,
    },
    {
      label: "no lag where the first sync was not completed",
      server: { replicationState: "RESCAN", initialSyncDone: false, lagSeconds: 5 },
      member: "dataReplicationInfo.lagDuration",
      shown: undefined,
    },
    {
      label: "no first byte",
      server: { firstByteDateTime: null },
      member: "lifeCycle.firstByteDateTime",
      shown: undefined,
    },
    { label: "no last launch", server: { lastLaunch: null }, member: "lifeCycle.lastLaunch", shown: undefined },
    {
      label: "a failed step",
      server: { initiationSteps: { WAIT: "SKIPPED", BOOT_REPLICATION_SERVER: "FAILED" } },
      member: "dataReplicationInfo.dataReplicationInitiation.steps.3",
      shown: { name: "BOOT_REPLICATION_SERVER", status: "FAILED" },
    },
    {
      label: "no steps",
      server: { initiationSteps: null },
      member: "dataReplicationInfo.dataReplicationInitiation",
      shown: undefined,
    },
    {
      label: "an error of replication",
      server: { replicationError: { error: "AGENT_NOT_SEEN", rawError: "gone" } },
      member: "dataReplicationInfo.dataReplicationError",
      shown: { error: "AGENT_NOT_SEEN", rawError: "gone" },
    },
    {
      label: "an extended server in error",
      server: { stagingArea: { status: "EXTENSION_ERROR", stagingAccountID: "999988887777", errorMessage: "denied" } },
      member: "stagingArea",
      shown: { status: "EXTENSION_ERROR", stagingAccountID: "999988887777", errorMessage: "denied" },
    },
    { label: "no staging area", server: { stagingArea: null }, member: "stagingArea", shown: undefined },
    {
      label: "a failback",
      server: { replicationDirection: "FAILBACK" },
      member: "replicationDirection",
      shown: "FAILBACK",
    },
    {
      label: "an architecture",
      server: { architecture: "arm64" },
      member: "sourceProperties.architecture",
      shown: "arm64",
    },
    {
      label: "no Nitro",
      server: { supportsNitroInstances: false },
      member: "sourceProperties.supportsNitroInstances",
      shown: false,
    },
    {
      label: "a volume with product codes",
      server: { disks: [{ deviceName: "/dev/sda1", bytes: 1, volumeStatus: "CONTAINS_MARKETPLACE_PRODUCT_CODES" }] },
      member: "dataReplicationInfo.replicatedDisks.0.volumeStatus",
      shown: "CONTAINS_MARKETPLACE_PRODUCT_CODES",
    },
    {
      label: "another origin",
      server: {
        sourceInstanceType: "m5.large",
        sourceCloudProperties: { originRegion: "eu-west-1", originAccountID: null },
      },
      member: "sourceCloudProperties",
      shown: { originRegion: "eu-west-1", originAvailabilityZone: "us-east-1a" },
    },
    {
      label: "an instance elsewhere",
      server: { awsInstanceID: "i-0123456789abcdef0" },
      member: "sourceProperties.identificationHints.awsInstanceID",
      shown: "i-0123456789abcdef0",
    },
    {
      label: "an instance of this Region",
      server: { awsInstanceID: "i-0123456789abcdef1" },
      world: { instances: [{ ec2InstanceID: "i-0123456789abcdef1" }] },
      member: "sourceCloudProperties.originRegion",
      shown: "us-west-2",
    },
    {
      label: "whatever it patches",
      server: { patch: { sourceProperties: { os: null } } },
      member: "sourceProperties.os",
      shown: undefined,
    },
  ])("can say of a source server: $label", async ({ server, world = {}, member, shown }) => {
    const path = member.split(".");
    const at = (value: unknown, name: string): unknown =>
      typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
    expect(path.reduce<unknown>(at, await described(server, world))).toEqual(shown);
  });

  it("can have members in a launch configuration that no model has, at the top and below", async () => {
    await open({
      launchConfiguration: { recoveryMode: "FAST", patch: { futureSetting: "on", licensing: { byol: [1] } } },
    });
    expect(await raw("GetLaunchConfiguration", { sourceServerID: SERVER })).toMatchObject({
      recoveryMode: "FAST",
      futureSetting: "on",
      licensing: { osByol: false, byol: [1] },
    });
    await raw("UpdateLaunchConfiguration", { sourceServerID: SERVER, recoveryMode: "OPTIMAL" });
    expect(await raw("GetLaunchConfiguration", { sourceServerID: SERVER })).toMatchObject({
      recoveryMode: "OPTIMAL",
      futureSetting: "on",
    });
    expect(await raw("UpdateLaunchConfiguration", { sourceServerID: SERVER, recoveryMode: "SLOW" })).toMatchObject({
      code: "ValidationException",
    });
    expect(await raw("GetLaunchConfiguration", { sourceServerID: OTHER })).not.toHaveProperty("recoveryMode");
  });

  it("can have a job list a server late, or never", async () => {
    await open({ onJob: { listedAfterSeconds: 30 } });
    await drill();
    expect(await statuses()).toEqual({ 2: "PENDING" });
    clock.advance(30);
    expect(await statuses()).toEqual({ 1: "IN_PROGRESS", 2: "IN_PROGRESS" });
    await simulator.close();
    await open({ onJob: { listedAfterSeconds: null } });
    await drill();
    clock.advance(1000);
    expect(await statuses()).toEqual({ 2: "LAUNCHED" });
  });

  it.each([
    { emptyParticipants: "list" as const, shown: {} },
    { emptyParticipants: "absent" as const, shown: "absent" },
  ])("can have a job that lists none of its servers: $emptyParticipants", async ({ emptyParticipants, shown }) => {
    const late = { onJob: { listedAfterSeconds: 30 } };
    const sourceServers = [SERVER, OTHER].map((sourceServerID) => ({ sourceServerID, ...late }));
    await open({}, { sourceServers, quirks: { emptyParticipants } });
    await drill();
    expect(await statuses()).toEqual(shown);
  });

  it("can have a launch status that lags behind the job's end", async () => {
    await open({ onJob: { launchStatusDelaySeconds: 120 } });
    await drill();
    clock.advance(560);
    expect((await job())?.status).toBe("COMPLETED");
    expect(await statuses()).toEqual({ 1: "IN_PROGRESS", 2: "LAUNCHED" });
    clock.advance(120);
    expect(await statuses()).toEqual({ 1: "LAUNCHED", 2: "LAUNCHED" });
  });

  it("can have a server on a job without a launch status, or without post-launch actions", async () => {
    await open({ onJob: { patch: { launchStatus: null, launchActionsStatus: null } } });
    await drill();
    clock.advance(1000);
    expect((await job())?.participatingServers?.[0]).toEqual({ sourceServerID: SERVER });
  });

  it("can have log items without a time, with unknown events, and none of an event", async () => {
    await open({
      log: { LAUNCH_START: { logDateTime: null }, LAUNCH_END: null },
      extraLog: [{ event: "QUANTUM_LEAP", seconds: 100, patch: { eventData: { futureMember: 1 } } }],
    });
    const jobID = await drill();
    clock.advance(1000);
    const mine = (await log(jobID)).filter((item) => item.eventData?.sourceServerID === SERVER);
    expect(mine.find((item) => item.event === "LAUNCH_START")).toEqual({
      event: "LAUNCH_START",
      eventData: { sourceServerID: SERVER },
    });
    expect(mine.map(({ event }) => String(event))).not.toContain("LAUNCH_END");
    expect(mine.find(({ event }) => String(event) === "QUANTUM_LEAP")?.eventData).toEqual({
      sourceServerID: SERVER,
      futureMember: 1,
    });
  });

  it("can have a log that shows late", async () => {
    await open({}, { quirks: { jobLogDelaySeconds: 60 } });
    const jobID = await drill();
    clock.advance(550);
    expect((await job())?.status).toBe("COMPLETED");
    expect((await log(jobID)).map(({ event }) => String(event))).not.toContain("LAUNCH_END");
    clock.advance(60);
    expect((await log(jobID)).at(-1)?.event).toBe("JOB_END");
  });

  it("can have a snapshot that is still being made", async () => {
    await open({ snapshots: [{ timestamp: null, ageSeconds: 5 }, { ageSeconds: 600 }] });
    const { items } = await drsClient(simulator).send(new DescribeRecoverySnapshotsCommand({ sourceServerID: SERVER }));
    expect(items?.map(({ timestamp }) => timestamp)).toEqual(["2026-01-15T08:50:00+00:00", undefined]);
    expect(items?.[1]?.expectedTimestamp).toBe("2026-01-15T08:59:55+00:00");
    const sourceServers = [{ sourceServerID: SERVER, recoverySnapshotID: items?.[1]?.snapshotID ?? "" }];
    await expect(drsClient(simulator).send(new StartRecoveryCommand({ sourceServers }))).rejects.toMatchObject({
      name: "ConflictException",
    });
  });

  it("can have recovery instances without a job or isDrill, listed late, with some of DRS's tags", async () => {
    await open({
      launched: {
        listedAfterSeconds: 60,
        tags: { "drs.amazonaws.com-job": null, Owner: "us" },
        patch: { jobID: null, isDrill: null },
      },
    });
    await drill();
    clock.advance(550);
    const listed = async () =>
      (
        await drsClient(simulator).send(
          new DescribeRecoveryInstancesCommand({ filters: { sourceServerIDs: [SERVER] } }),
        )
      ).items ?? [];
    expect((await job())?.status).toBe("COMPLETED");
    expect(await listed()).toEqual([]);
    clock.advance(60);
    const [instance] = await listed();
    expect(instance).not.toHaveProperty("jobID");
    expect(instance).not.toHaveProperty("isDrill");
    expect(simulator.world().instances.find((i) => i.sourceServerID === SERVER)?.ec2Tags).toEqual({
      Name: expect.any(String),
      AWSElasticDisasterRecoveryManaged: "drs.amazonaws.com",
      AWSElasticDisasterRecoverySourceServerID: SERVER,
      "drs.amazonaws.com-source-server": SERVER,
      Owner: "us",
    });
  });

  it("has the actions run that PutLaunchAction left active, as ListLaunchActions shows them", async () => {
    await open({ postLaunchActions: [{ name: "ping" }, { name: "pong" }] });
    const client = drsClient(simulator);
    const actions = (await client.send(new ListLaunchActionsCommand({ resourceId: SERVER }))).items ?? [];
    const { type: _type, ...pong } = actions[1] ?? {};
    await client.send(
      new PutLaunchActionCommand({
        resourceId: SERVER,
        actionCode: "",
        actionId: "",
        order: 0,
        name: "",
        actionVersion: "",
        category: "OTHER",
        description: "",
        ...pong,
        active: false,
        optional: false,
      }),
    );
    const { items } = await client.send(new ListLaunchActionsCommand({ resourceId: SERVER }));
    expect(items?.map(({ name, active, optional }) => ({ name, active, optional }))).toEqual([
      { name: "ping", active: true, optional: true },
      { name: "pong", active: false, optional: false },
    ]);
    await drill();
    expect((await job())?.participatingServers?.[0]?.launchActionsStatus).toEqual({ runs: [] });
    clock.advance(1000);
    expect((await job())?.participatingServers?.[0]?.launchActionsStatus).toMatchObject({
      ssmAgentDiscoveryDatetime: expect.stringMatching(/^2026-01-15T09:0/),
      runs: [{ action: { name: "ping" }, status: "SUCCEEDED" }],
    });
  });

  it("is not needed for one odd answer: a fault edits it", async () => {
    await open();
    simulator.faults.add({
      operation: "DescribeJobs",
      kind: "edit",
      edits: [{ path: "/items/*/participatingServers/1" }, { path: "/items/*/futureMember", value: 1 }],
    });
    await drill();
    expect(await job()).toMatchObject({ futureMember: 1, participatingServers: [{ sourceServerID: SERVER }] });
    expect(await statuses()).toEqual({ 1: "PENDING", 2: "PENDING" });
  });
});
