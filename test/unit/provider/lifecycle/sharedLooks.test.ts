import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drillWaveLifecycle } from "../../../../provider/src/lifecycle/drillWaveLifecycle";
import { canonical } from "../../../../provider/src/lifecycle/engineValues";
import { Previews } from "../../../../provider/src/lifecycle/previews";
import { SharedLooks } from "../../../../provider/src/lifecycle/sharedLooks";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import type { Surroundings } from "../../../../provider/src/vocabulary";
import type { WaveContext } from "../../../../provider/src/wave/context";
import {
  aJob,
  aRecoveryInstance,
  aRefusal,
  DB,
  inputs,
  REGION,
  SOURCE_SERVER_TAG,
  START,
  serverId,
  WEB,
} from "../factories";
import { aSourceServer, contextIn, type FakeWorld, fakeWorld } from "../fakeWorld";

/** Looks that share nothing, as those of an `up`. */
class SeparateLooks extends SharedLooks {
  override over(_place: unknown, context: WaveContext): WaveContext {
    return context;
  }
}

/** The previews of one process in a world; `said` is what stays of a check. */
function previewsIn(world: FakeWorld, looks = new SharedLooks()) {
  const said: string[] = [];
  const open = async () => {
    const context = contextIn(world);
    context.status.warn = (text) => void said.push(text);
    return context;
  };
  const keep = (text: string) => void said.push(text);
  const lifecycle = drillWaveLifecycle(open, new Previews(() => ({ show() {}, keep, warn: keep })), looks);
  const check = async (given: Partial<WaveInputs>, isPreview = true, olds: object = {}) => {
    said.length = 0;
    const { sourceServers, ...others } = inputs(given);
    const servers = given.selector === undefined ? { sourceServers } : {};
    const news = { ...others, ...servers, region: REGION, __isPreview: isPreview };
    const checked = await lifecycle.check?.(olds, JSON.parse(JSON.stringify(news)));
    return { checked, said: said.toSorted() };
  };
  return { check, lifecycle };
}

/** The requests of both services since the last call, by operation. */
function callsOf(world: FakeWorld): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const call of [...world.calls.splice(0), ...world.ec2Calls.splice(0)]) {
    const operation = call.split(" ")[0] ?? "";
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}

const ONE = { sourceServers: [{ sourceServerId: DB }], wave: "one" };
const OTHER = { sourceServers: [{ sourceServerId: WEB }], wave: "other" };

describe("the looks of a preview", () => {
  it("ask for a wave only what is its servers', where another wave has looked", async () => {
    const world = fakeWorld();
    const { check } = previewsIn(world);
    await check(ONE);
    callsOf(world);
    await check(OTHER);
    expect(callsOf(world)).toEqual({ getLaunchConfiguration: 1, getReplicationConfiguration: 1 });
  });

  it("see a server that the Region's list lacked, and look for it once more where it is declared", async () => {
    const world = fakeWorld();
    const { check } = previewsIn(world);
    const [web] = world.servers.splice(1);
    await check(ONE);
    world.servers.push(...(web === undefined ? [] : [web]));
    expect((await check(OTHER)).checked?.inputs.observed.servers[0].hostname).toBe("web-1");
  });

  it.each<{ label: string; between: (process: ReturnType<typeof previewsIn>, world: FakeWorld) => unknown }>([
    { label: "a look of an `up`", between: ({ check }) => check(ONE, false) },
    { label: "five minutes", between: (_process, world) => world.clock.pass(300_000) },
    {
      label: "a create, refused though it is",
      between: async ({ lifecycle }, world) => {
        world.failures.startRecovery = [aRefusal("AccessDeniedException")];
        await lifecycle.create({ ...inputs(ONE), region: REGION }).catch(() => undefined);
      },
    },
  ])("see what has changed, after $label", async ({ between }) => {
    const world = fakeWorld();
    const process = previewsIn(world);
    await process.check(ONE);
    world.servers = world.servers.map((server) => ({ ...server, hostname: "renamed" }));
    await between(process, world);
    expect((await process.check(ONE)).checked?.inputs.observed.servers[0].hostname).toBe("renamed");
  });

  it("are not shared by an `up`: what a wave has changed is seen by the next", async () => {
    const world = fakeWorld();
    world.launchTemplates.set("lt-1", { launchTemplateId: "lt-1", version: 1, subnetId: "subnet-1" });
    world.subnets = [{ subnetId: "subnet-1", cidrBlock: "10.0.1.0/24", availableIpAddressCount: 2 }];
    const { check } = previewsIn(world);
    const freeAfter = async (free: number) => {
      world.subnets = [{ subnetId: "subnet-1", cidrBlock: "10.0.1.0/24", availableIpAddressCount: free }];
      const { checked } = await check(ONE, false);
      return checked?.inputs.observed.surroundings.subnets["subnet-1"].availableIpAddressCount;
    };
    expect([await freeAfter(1), await freeAfter(0)]).toEqual([1, 0]);
  });

  it("decide no start: create reads all that a start depends on, right after a preview in the same process", async () => {
    const world = fakeWorld();
    const { check, lifecycle } = previewsIn(world);
    await check(ONE);
    world.servers = world.servers.map((server) => ({ ...server, replicationState: "DISCONNECTED" }));
    callsOf(world);
    const refused = lifecycle.create({ ...inputs(ONE), region: REGION });
    await expect(refused).rejects.toThrow("DISCONNECTED");
    expect(callsOf(world)).toMatchObject({
      listSourceServers: 1,
      listRecoveryInstances: 1,
      getLaunchConfiguration: 1,
      findDefaultLaunchTemplateVersion: 1,
      listLiveInstancesByTag: 2,
    });
  });

  it("ask once, and for a minute no more, for what is refused; each wave says so", async () => {
    const world = fakeWorld();
    const { check } = previewsIn(world);
    world.ec2Failures.getMetadataDefaults = aRefusal("UnauthorizedOperation", "ec2:GetInstanceMetadataDefaults");
    const unseen = async (wave: Partial<WaveInputs>) =>
      (await check(wave)).checked?.inputs.observed.surroundings.unseen;
    const reason = expect.stringContaining("UnauthorizedOperation");
    expect([await unseen(ONE), await unseen(OTHER)]).toEqual([
      { metadataDefaults: reason },
      { metadataDefaults: reason },
    ]);
    expect(callsOf(world)["getMetadataDefaults"]).toBe(1);
    delete world.ec2Failures.getMetadataDefaults;
    world.clock.pass(60_000);
    expect(await unseen(ONE)).toBeUndefined();
  });

  it("look for the declared servers where the Region's list is refused", async () => {
    const world = fakeWorld();
    world.failures.listSourceServers = [aRefusal("AccessDeniedException", "drs:DescribeSourceServers")];
    const { checked } = await previewsIn(world).check(ONE);
    expect(checked?.inputs.observed.servers).toHaveLength(1);
    expect(checked?.inputs.observed.surroundings.unseen).toEqual({
      regionServers: expect.stringContaining("AccessDeniedException"),
    });
  });
});

describe("what shared looks see", () => {
  const index = fc.nat(7);
  const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 2 });
  const id = (kind: string) => fc.nat(3).map((number) => `${kind}-${number}`);
  const aGeneratedTemplate = fc.record(
    {
      instanceType: fc.constantFrom("m5.large", "r5.2xlarge", "x9.new"),
      subnetId: id("subnet"),
      securityGroupIds: fc.array(id("sg"), { maxLength: 2 }),
      httpTokens: fc.constantFrom("required", "optional"),
      networkInterfaces: fc.array(fc.record({ subnetId: id("subnet"), securityGroupIds: fc.array(id("sg")) }), {
        maxLength: 2,
      }),
    },
    { requiredKeys: [] },
  );
  const aGeneratedServer = fc.record({
    tier: fc.constantFrom("db", "web"),
    isCritical: fc.boolean(),
    lastJob: some(fc.nat(3)),
    source: some(fc.nat(5)),
    template: some(fc.nat(9)),
    staging: some(id("subnet")),
    lagSeconds: some(fc.nat(10_000)),
    replicationState: fc.constantFrom("CONTINUOUS", "STALLED"),
  });
  const aGeneratedInstance = fc.record({
    owner: index,
    isNamed: fc.boolean(),
    isListed: fc.boolean(),
    isDrill: some(fc.boolean()),
    job: some(fc.nat(3)),
  });
  const aGeneratedWave = fc.oneof(
    fc
      .uniqueArray(fc.record({ index, isPinned: fc.boolean() }), { selector: (each) => each.index, minLength: 1 })
      .map((servers) => ({
        sourceServers: servers.map((each) => ({
          sourceServerId: serverId(each.index),
          ...(each.isPinned ? { recoverySnapshotId: "pit-1" } : {}),
        })),
      })),
    fc.constantFrom("db", "web").map((Tier) => ({ selector: { tags: { Tier } } })),
  );
  const READS = [
    ...["listSourceServers", "getLaunchConfiguration", "getReplicationConfiguration", "listRecoveryInstances"],
    ...["listJobs", "listRecoverySnapshots"],
    ...["findDefaultLaunchTemplateVersion", "pageDefaultLaunchTemplateVersions", "listInstances"],
    ...["listLiveInstancesByTag", "listSubnets", "listDefaultSubnets", "listRouteTables", "listSecurityGroups"],
    ...["getMetadataDefaults", "listInstanceTypes"],
  ];
  const aGeneratedWorld = fc.record({
    servers: fc.array(aGeneratedServer, { minLength: 1, maxLength: 8 }),
    templates: fc.array(aGeneratedTemplate, { maxLength: 9 }),
    instances: fc.array(aGeneratedInstance, { maxLength: 6 }),
    subnets: fc.uniqueArray(fc.nat(3)),
    groups: fc.uniqueArray(fc.nat(3)),
    tables: fc.array(fc.record({ vpc: some(fc.nat(2)), isMain: fc.boolean(), subnet: some(id("subnet")) })),
    failures: fc.subarray(READS, { maxLength: 2 }),
    isOutOfOrder: fc.boolean(),
  });
  type Generated = typeof aGeneratedWorld extends fc.Arbitrary<infer T> ? T : never;

  function build(generated: Generated): FakeWorld {
    const world = fakeWorld();
    world.servers = generated.servers.map((each, number) => ({
      ...aSourceServer(serverId(number), `host-${number}`, {
        Tier: each.tier,
        ...(each.isCritical ? { ImpactLevel: "CRITICAL" } : {}),
      }),
      replicationState: each.replicationState,
      ...(each.lagSeconds === undefined ? {} : { lagSeconds: each.lagSeconds }),
      ...(each.lastJob === undefined ? {} : { lastLaunch: { jobId: `drsjob-old${each.lastJob}`, type: "DRILL" } }),
      ...(each.source === undefined ? {} : { source: { ec2InstanceId: `i-source${each.source}` } }),
    }));
    for (const [number, { template, staging }] of generated.servers.entries()) {
      const settings = { targetInstanceTypeRightSizingMethod: "NONE" } as const;
      const launchTemplateId = template === undefined ? {} : { launchTemplateId: `lt-${template}` };
      world.configurations.set(serverId(number), { settings, ...launchTemplateId });
      world.replicationConfigurations.set(
        serverId(number),
        staging === undefined ? {} : { stagingAreaSubnetId: staging },
      );
      world.snapshots.set(serverId(number), [{ recoverySnapshotId: "pit-1", takenAt: START }]);
      world.ec2Instances.set(`i-source${number}`, { state: "running", launchedAt: START, vpcId: `vpc-${number}` });
    }
    for (const [number, template] of generated.templates.entries()) {
      world.launchTemplates.set(`lt-${number}`, { launchTemplateId: `lt-${number}`, version: number, ...template });
    }
    world.subnets = generated.subnets.map((each) => ({
      subnetId: `subnet-${each}`,
      cidrBlock: `10.0.${each}.0/24`,
      vpcId: `vpc-${each % 2}`,
      availableIpAddressCount: each,
    }));
    const subnetOfZone = { subnetId: "subnet-d", vpcId: "vpc-2", cidrBlock: "10.0.9.0/24", availableIpAddressCount: 9 };
    world.defaultSubnets = [{ ...subnetOfZone, availabilityZone: "us-west-2a" }];
    world.securityGroups = generated.groups.map((each) => ({ groupId: `sg-${each}`, openIngress: [] }) as never);
    world.routeTables = generated.tables.map(({ vpc, isMain, subnet }) => ({
      ...(vpc === undefined ? {} : { vpcId: `vpc-${vpc}` }),
      isMain,
      subnetIds: subnet === undefined ? [] : [subnet],
      routes: [],
    }));
    world.instanceTypes = [{ instanceType: "m5.large", vCpus: 2, memoryMiB: 8192, bootModes: [] }];
    addInstances(world, generated);
    if (generated.isOutOfOrder) {
      answerInOtherOrders(world);
    }
    for (const read of generated.failures) {
      refuse(world, read);
    }
    return world;
  }

  /** Recovery instances, of which DRS may say whose they are, or not list them at all, and their jobs. */
  function addInstances(world: FakeWorld, { instances }: Generated): void {
    const listed = instances.map(({ owner, isNamed, isListed, isDrill, job }, number) => {
      const ec2InstanceId = `i-${number}`;
      const tags = { [SOURCE_SERVER_TAG]: serverId(owner), "drs.amazonaws.com-job": `drsjob-old${job ?? 9}` };
      world.ec2Instances.set(ec2InstanceId, { state: "running", launchedAt: START, tags });
      const { sourceServerId: _id, isDrill: _isDrill, jobId: _jobId, ...instance } = aRecoveryInstance();
      const seen = {
        ...instance,
        recoveryInstanceId: ec2InstanceId,
        ec2InstanceId,
        ...(isNamed ? { sourceServerId: serverId(owner) } : {}),
        ...(isDrill === undefined ? {} : { isDrill }),
        ...(job === undefined ? {} : { jobId: `drsjob-old${job}` }),
      };
      return { owner: serverId(owner), isListed, seen };
    });
    world.drs.listRecoveryInstances = async (ids = []) =>
      listed.flatMap(({ owner, isListed, seen }) => (isListed && ids.includes(owner) ? seen : []));
    for (const number of [0, 1, 2]) {
      world.addJob(aJob({ jobId: `drsjob-old${number}`, servers: [] }));
    }
  }

  /** Whoever asks for nothing makes no call, and is not refused. */
  function refuse({ drs, ec2 }: Pick<FakeWorld, "drs" | "ec2">, read: string): void {
    const gateway = read in drs ? drs : ec2;
    const refused = async (...args: unknown[]) => {
      const [ids] = args.filter(Array.isArray);
      if (ids === undefined || ids.length > 0) {
        throw aRefusal("UnauthorizedOperation", `aws:${read}`);
      }
      return [];
    };
    Object.assign(gateway, { [read]: refused });
    // One permission covers both.
    if (read === "findDefaultLaunchTemplateVersion") {
      refuse({ drs, ec2 }, "pageDefaultLaunchTemplateVersions");
    }
  }

  /** AWS promises no order. */
  function answerInOtherOrders({ drs, ec2 }: FakeWorld): void {
    const { listSourceServers } = drs;
    const { listSubnets, listSecurityGroups, listInstances } = ec2;
    drs.listSourceServers = async (ids) => (await listSourceServers(ids)).reverse();
    ec2.listSubnets = async (ids) => (await listSubnets(ids)).reverse();
    ec2.listSecurityGroups = async (ids) => (await listSecurityGroups(ids)).reverse();
    ec2.listInstances = async (ids) => (await listInstances(ids)).reverse();
  }

  it("is what separate looks see, one after the other and at the same time, byte for byte", async () => {
    const waves = fc.array(aGeneratedWave, { minLength: 1, maxLength: 5 });
    let unseen = 0;
    await fc.assert(
      fc.asyncProperty(aGeneratedWorld, waves, fc.boolean(), async (generated, given, isChain) => {
        const apart = previewsIn(build(generated), new SeparateLooks());
        const together = previewsIn(build(generated));
        const expected = [];
        for (const wave of given) {
          expected.push(await apart.check(wave));
        }
        const seen = [];
        if (isChain) {
          for (const wave of given) {
            seen.push(await together.check(wave));
          }
        } else {
          seen.push(...(await Promise.all(given.map((wave) => together.check(wave)))));
        }
        unseen += expected.filter(({ checked }) => hasUnseen(checked?.inputs)).length;
        expect(seen.map(({ checked }) => canonical(checked))).toEqual(
          expected.map(({ checked }) => canonical(checked)),
        );
        if (isChain) {
          expect(seen.map(({ said }) => said)).toEqual(expected.map(({ said }) => said));
        }
      }),
      { numRuns: 150 },
    );
    expect(unseen, "looks that could not see something").toBeGreaterThan(10);
  });

  function hasUnseen({ observed }: { observed?: { surroundings?: Surroundings } }): boolean {
    return observed?.surroundings?.unseen !== undefined;
  }
});
