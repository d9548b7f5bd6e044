import { describe, expect, it } from "vitest";
import { PreflightError } from "../../../../../provider/src/errors";
import { findServers } from "../../../../../provider/src/wave/look/findServers";
import { observe, observeOrRefuse } from "../../../../../provider/src/wave/look/observe";
import { toWave } from "../../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  APP,
  aDeclaredServer,
  aLostAnswer,
  aRecoveryInstance,
  aRefusal,
  aReplication,
  aWave,
  DB,
  REGION,
  START,
  serverId,
  WEB,
} from "../../factories";
import { aSourceServer, contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

/** Finds these servers, and looks at them. */
async function see(
  world: FakeWorld,
  ids: readonly string[],
  onUnreadable: "fail" | "useDefaults",
  context = contextIn(world),
) {
  const servers = ids.map((sourceServerId) => aDeclaredServer({ sourceServerId }));
  return observe(context, await findServers(context, { servers }), onUnreadable);
}

const DENIED = aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration");
const UNREADABLE =
  `launch configuration of ${DB} could not be read: ` +
  "calling drs:GetLaunchConfiguration: AccessDeniedException: says AWS (request req-1)";

function aWorldWithTemplates() {
  const world = fakeWorld();
  for (const id of [DB, WEB]) {
    world.configurations.set(id, { settings: { copyTags: true }, launchTemplateId: `lt-${id}` });
  }
  return world;
}

describe(observe.name, () => {
  it("sees the server, its settings, template, last launch and earlier instances", async () => {
    const world = aWorldWithTemplates();
    const gone = { recoveryInstanceId: "i-00000002", ec2InstanceId: "i-00000002", ec2InstanceState: "TERMINATED" };
    world.instances.push(aRecoveryInstance(), aRecoveryInstance(gone));
    const source = { operatingSystem: "Linux", cores: 8 };
    const lastLaunch = { jobId: "drsjob-1", type: "DRILL", at: START - 1000, status: "LAUNCHED" };
    for (const server of world.servers) {
      Object.assign(server, { source, lastLaunch, replicatedDisks: ["/dev/sda"] });
    }
    const launchTemplate = { launchTemplateId: `lt-${DB}`, version: 3, instanceType: "r5.2xlarge", tenancy: "default" };
    world.launchTemplates.set(`lt-${DB}`, launchTemplate);
    const declared = aDeclaredServer({ role: "database" });
    const context = contextIn(world);
    const seen = {
      sourceServerId: DB,
      hostname: "db-1",
      tags: { Tier: "database" },
      source,
      replicationState: "CONTINUOUS",
      lagSeconds: 3,
      replication: aReplication(),
      replicatedDisks: ["/dev/sda"],
      launchConfigurationSource: "DRS",
      launchConfiguration: { copyTags: true },
      launchTemplate,
      lastLaunch: { jobId: "drsjob-1", type: "DRILL", at: "2026-11-24T09:59:59.000Z", status: "LAUNCHED" },
      recoveryInstances: [{ recoveryInstanceId: "i-00000001", isDrill: true, jobId: "drsjob-1" }],
    };
    expect(await observe(context, await findServers(context, { servers: [declared] }), "fail")).toEqual({
      observation: { region: REGION, account: ACCOUNT, observedAt: "2026-11-24T10:00:00.000Z", servers: [seen] },
      servers: [{ declared, seen }],
      recoveryInstances: [aRecoveryInstance()],
      problems: [],
      warnings: [],
    });
  });

  it("asks EC2 for the templates alone: a drill needs nothing of what policies judge around it", async () => {
    const world = aWorldWithTemplates();
    for (const id of [DB, WEB]) {
      world.launchTemplates.set(`lt-${id}`, { launchTemplateId: `lt-${id}`, version: 1, subnetId: "subnet-1" });
    }
    const { observation } = await see(world, [DB, WEB], "fail");
    expect({ surroundings: observation.surroundings, calls: world.ec2Calls }).toEqual({
      surroundings: undefined,
      calls: [DB, WEB].map((id) => `findDefaultLaunchTemplateVersion lt-${id}`),
    });
  });

  it("reads each server's launch configuration once, changes nothing and says nothing", async () => {
    const world = fakeWorld();
    const context = contextIn(world);
    await see(world, [DB, WEB], "fail", context);
    expect(world.calls.sort()).toEqual([
      `getLaunchConfiguration ${DB}`,
      `getLaunchConfiguration ${WEB}`,
      `listRecoveryInstances ${DB},${WEB}`,
      `listSourceServers ${DB},${WEB}`,
    ]);
    expect(context.lines).toEqual([]);
  });

  it("asks for all at once: a hundred servers must not take a hundred round trips", async () => {
    const world = fakeWorld();
    const ids = Array.from({ length: 40 }, (_, index) => serverId(index + 1));
    world.servers = ids.map((id) => aSourceServer(id, id, {}));
    const read = world.drs.getLaunchConfiguration;
    let [underWay, most] = [0, 0];
    world.drs.getLaunchConfiguration = async (id) => {
      underWay += 1;
      most = Math.max(most, underWay);
      await Promise.resolve();
      underWay -= 1;
      return read(id);
    };
    const { observation } = await see(world, ids, "fail");
    expect({ most, seen: observation.servers.map((server) => server.sourceServerId) }).toEqual({
      most: ids.length,
      seen: ids,
    });
  });

  it("fails for a launch configuration that cannot be read: a setting is never guessed", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [DENIED];
    const { observation, problems, warnings } = await see(world, [DB, WEB], "fail");
    const db = observation.servers[0];
    expect({ from: db?.launchConfigurationSource, settings: db?.launchConfiguration, problems, warnings }).toEqual({
      from: "unread",
      settings: {},
      problems: [{ sourceServerId: DB, message: UNREADABLE }],
      warnings: [],
    });
  });

  it("assumes the defaults where the program asks for them, and says so", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [DENIED];
    const { observation, problems, warnings } = await see(world, [DB, WEB], "useDefaults");
    expect({ db: observation.servers[0]?.launchConfiguration, problems, warnings }).toEqual({
      db: {
        targetInstanceTypeRightSizingMethod: "BASIC",
        copyPrivateIp: false,
        copyTags: true,
        launchDisposition: "STARTED",
      },
      problems: [],
      warnings: [
        `${UNREADABLE}; defaults are assumed, and whether DRS launches it into an existing instance is not known`,
      ],
    });
    expect(observation.servers.map((server) => server.launchConfigurationSource)).toEqual(["defaults", "DRS"]);
  });

  it("names a template without a default version", async () => {
    const world = aWorldWithTemplates();
    world.ec2.findDefaultLaunchTemplateVersion = async () => undefined;
    const { problems } = await see(world, [DB], "useDefaults");
    expect(problems).toEqual([
      { sourceServerId: DB, message: `launch template lt-${DB} of ${DB} has no default version in EC2` },
    ]);
  });

  it("names a template that cannot be read, also where defaults are allowed for the configuration", async () => {
    const world = aWorldWithTemplates();
    world.ec2.findDefaultLaunchTemplateVersion = async () => {
      throw aLostAnswer("ec2:DescribeLaunchTemplateVersions");
    };
    const { problems } = await see(world, [DB], "useDefaults");
    expect(problems).toEqual([
      {
        sourceServerId: DB,
        message:
          `launch template lt-${DB} of ${DB} could not be read: ` +
          "calling ec2:DescribeLaunchTemplateVersions: ECONNRESET: socket hang up",
      },
    ]);
  });

  it("names each id that is no source server here", async () => {
    const { problems, observation } = await see(fakeWorld(), [APP, DB], "fail");
    expect({ problems, seen: observation.servers.map((server) => server.sourceServerId) }).toEqual({
      problems: [{ sourceServerId: APP, message: `${APP} is not a source server of this account in us-west-2` }],
      seen: [DB],
    });
  });

  it("asks for no recovery instances when it found no server: an empty filter would list everybody's", async () => {
    const world = fakeWorld();
    const { observation } = await see(world, [APP], "fail");
    expect({ observation, calls: world.calls }).toEqual({
      observation: { region: REGION, account: "", observedAt: "2026-11-24T10:00:00.000Z", servers: [] },
      calls: [`listSourceServers ${APP}`],
    });
  });
});

describe(observeOrRefuse.name, () => {
  const BOTH = [DB, WEB].map((sourceServerId) => aDeclaredServer({ sourceServerId }));

  it("sees the given servers, whatever a selector matches now", async () => {
    const world = fakeWorld();
    for (const server of world.servers) {
      server.tags = {};
    }
    const wave = toWave({ selector: { tags: { Tier: "none" } } }, { region: REGION });
    const { servers, observation, problems } = await observeOrRefuse(contextIn(world), wave, BOTH);
    expect({
      declared: servers.map(({ declared }) => declared),
      seen: observation.servers.map(({ sourceServerId }) => sourceServerId),
      problems,
    }).toEqual({
      declared: BOTH,
      seen: [DB, WEB],
      problems: [],
    });
  });

  it("asks nothing for no servers: DRS would take an empty filter for all of them", async () => {
    const world = fakeWorld();
    await expect(observeOrRefuse(contextIn(world), aWave(), [])).rejects.toThrow(
      new PreflightError(["the wave has no servers"]),
    );
    expect({ drs: world.calls, ec2: world.ec2Calls }).toEqual({ drs: [], ec2: [] });
  });

  it("refuses with everything that could not be seen", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [DENIED];
    const servers = [DB, APP].map((sourceServerId) => aDeclaredServer({ sourceServerId }));
    await expect(observeOrRefuse(contextIn(world), aWave(), servers)).rejects.toThrow(
      new PreflightError([`${APP} is not a source server of this account in us-west-2`, UNREADABLE]),
    );
  });

  it("warns where the program asks for defaults", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [DENIED];
    const context = contextIn(world);
    const wave = aWave({ onUnreadableLaunchConfiguration: "useDefaults" });
    const { warnings } = await observeOrRefuse(context, wave, BOTH);
    expect(warnings).toEqual([
      `${UNREADABLE}; defaults are assumed, and whether DRS launches it into an existing instance is not known`,
    ]);
    expect(context.lines.filter((line) => line.startsWith("warn"))).toEqual(warnings.map((text) => `warn ${text}`));
  });
});
