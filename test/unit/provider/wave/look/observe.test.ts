import { describe, expect, it } from "vitest";
import { observe } from "../../../../../provider/src/wave/look/observe";
import {
  ACCOUNT,
  APP,
  aLostAnswer,
  aRecoveryInstance,
  aRefusal,
  DB,
  REGION,
  START,
  serverId,
  WEB,
} from "../../factories";
import { aSourceServer, contextIn, fakeWorld } from "../../fakeWorld";

const BOTH = { sourceServerIds: [DB, WEB] };

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
    for (const server of world.servers) Object.assign(server, { source, lastLaunch, replicatedDisks: ["/dev/sda"] });
    const launchTemplate = { launchTemplateId: `lt-${DB}`, version: 3, instanceType: "r5.2xlarge", tenancy: "default" };
    world.launchTemplates.set(`lt-${DB}`, launchTemplate);
    expect(await observe(contextIn(world), { sourceServerIds: [DB] }, "fail")).toEqual({
      observation: {
        region: REGION,
        account: ACCOUNT,
        observedAt: "2026-11-24T10:00:00.000Z",
        servers: [
          {
            sourceServerId: DB,
            hostname: "db-1",
            tags: { Tier: "database" },
            source,
            replicationState: "CONTINUOUS",
            lagSeconds: 3,
            replicatedDisks: ["/dev/sda"],
            launchConfigurationSource: "DRS",
            launchConfiguration: { copyTags: true },
            launchTemplate,
            lastLaunch: { jobId: "drsjob-1", type: "DRILL", at: "2026-11-24T09:59:59.000Z", status: "LAUNCHED" },
            recoveryInstances: [{ recoveryInstanceId: "i-00000001", isDrill: true, jobId: "drsjob-1" }],
          },
        ],
      },
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
    const { observation } = await observe(contextIn(world), BOTH, "fail");
    expect([observation.surroundings, world.ec2Calls]).toEqual([
      undefined,
      [DB, WEB].map((id) => `findDefaultLaunchTemplateVersion lt-${id}`),
    ]);
  });

  it("reads each server's launch configuration once, changes nothing and shows what it read", async () => {
    const world = fakeWorld();
    const context = contextIn(world);
    await observe(context, BOTH, "fail");
    expect(world.calls.sort()).toEqual([
      `getLaunchConfiguration ${DB}`,
      `getLaunchConfiguration ${WEB}`,
      `listRecoveryInstances ${DB},${WEB}`,
      `listSourceServers ${DB},${WEB}`,
    ]);
    expect(context.lines).toEqual([
      `show launch configuration of ${DB}: NONE, STARTED`,
      `show launch configuration of ${WEB}: NONE, STARTED`,
    ]);
  });

  it("reads in parallel, 16 at a time: a hundred servers must not take a hundred round trips, nor flood DRS", async () => {
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
    const { observation } = await observe(contextIn(world), { sourceServerIds: ids }, "fail");
    expect({ most, seen: observation.servers.map((server) => server.sourceServerId) }).toEqual({ most: 16, seen: ids });
  });

  const UNREADABLE =
    `launch configuration of ${DB} could not be read: ` +
    "calling drs:GetLaunchConfiguration: AccessDeniedException: says AWS (request req-1)";

  it("fails for a launch configuration that cannot be read: a setting is never guessed", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
    const { problems, warnings } = await observe(contextIn(world), BOTH, "fail");
    expect({ problems, warnings }).toEqual({
      problems: [{ sourceServerId: DB, message: UNREADABLE }],
      warnings: [],
    });
  });

  it("assumes the defaults where the program asks for them, and says so", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
    const { observation, problems, warnings } = await observe(contextIn(world), BOTH, "useDefaults");
    expect({ db: observation.servers[0]?.launchConfiguration, problems, warnings }).toEqual({
      db: {
        targetInstanceTypeRightSizingMethod: "BASIC",
        copyPrivateIp: false,
        copyTags: true,
        launchDisposition: "STARTED",
      },
      problems: [],
      warnings: [`${UNREADABLE}; defaults are assumed`],
    });
    expect(observation.servers.map((server) => server.launchConfigurationSource)).toEqual(["defaults", "DRS"]);
  });

  it("names a template without a default version", async () => {
    const world = aWorldWithTemplates();
    world.ec2.findDefaultLaunchTemplateVersion = async () => undefined;
    const { problems } = await observe(contextIn(world), { sourceServerIds: [DB] }, "useDefaults");
    expect(problems).toEqual([
      { sourceServerId: DB, message: `launch template lt-${DB} of ${DB} has no default version in EC2` },
    ]);
  });

  it("names a template that cannot be read, also where defaults are allowed for the configuration", async () => {
    const world = aWorldWithTemplates();
    world.ec2.findDefaultLaunchTemplateVersion = async () => {
      throw aLostAnswer("ec2:DescribeLaunchTemplateVersions");
    };
    const { problems } = await observe(contextIn(world), { sourceServerIds: [DB] }, "useDefaults");
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
    const { problems, observation } = await observe(contextIn(fakeWorld()), { sourceServerIds: [APP, DB] }, "fail");
    expect({ problems, seen: observation.servers.map((server) => server.sourceServerId) }).toEqual({
      problems: [{ sourceServerId: APP, message: `${APP} is not a source server of this account in us-west-2` }],
      seen: [DB],
    });
  });

  it("asks for no recovery instances when it found no server: an empty filter would list everybody's", async () => {
    const world = fakeWorld();
    const { observation } = await observe(contextIn(world), { sourceServerIds: [APP] }, "fail");
    expect({ observation, calls: world.calls }).toEqual({
      observation: { region: REGION, account: "", observedAt: "2026-11-24T10:00:00.000Z", servers: [] },
      calls: [`listSourceServers ${APP}`],
    });
  });
});
