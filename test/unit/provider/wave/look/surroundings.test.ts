import { describe, expect, it } from "vitest";
import type { RouteTable } from "../../../../../provider/src/ec2/types";
import { findServers, type ServerSelection } from "../../../../../provider/src/wave/look/findServers";
import { observe } from "../../../../../provider/src/wave/look/observe";
import { observeSurroundings, routesOf } from "../../../../../provider/src/wave/look/surroundings";
import {
  aDeclaredServer,
  aRecoveryInstance,
  aRefusal,
  DB,
  START,
  serverId,
  someSurroundings,
  WEB,
} from "../../factories";
import { aSourceServer, contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const PIT = "pit-00000000000000001";
/** DB with a pinned snapshot, and WEB. */
const PINNED = { servers: [aDeclaredServer({ recoverySnapshotId: PIT }), aDeclaredServer({ sourceServerId: WEB })] };
const OUT = { destination: "0.0.0.0/0", target: "igw-1" };

/** A world that has something of everything. */
function aFullWorld(): FakeWorld {
  const world = fakeWorld();
  for (const [id, subnetId] of [
    [DB, "subnet-1"],
    [WEB, "subnet-1"],
  ] as const) {
    world.configurations.set(id, { settings: {}, launchTemplateId: `lt-${id}` });
    world.launchTemplates.set(`lt-${id}`, {
      launchTemplateId: `lt-${id}`,
      version: 1,
      instanceType: "m5.large",
      subnetId,
      securityGroupIds: ["sg-1"],
      httpTokens: "required",
    });
    world.replicationConfigurations.set(id, { stagingAreaSubnetId: "subnet-2", createPublicIP: true });
  }
  const idle = { ...aSourceServer(serverId(8), "old-1", {}), replicationState: "DISCONNECTED" };
  const payment = { ...aSourceServer(serverId(9), "pay-1", { ImpactLevel: "CRITICAL" }), neverLaunched: true as const };
  const [database, web] = world.servers;
  const launched = web && { ...web, lastLaunch: { jobId: "drsjob-1", type: "DRILL", at: START, status: "LAUNCHED" } };
  world.servers = [idle, payment, database, launched].flatMap((server) => server ?? []);
  world.snapshots.set(DB, [
    { recoverySnapshotId: PIT, takenAt: START - 60_000 },
    { recoverySnapshotId: "pit-other", takenAt: START },
  ]);
  world.instances.push(aRecoveryInstance());
  world.ec2Instances.set("i-00000001", { state: "running", launchedAt: START - 3_600_000 });
  world.subnets = ["subnet-1", "subnet-2"].map((subnetId) => ({
    subnetId,
    vpcId: "vpc-1",
    cidrBlock: "10.0.1.0/24",
    availableIpAddressCount: 250,
    mapPublicIpOnLaunch: false,
  }));
  world.routeTables = [
    { vpcId: "vpc-1", isMain: true, subnetIds: [], routes: [] },
    { vpcId: "vpc-1", isMain: false, subnetIds: ["subnet-2"], routes: [OUT] },
  ];
  world.securityGroups = [{ groupId: "sg-1", groupName: "web", openIngress: ["tcp 443 from 0.0.0.0/0"] }];
  world.instanceTypes = [{ instanceType: "m5.large", vCpus: 2, memoryMiB: 8192, bootModes: ["uefi"] }];
  return world;
}

const SUBNET = { vpcId: "vpc-1", cidrBlock: "10.0.1.0/24", availableIpAddressCount: 250, mapPublicIpOnLaunch: false };
const LAUNCHED = { jobId: "drsjob-1", type: "DRILL", at: "2026-11-24T10:00:00.000Z", status: "LAUNCHED" };
const FULL = someSurroundings({
  replicationConfigurations: {
    [DB]: { stagingAreaSubnetId: "subnet-2", createPublicIP: true },
    [WEB]: { stagingAreaSubnetId: "subnet-2", createPublicIP: true },
  },
  snapshots: { [PIT]: "2026-11-24T09:59:00.000Z" },
  launchTimes: { "i-00000001": "2026-11-24T09:00:00.000Z" },
  subnets: { "subnet-1": { ...SUBNET, routes: [] }, "subnet-2": { ...SUBNET, routes: [OUT] } },
  securityGroups: { "sg-1": { groupName: "web", openIngress: ["tcp 443 from 0.0.0.0/0"] } },
  instanceTypes: { "m5.large": { vCpus: 2, memoryMiB: 8192, bootModes: ["uefi"] } },
  regionServers: [
    { sourceServerId: DB, hostname: "db-1", tags: { Tier: "database" } },
    { sourceServerId: WEB, hostname: "web-1", tags: { Tier: "web" }, lastLaunch: LAUNCHED },
    { sourceServerId: serverId(9), hostname: "pay-1", tags: { ImpactLevel: "CRITICAL" }, neverLaunched: true },
  ],
});

/** Looks around in a world; `calls` are those that the servers' own observation does not make. */
async function lookAround(world: FakeWorld, selection: ServerSelection = PINNED) {
  const context = contextIn(world);
  const found = await findServers(context, selection);
  const observing = observe(context, found, "fail");
  await observing;
  world.calls.length = 0;
  world.ec2Calls.length = 0;
  const surroundings = await observeSurroundings(context, {
    found,
    observing,
    listSnapshots: context.drs.listRecoverySnapshots,
    listsRegion: true,
  });
  return { surroundings, calls: [...world.calls, ...world.ec2Calls].sort(), lines: context.lines };
}

describe(observeSurroundings.name, () => {
  it("sees everything that policies judge, with one call a part and one a server where AWS has no other", async () => {
    const { surroundings, calls } = await lookAround(aFullWorld());
    expect(surroundings).toEqual(FULL);
    expect(calls).toEqual([
      `getReplicationConfiguration ${DB}`,
      `getReplicationConfiguration ${WEB}`,
      "listInstanceTypes m5.large",
      "listInstances i-00000001",
      `listRecoverySnapshots ${DB}`,
      "listRouteTables vpc-1",
      "listSecurityGroups sg-1",
      "listSourceServers",
      "listSubnets subnet-1,subnet-2",
    ]);
  });

  it("has nothing undefined in it, which the engine cannot carry", async () => {
    const world = aFullWorld();
    world.routeTables = [];
    const { surroundings } = await lookAround(world);
    expect(surroundings).toStrictEqual(JSON.parse(JSON.stringify(surroundings)));
  });

  it("reads snapshots through who shares them, of pinned servers alone", async () => {
    const world = aFullWorld();
    const context = contextIn(world);
    const found = await findServers(context, PINNED);
    const asked: string[] = [];
    const listSnapshots = async (id: string) => {
      asked.push(id);
      return [{ recoverySnapshotId: PIT, takenAt: START }];
    };
    const observing = observe(context, found, "fail");
    const { snapshots } = await observeSurroundings(context, { found, observing, listSnapshots, listsRegion: true });
    expect({ snapshots, asked, calls: world.countOf("listRecoverySnapshots") }).toEqual({
      snapshots: { [PIT]: "2026-11-24T10:00:00.000Z" },
      asked: [DB],
      calls: 0,
    });
  });

  it("looks at the default subnets where a template names none, once and with their routes", async () => {
    const world = aFullWorld();
    for (const id of [DB, WEB]) {
      world.launchTemplates.set(`lt-${id}`, {
        launchTemplateId: `lt-${id}`,
        version: 1,
        networkInterfaces: [],
        httpTokens: "required",
      });
    }
    const subnet = { vpcId: "vpc-default", cidrBlock: "172.31.0.0/20", availableIpAddressCount: 4000 };
    world.defaultSubnets = [
      { ...subnet, subnetId: "subnet-d", availabilityZone: "us-west-2a", mapPublicIpOnLaunch: true },
    ];
    world.routeTables.push(aTable({ vpcId: "vpc-default", isMain: true, routes: [OUT] }));
    const { surroundings, calls } = await lookAround(world);
    expect(surroundings).toEqual({
      ...FULL,
      defaultSubnets: { "us-west-2a": "subnet-d" },
      subnets: {
        "subnet-2": FULL.subnets["subnet-2"],
        "subnet-d": { ...subnet, availabilityZone: "us-west-2a", mapPublicIpOnLaunch: true, routes: [OUT] },
      },
      securityGroups: {},
      instanceTypes: {},
    });
    expect(calls.filter((call) => call.startsWith("listDefaultSubnets"))).toEqual(["listDefaultSubnets "]);
  });

  it("asks for the account's metadata defaults unless every template requires IMDSv2", async () => {
    const world = aFullWorld();
    world.metadataDefaults = { httpTokens: "required" };
    expect((await lookAround(world)).surroundings.metadataDefaults).toBeUndefined();
    world.launchTemplates.set(`lt-${DB}`, {
      launchTemplateId: `lt-${DB}`,
      version: 1,
      instanceType: "m5.large",
      subnetId: "subnet-1",
      securityGroupIds: ["sg-1"],
      httpTokens: "optional",
    });
    const { surroundings, calls } = await lookAround(world);
    expect(surroundings).toEqual({ ...FULL, metadataDefaults: { httpTokens: "required" } });
    expect(calls.filter((call) => call.startsWith("getMetadataDefaults"))).toEqual(["getMetadataDefaults "]);
    const denied = aRefusal("UnauthorizedOperation", "ec2:GetInstanceMetadataDefaults");
    world.ec2Failures.getMetadataDefaults = denied;
    expect((await lookAround(world)).surroundings).toEqual({ ...FULL, unseen: { metadataDefaults: denied.message } });
  });

  it("says that there is no default subnet, and why it could not look", async () => {
    const world = aFullWorld();
    world.launchTemplates.set(`lt-${DB}`, { launchTemplateId: `lt-${DB}`, version: 1, networkInterfaces: [] });
    expect((await lookAround(world)).surroundings.defaultSubnets).toEqual({});
    const denied = aRefusal("UnauthorizedOperation", "ec2:DescribeSubnets");
    world.ec2Failures.listDefaultSubnets = denied;
    const { defaultSubnets, unseen, subnets } = (await lookAround(world)).surroundings;
    expect({ defaultSubnets, unseen, subnets: Object.keys(subnets) }).toEqual({
      defaultSubnets: undefined,
      unseen: { defaultSubnets: denied.message },
      subnets: ["subnet-1", "subnet-2"],
    });
  });

  it("asks in the same call for the VPCs of the source servers that are instances of this Region", async () => {
    const world = aFullWorld();
    const origins = new Map([
      [DB, { ec2InstanceId: "i-here", originRegion: "us-west-2" }],
      [WEB, { ec2InstanceId: "i-elsewhere", originRegion: "eu-west-1" }],
    ]);
    for (const server of world.servers) {
      Object.assign(server, { source: origins.get(server.sourceServerId) });
    }
    world.ec2Instances.set("i-here", { state: "running", launchedAt: START, vpcId: "vpc-production" });
    world.ec2Instances.set("i-elsewhere", { state: "running", launchedAt: START, vpcId: "vpc-never-asked" });
    const { surroundings, calls } = await lookAround(world);
    expect(surroundings).toEqual({ ...FULL, sourceVpcs: { [DB]: "vpc-production" } });
    expect(calls.filter((call) => call.startsWith("listInstances"))).toEqual(["listInstances i-00000001,i-here"]);
  });

  it("says why it could not see the VPCs of source servers that are instances of this Region", async () => {
    const world = aFullWorld();
    for (const server of world.servers) {
      Object.assign(server, { source: { ec2InstanceId: "i-here" } });
    }
    const denied = aRefusal("UnauthorizedOperation", "ec2:DescribeInstances");
    world.ec2Failures.listInstances = denied;
    const { surroundings } = await lookAround(world);
    expect(surroundings).toEqual({
      ...FULL,
      launchTimes: {},
      unseen: { launchTimes: denied.message, sourceVpcs: denied.message },
    });
  });

  it("has the Region's servers once: of the wave that lists them, and looks all the same for the others", async () => {
    const world = aFullWorld();
    const context = contextIn(world);
    const found = await findServers(context, PINNED);
    const observing = observe(context, found, "fail");
    const listSnapshots = context.drs.listRecoverySnapshots;
    const surroundings = await observeSurroundings(context, { found, observing, listSnapshots, listsRegion: false });
    const { regionServers: _none, ...others } = FULL;
    expect({ surroundings, lists: world.calls.filter((call) => call === "listSourceServers") }).toEqual({
      surroundings: others,
      lists: ["listSourceServers"],
    });
  });

  it.each([
    { label: "stopped", change: { replicationState: "STOPPED" }, isListed: false },
    { label: "disconnected", change: { replicationState: "DISCONNECTED" }, isListed: false },
    { label: "not in sync for the first time yet", change: { replicationState: "INITIAL_SYNC" }, isListed: false },
    { label: "stalled", change: { replicationState: "STALLED" }, isListed: true },
    { label: "of no state that DRS says", change: { replicationState: undefined }, isListed: true },
    { label: "of a state that is new", change: { replicationState: "FUTURE" }, isListed: true },
    { label: "on its way back", change: { replication: { direction: "FAILBACK" } }, isListed: false },
  ])("lists a server that is $label: $isListed", async ({ change, isListed }) => {
    const world = fakeWorld();
    const { replicationState: _state, ...server } = aSourceServer(serverId(9), "pay-1", {});
    const changed = Object.entries({ ...server, ...change }).filter(([, value]) => value !== undefined);
    world.servers = [...world.servers, { ...server, ...Object.fromEntries(changed) }];
    const { surroundings } = await lookAround(world, { selector: { tags: { Tier: "web" } } });
    expect(surroundings.regionServers?.some(({ hostname }) => hostname === "pay-1")).toBe(isListed);
  });

  it("reads what does not depend on the servers' observation while that is under way", async () => {
    const world = aFullWorld();
    const context = contextIn(world);
    const found = await findServers(context, PINNED);
    world.calls.length = 0;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const observing = answered.then(() => observe(context, found, "fail"));
    const looking = observeSurroundings(context, {
      found,
      observing,
      listSnapshots: context.drs.listRecoverySnapshots,
      listsRegion: true,
    });
    await Promise.resolve();
    await Promise.resolve();
    expect([...world.calls].sort()).toEqual([
      `getReplicationConfiguration ${DB}`,
      `getReplicationConfiguration ${WEB}`,
      `listRecoverySnapshots ${DB}`,
      "listSourceServers",
    ]);
    answer();
    expect(await looking).toEqual(FULL);
  });

  it.each([
    { operation: "listSubnets", part: "subnets", without: { subnets: {} } },
    { operation: "listSecurityGroups", part: "securityGroups", without: { securityGroups: {} } },
    { operation: "listInstanceTypes", part: "instanceTypes", without: { instanceTypes: {} } },
    { operation: "listInstances", part: "launchTimes", without: { launchTimes: {} } },
    {
      operation: "listRouteTables",
      part: "routes",
      without: { subnets: { "subnet-1": SUBNET, "subnet-2": SUBNET } },
    },
  ] as const)("says why it could not see $part, warns of nothing and keeps the rest", async (cell) => {
    const world = aFullWorld();
    const denied = aRefusal("UnauthorizedOperation", "ec2:SomeRead");
    world.ec2Failures[cell.operation] = denied;
    const { surroundings, lines } = await lookAround(world);
    expect(surroundings).toEqual({ ...FULL, ...cell.without, unseen: { [cell.part]: denied.message } });
    expect(lines.filter((line) => line.startsWith("warn"))).toEqual([]);
  });

  it("says why it could not see the Region's servers", async () => {
    const world = aFullWorld();
    const denied = aRefusal("AccessDeniedException", "drs:DescribeSourceServers");
    world.failures.listSourceServers = [undefined, denied];
    const { surroundings } = await lookAround(world);
    const { regionServers: _none, ...others } = FULL;
    expect(surroundings).toEqual({ ...others, unseen: { regionServers: denied.message } });
  });

  it("keeps the other servers when one cannot be read, and names it in one line", async () => {
    const world = aFullWorld();
    world.failures.getReplicationConfiguration = [new Error("no\nanswer")];
    world.failures.listRecoverySnapshots = [new Error("denied")];
    const { surroundings } = await lookAround(world);
    expect(surroundings).toEqual({
      ...FULL,
      replicationConfigurations: { [WEB]: FULL.replicationConfigurations[WEB] },
      snapshots: {},
      unseen: { replicationConfigurations: `${DB}: no answer`, snapshots: `${DB}: denied` },
    });
  });

  it("counts the others when several cannot be read: a reason a server would fill the state", async () => {
    const world = aFullWorld();
    world.failures.getReplicationConfiguration = [new Error("denied"), new Error("denied")];
    const { surroundings } = await lookAround(world);
    expect(surroundings.unseen).toEqual({ replicationConfigurations: `${DB}: denied; and 1 more` });
  });

  it("says which subnet has no route table that it can see, as one that another account shares", async () => {
    const world = aFullWorld();
    for (const subnet of world.subnets) {
      if (subnet.subnetId === "subnet-1") {
        subnet.vpcId = "vpc-shared";
      }
    }
    const { surroundings } = await lookAround(world);
    expect({ subnet: surroundings.subnets["subnet-1"], unseen: surroundings.unseen }).toEqual({
      subnet: { ...SUBNET, vpcId: "vpc-shared" },
      unseen: { routes: "no route table of subnet-1 is listed" },
    });
  });

  it("keeps the order of the servers, whichever answers first: state must not change by itself", async () => {
    const world = aFullWorld();
    const read = world.drs.getReplicationConfiguration;
    world.drs.getReplicationConfiguration = async (id) => {
      for (let turn = 0; id === DB && turn < 10; turn += 1) {
        await Promise.resolve();
      }
      return read(id);
    };
    const { surroundings } = await lookAround(world);
    expect(Object.keys(surroundings.replicationConfigurations)).toEqual([DB, WEB]);
  });

  it("asks for all at once: the connection holds them back", async () => {
    const world = fakeWorld();
    const ids = Array.from({ length: 40 }, (_, index) => serverId(index + 1));
    world.servers = ids.map((id) => aSourceServer(id, id, {}));
    const servers = ids.map((sourceServerId) => aDeclaredServer({ sourceServerId }));
    const read = world.drs.getReplicationConfiguration;
    let [underWay, most] = [0, 0];
    world.drs.getReplicationConfiguration = async (id) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return read(id);
    };
    const { surroundings } = await lookAround(world, { servers });
    expect({ most, seen: Object.keys(surroundings.replicationConfigurations) }).toEqual({ most: 40, seen: ids });
  });

  it("leaves what went wrong with the servers themselves to their own observation", async () => {
    const world = aFullWorld();
    const context = contextIn(world);
    const found = await findServers(context, PINNED);
    const observing = Promise.reject(new Error("denied"));
    const { unseen } = await observeSurroundings(context, {
      found,
      observing,
      listSnapshots: context.drs.listRecoverySnapshots,
      listsRegion: true,
    });
    expect(unseen).toEqual({
      launchTimes: "denied",
      metadataDefaults: "denied",
      defaultSubnets: "denied",
      subnets: "denied",
      securityGroups: "denied",
      instanceTypes: "denied",
      instanceTypeOfferings: "denied",
      launchActions: "denied",
    });
  });

  it("reads the post-launch actions of servers that have a role and run them, and says which it could not read", async () => {
    const world = aFullWorld();
    const ids = [DB, WEB, serverId(8), serverId(9)];
    const [running, unable, idle] = ids;
    for (const id of ids) {
      world.configurations.set(id, { settings: { postLaunchEnabled: id !== idle }, launchTemplateId: `lt-${DB}` });
    }
    world.launchActions.set(DB, [
      { actionId: "b", name: "check-port", category: "VALIDATION", active: true, optional: false },
      { actionId: "a", name: "agent" },
    ]);
    world.failures.listLaunchActions = [undefined, new Error("denied")];
    const servers = [DB, WEB, serverId(8)].map((sourceServerId) =>
      aDeclaredServer({ sourceServerId, role: "database" }),
    );
    const { role: _role, ...roleless } = aDeclaredServer({ sourceServerId: serverId(9) });
    const { surroundings, calls } = await lookAround(world, { servers: [...servers, roleless] });
    expect(calls.filter((call) => call.startsWith("listLaunchActions"))).toEqual([
      `listLaunchActions ${running}`,
      `listLaunchActions ${unable}`,
    ]);
    expect({ seen: surroundings.launchActions, unseen: surroundings.unseen?.launchActions }).toEqual({
      seen: {
        [DB]: [{ name: "agent" }, { name: "check-port", category: "VALIDATION", active: true, optional: false }],
      },
      unseen: `${unable}: denied`,
    });
  });
});

function aTable(changes: Partial<RouteTable>): RouteTable {
  return { vpcId: "vpc-1", isMain: false, subnetIds: [], routes: [], ...changes };
}

const TO_PEER = { destination: "10.9.0.0/16", target: "pcx-1" };
const MAIN = aTable({ isMain: true, routes: [TO_PEER] });

describe(routesOf.name, () => {
  it.each([
    {
      label: "the associated table's, not the main one's",
      tables: [MAIN, aTable({ subnetIds: ["subnet-1"] })],
      routes: [],
    },
    {
      label: "the associated table's when it is the main one too",
      tables: [aTable({ isMain: true, subnetIds: ["subnet-1"], routes: [OUT] })],
      routes: [OUT],
    },
    {
      label: "the main table's when it is associated with none",
      tables: [aTable({ subnetIds: ["subnet-2"], routes: [OUT] }), MAIN],
      routes: [TO_PEER],
    },
    {
      label: "nobody's when another VPC's tables alone are known",
      tables: [{ ...MAIN, vpcId: "vpc-2" }],
      routes: undefined,
    },
    { label: "nobody's when no table is known", tables: [], routes: undefined },
  ])("gives $label", ({ tables, routes }) => {
    expect(routesOf({ ...SUBNET, subnetId: "subnet-1" }, tables)).toEqual(routes);
  });
});
