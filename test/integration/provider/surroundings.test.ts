import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Surroundings } from "../../../provider/src/vocabulary";
import type { WorldFile } from "../../../simulator/src/index";
import { APP, aWorld, DATABASE, WEB } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const LAUNCH_SUBNET = "subnet-0123456789abcdef0";
const STAGING_SUBNET = "subnet-0123456789abcdef1";
const PIT = "pit-00000000000000001";
const THREE = { sourceServers: [DATABASE, APP, WEB].map((sourceServerId) => ({ sourceServerId })) };
const PINNED = { sourceServers: [{ sourceServerId: DATABASE, recoverySnapshotId: PIT }] };

/** What check alone asks for, once for a wave. */
const OF_A_WAVE = [
  "DescribeInstanceTypeOfferings",
  "DescribeInstanceTypes",
  "DescribeRouteTables",
  "DescribeSecurityGroups",
  "DescribeSourceServers",
  "DescribeSubnets",
];

/** A world that has something of everything, and sends it page by page. */
function aFullWorld(): WorldFile {
  const launchTemplate = {
    instanceType: "m5.large",
    subnetId: LAUNCH_SUBNET,
    securityGroupIds: ["sg-0123456789abcdef0"],
    associatePublicIp: false,
    httpTokens: "required" as const,
    tenancy: "default" as const,
  };
  const replicationConfiguration = {
    stagingAreaSubnetId: STAGING_SUBNET,
    createPublicIP: false,
    dataPlaneRouting: "PRIVATE_IP" as const,
  };
  const database = {
    tags: { Tier: "database", ImpactLevel: "CRITICAL" },
    osName: "Ubuntu 22.04",
    cores: 8,
    ramBytes: 34_359_738_368,
    disks: [
      { deviceName: "/dev/sda", bytes: 8_589_934_592 },
      { deviceName: "/dev/sdb", bytes: 8_589_934_592 },
    ],
    replicatedDisks: ["/dev/sda"],
    privateIp: "10.0.1.10",
    awsInstanceID: "i-0123456789abcdefa",
    lastLaunch: { type: "DRILL" as const, status: "LAUNCHED" as const, apiCallDateTime: "2026-02-01T10:00:00.500Z" },
    snapshots: [{ snapshotID: PIT, timestamp: "2026-03-01T09:00:00.000Z" }],
    launchTemplate,
    replicationConfiguration,
  };
  const others = { launchTemplate, replicationConfiguration };
  return aWorld(
    { [DATABASE]: database, [APP]: others, [WEB]: others },
    {
      quirks: { defaultPageSize: 1 },
      subnets: [
        { subnetId: LAUNCH_SUBNET, vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.1.0/24" },
        { subnetId: STAGING_SUBNET, vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.2.0/24" },
      ],
      routeTables: [
        {
          routeTableId: "rtb-0123456789abcdef0",
          vpcId: "vpc-0123456789abcdef0",
          main: true,
          routes: [{ destination: "10.9.0.0/16", target: "tgw-0123456789abcdef0" }],
        },
        {
          routeTableId: "rtb-0123456789abcdef1",
          subnetIds: [STAGING_SUBNET],
          routes: [
            { destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" },
            { destination: "10.8.0.0/16", target: "pcx-0123456789abcdef0", state: "blackhole" },
          ],
        },
      ],
      securityGroups: [
        {
          groupId: "sg-0123456789abcdef0",
          groupName: "web",
          vpcId: "vpc-0123456789abcdef0",
          ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 22, source: "0.0.0.0/0" },
            { protocol: "tcp", fromPort: 8000, toPort: 8080, source: "::/0" },
            { protocol: "tcp", fromPort: 5432, toPort: 5432, source: "10.0.0.0/8" },
          ],
        },
      ],
      instances: [{ ec2InstanceID: "i-0123456789abcdefa", subnetId: LAUNCH_SUBNET, ageSeconds: 86_400 }],
      recoveryInstances: [
        { sourceServerID: DATABASE, ec2InstanceID: "i-0123456789abcdef0", launchedAt: "2026-02-27T10:00:00.000Z" },
      ],
    },
  );
}

let drill: SimulatedWave;
beforeEach(() => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

/** Operations in the journal since its n-th entry, pages counted once. */
function operationsSince(entries: number): string[] {
  const isFirstPage = ({ request }: { request: unknown }) =>
    !JSON.stringify(request).toLowerCase().includes("nexttoken");
  return drill.simulator.journal
    .entries()
    .slice(entries)
    .filter(isFirstPage)
    .map((entry) => entry.operation)
    .sort();
}

describe("what check sees of the servers", () => {
  it("is what DRS's agent reports, what is replicated, the last launch and the template", async () => {
    drill = await openSimulatedWave(aFullWorld());
    const { observed } = await drill.check(PINNED);
    expect(observed?.observedAt).toBe("2026-03-01T10:00:00.000Z");
    expect(observed?.servers[0]).toMatchObject({
      source: {
        operatingSystem: "Ubuntu 22.04",
        cores: 8,
        memoryBytes: 34_359_738_368,
        privateIp: "10.0.1.10",
        disks: ["/dev/sda", "/dev/sdb"],
        ec2InstanceId: "i-0123456789abcdefa",
        originRegion: "us-west-2",
        originAccount: expect.stringMatching(/^\d{12}$/),
      },
      replicatedDisks: ["/dev/sda"],
      lastLaunch: { type: "DRILL", status: "LAUNCHED", at: "2026-02-01T10:00:00.500Z" },
      launchTemplate: {
        instanceType: "m5.large",
        subnetId: LAUNCH_SUBNET,
        securityGroupIds: ["sg-0123456789abcdef0"],
        associatePublicIp: false,
        httpTokens: "required",
        tenancy: "default",
      },
    });
  });
});

describe("what check sees around the servers", () => {
  it("is all that policies judge, over every page", async () => {
    drill = await openSimulatedWave(aFullWorld());
    const { observed } = await drill.check(PINNED);
    const expected: Surroundings = {
      replicationConfigurations: {
        [DATABASE]: {
          stagingAreaSubnetId: STAGING_SUBNET,
          ebsEncryption: "DEFAULT",
          dataPlaneRouting: "PRIVATE_IP",
          createPublicIP: false,
          replicatedDisks: ["/dev/sda"],
          autoReplicateNewDisks: false,
          pitPolicy: [
            { units: "DAY", interval: 1, retentionDuration: 7, enabled: true },
            { units: "HOUR", interval: 1, retentionDuration: 24, enabled: true },
            { units: "MINUTE", interval: 10, retentionDuration: 60, enabled: true },
          ],
        },
      },
      snapshots: { [PIT]: "2026-03-01T09:00:00.000Z" },
      launchTimes: { "i-0123456789abcdef0": "2026-02-27T10:00:00.000Z" },
      sourceVpcs: { [DATABASE]: "vpc-0123456789abcdef0" },
      subnets: {
        [LAUNCH_SUBNET]: {
          vpcId: "vpc-0123456789abcdef0",
          availabilityZone: "us-west-2a",
          cidrBlock: "10.0.1.0/24",
          availableIpAddressCount: 224,
          mapPublicIpOnLaunch: false,
          routes: [{ destination: "10.9.0.0/16", target: "tgw-0123456789abcdef0" }],
        },
        [STAGING_SUBNET]: {
          vpcId: "vpc-0123456789abcdef0",
          availabilityZone: "us-west-2b",
          cidrBlock: "10.0.2.0/24",
          availableIpAddressCount: 224,
          mapPublicIpOnLaunch: false,
          routes: [{ destination: "0.0.0.0/0", target: "igw-0123456789abcdef0" }],
        },
      },
      securityGroups: {
        "sg-0123456789abcdef0": {
          groupName: "web",
          vpcId: "vpc-0123456789abcdef0",
          openIngress: ["tcp 22 from 0.0.0.0/0", "tcp 8000-8080 from ::/0"],
        },
      },
      instanceTypeOfferings: { "m5.large": ["us-west-2a", "us-west-2b", "us-west-2c"] },
      instanceTypes: {
        "m5.large": {
          vCpus: 2,
          memoryMiB: 8192,
          bootModes: ["legacy-bios", "uefi"],
          architectures: ["x86_64"],
          isNitro: true,
        },
      },
      regionServers: [
        {
          sourceServerId: DATABASE,
          hostname: "db-1",
          tags: { Tier: "database", ImpactLevel: "CRITICAL" },
          lastLaunch: {
            type: "DRILL",
            status: "LAUNCHED",
            at: "2026-02-01T10:00:00.500Z",
            jobId: expect.stringMatching(/^drsjob-/),
          },
        },
        { sourceServerId: APP, hostname: "app-1", tags: { Tier: "app" }, neverLaunched: true },
        { sourceServerId: WEB, hostname: "web-1", tags: { Tier: "web" }, neverLaunched: true },
      ],
    };
    expect(observed?.surroundings).toEqual(expected);
  });

  it("has the account's metadata defaults and default subnets where a template leaves them open", async () => {
    const world = aFullWorld();
    const [database] = world.sourceServers ?? [];
    Object.assign(database ?? {}, { launchTemplate: { instanceType: "m5.large" } });
    const metadataDefaults = { httpTokens: "required", httpTokensEnforced: "enabled" } as const;
    drill = await openSimulatedWave({ ...world, metadataDefaults });
    const { surroundings } = (await drill.check(PINNED)).observed ?? {};
    expect(surroundings?.metadataDefaults).toEqual(metadataDefaults);
    const ids = Object.values(surroundings?.defaultSubnets ?? {});
    expect(ids.map((id) => surroundings?.subnets[id])).toMatchObject([
      { cidrBlock: "172.31.0.0/20", mapPublicIpOnLaunch: true, routes: [{ destination: "0.0.0.0/0" }] },
    ]);
    expect(surroundings?.unseen).toBeUndefined();
  });

  it("says by which permission the account's metadata defaults could be read", async () => {
    const world = aFullWorld();
    Object.assign(world.sourceServers?.[0] ?? {}, { launchTemplate: { instanceType: "m5.large" } });
    drill = await openSimulatedWave(world);
    const denied = { kind: "error", status: 403, code: "UnauthorizedOperation", message: "not you" } as const;
    drill.simulator.faults.add({ ...denied, operation: "GetInstanceMetadataDefaults", times: 100 });
    const { surroundings } = (await drill.check(PINNED)).observed ?? {};
    expect(surroundings?.unseen).toEqual({
      metadataDefaults: expect.stringContaining(
        "calling ec2:GetInstanceMetadataDefaults: UnauthorizedOperation: not you",
      ),
    });
  });

  it("leaves out an instance type and a group that EC2 does not know, and keeps the others", async () => {
    const world = aFullWorld();
    const [database, app] = world.sourceServers ?? [];
    if (database?.launchTemplate) {
      database.launchTemplate = { ...database.launchTemplate, instanceType: "zz9.plural" };
    }
    if (app?.launchTemplate) {
      app.launchTemplate = { ...app.launchTemplate, instanceType: "m5.xlarge" };
    }
    drill = await openSimulatedWave(world);
    const { observed } = await drill.check(THREE);
    expect(Object.keys(observed?.surroundings?.instanceTypes ?? {}).sort()).toEqual(["m5.large", "m5.xlarge"]);
    expect(observed?.surroundings?.unseen).toBeUndefined();
  });

  it("costs one call a part and one a server, and only what there is something to ask for", async () => {
    drill = await openSimulatedWave(aFullWorld());
    await drill.check(THREE);
    const drillsOwn = [
      ...THREE.sourceServers.flatMap(() => ["GetLaunchConfiguration", "DescribeLaunchTemplateVersions"]),
      "DescribeSourceServers",
      "DescribeRecoveryInstances",
      // By the two tags in which DRS names a server, and by the jobs of earlier launches, which are asked for too.
      "DescribeInstances",
      "DescribeInstances",
      "DescribeInstances",
      "DescribeJobs",
    ];
    const around = [...OF_A_WAVE, "DescribeInstances", ...THREE.sourceServers.map(() => "GetReplicationConfiguration")];
    expect(operationsSince(0)).toEqual([...drillsOwn, ...around].sort());
  });

  it("costs no second list of the Region's servers with a selector", async () => {
    drill = await openSimulatedWave(aFullWorld());
    const { observed } = await drill.check({ selector: { tags: { Tier: "database" } } });
    expect(operationsSince(0).filter((operation) => operation === "DescribeSourceServers")).toHaveLength(1);
    expect(observed?.surroundings?.regionServers).toHaveLength(3);
  });

  it("has the Region's servers as they were before anything was drilled, as a preview sees them", async () => {
    drill = await openSimulatedWave(aWorld());
    const first = await drill.check({ sourceServers: [{ sourceServerId: WEB }] });
    await drill.wave.create(first);
    const later = await drill.check({ sourceServers: [{ sourceServerId: DATABASE }] });
    expect(later.observed?.surroundings?.regionServers).toEqual(first.observed?.surroundings?.regionServers);
    expect(first.observed?.surroundings?.regionServers).toContainEqual(
      expect.objectContaining({ sourceServerId: WEB, neverLaunched: true }),
    );
  });

  it("costs the drill itself nothing: create asks for what it always did", async () => {
    drill = await openSimulatedWave(aWorld());
    const inputs = await drill.check(THREE);
    const before = drill.simulator.journal.entries().length;
    await drill.wave.create(inputs);
    const counts: Record<string, number> = {};
    for (const operation of operationsSince(before)) {
      counts[operation] = (counts[operation] ?? 0) + 1;
    }
    // While the job runs: DescribeJobs and DescribeJobLogItems as often as it is polled.
    expect(counts).toEqual({
      DescribeInstanceStatus: expect.any(Number),
      DescribeInstances: expect.any(Number),
      DescribeJobLogItems: expect.any(Number),
      DescribeJobs: expect.any(Number),
      DescribeLaunchTemplateVersions: 3,
      DescribeRecoveryInstances: expect.any(Number),
      DescribeSourceServers: 1,
      GetLaunchConfiguration: 3,
      StartRecovery: 1,
    });
  });

  it.each([
    { operation: "GetReplicationConfiguration", part: "replicationConfigurations" },
    { operation: "DescribeSubnets", part: "subnets" },
    { operation: "DescribeRouteTables", part: "routes" },
    { operation: "DescribeSecurityGroups", part: "securityGroups" },
    { operation: "DescribeInstanceTypes", part: "instanceTypes" },
  ])("is not worth a failure: without $operation policies learn why they cannot judge", async ({ operation, part }) => {
    drill = await openSimulatedWave(aFullWorld());
    const denied = { kind: "error", status: 403, code: "AccessDeniedException", message: "not you" } as const;
    drill.simulator.faults.add({ ...denied, operation, times: 100 });
    const { observed } = await drill.check(THREE);
    const unseen = Object.entries(observed?.surroundings?.unseen ?? {});
    const reason = new RegExp(`calling (drs|ec2):${operation}: AccessDeniedException: not you`);
    expect(unseen).toEqual([[part, expect.stringMatching(reason)]]);
    expect(drill.lines.filter((line) => line.includes("not you"))).toEqual([]);
  });

  it("sees when this drill launched its instances, by the EC2 instance's own time", async () => {
    drill = await openSimulatedWave(aWorld());
    const { outs } = await drill.wave.create(await drill.check({ sourceServers: [{ sourceServerId: APP }] }));
    const { observed } = await drill.check({ sourceServers: [{ sourceServerId: APP }] });
    const [instance] = outs.servers;
    const at = observed?.surroundings?.launchTimes[instance?.recoveryInstanceId ?? ""];
    expect(Date.parse(at ?? "")).toBeGreaterThan(Date.parse(outs.startedAt));
  });
});

describe("a wave's state", () => {
  it("stays below 14 KB for three servers and their guard, with everything that was seen", async () => {
    drill = await openSimulatedWave(aFullWorld());
    const guard = await drill.guard.create({
      region: "us-west-2",
      connection: { endpoint: drill.simulator.url },
      __provider: "pointer".padEnd(120),
    });
    const args = { ...THREE, drillNonce: guard.outs.nonce, replaceRecoveryInstances: true };
    const inputs = await drill.check({ ...args, __provider: "pointer".padEnd(120) });
    const { outs } = await drill.wave.create(inputs);
    const wave = JSON.stringify([inputs, outs]).length;
    expect(wave + 2 * JSON.stringify(guard.outs).length).toBeLessThan(14 * 1024);
  });
});
