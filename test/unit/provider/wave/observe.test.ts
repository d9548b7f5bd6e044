import { describe, expect, it } from "vitest";
import { findServers, observe } from "../../../../provider/src/wave/observe";
import { ACCOUNT, APP, aLostAnswer, aRecoveryInstance, aRefusal, DB, REGION, serverId, WEB } from "../factories";
import { aSourceServer, contextIn, fakeWorld } from "../fakeWorld";

const BOTH = { sourceServerIds: [DB, WEB] };

function aWorldWithTemplates() {
  const world = fakeWorld();
  for (const id of [DB, WEB]) {
    world.configurations.set(id, { settings: { copyTags: true }, launchTemplateId: `lt-${id}` });
  }
  return world;
}

describe(observe.name, () => {
  it("sees settings, template, subnet, last launch and earlier instances of each server", async () => {
    const world = aWorldWithTemplates();
    world.instances.push(aRecoveryInstance());
    for (const server of world.servers) server.lastLaunch = { jobId: "drsjob-1", type: "DRILL" };
    world.ec2.findDefaultLaunchTemplateVersion = async (launchTemplateId) => ({
      launchTemplateId,
      version: 3,
      instanceType: "r5.2xlarge",
      subnetId: "subnet-1",
    });
    const { observation, problems, warnings } = await observe(contextIn(world), { sourceServerIds: [DB] }, "fail");
    expect({ observation, problems, warnings }).toEqual({
      observation: {
        region: REGION,
        account: ACCOUNT,
        servers: [
          {
            sourceServerId: DB,
            hostname: "db-1",
            tags: { Tier: "database" },
            replicationState: "CONTINUOUS",
            lagSeconds: 3,
            launchConfigurationSource: "DRS",
            launchConfiguration: { copyTags: true },
            launchTemplate: {
              launchTemplateId: `lt-${DB}`,
              version: 3,
              instanceType: "r5.2xlarge",
              subnetId: "subnet-1",
              subnet: { cidrBlock: "10.0.1.0/24", availableIpAddressCount: 250 },
            },
            lastLaunch: { jobId: "drsjob-1", type: "DRILL" },
            recoveryInstances: [{ recoveryInstanceId: "i-00000001", isDrill: true, jobId: "drsjob-1" }],
          },
        ],
      },
      problems: [],
      warnings: [],
    });
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

  it("asks EC2 once for a subnet that servers share", async () => {
    const world = aWorldWithTemplates();
    const asked: (readonly string[])[] = [];
    const { listSubnets } = world.ec2;
    world.ec2.findDefaultLaunchTemplateVersion = async (launchTemplateId) => ({
      launchTemplateId,
      version: 1,
      subnetId: "subnet-1",
    });
    world.ec2.listSubnets = (ids) => {
      asked.push(ids);
      return listSubnets(ids);
    };
    await observe(contextIn(world), BOTH, "fail");
    expect(asked).toEqual([["subnet-1"]]);
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
      observation: { region: REGION, account: "", servers: [] },
      calls: [`listSourceServers ${APP}`],
    });
  });
});

describe(findServers.name, () => {
  it("finds the servers that have all of the selector's tags, by id", async () => {
    const world = fakeWorld();
    world.servers = [
      aSourceServer(WEB, "web-1", { Tier: "web", Stage: "prod" }),
      aSourceServer(DB, "db-1", { Tier: "web", Stage: "prod", More: "x" }),
      aSourceServer(APP, "app-1", { Tier: "web" }),
    ];
    const { servers, problems } = await findServers(contextIn(world), {
      selector: { tags: { Tier: "web", Stage: "prod" } },
    });
    expect({ ids: servers.map((server) => server.sourceServerId), problems }).toEqual({ ids: [DB, WEB], problems: [] });
  });

  it("has a problem when no server has the tags", async () => {
    expect(await findServers(contextIn(fakeWorld()), { selector: { tags: { Tier: "x", Stage: "y" } } })).toEqual({
      servers: [],
      problems: [{ message: "no source server in us-west-2 has the tags Tier=x, Stage=y" }],
    });
  });
});
