import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getSourceServers } from "../../../provider/src/functions/getSourceServers";
import { drillWaveLifecycle } from "../../../provider/src/lifecycle/drillWaveLifecycle";
import { type Simulator, startSimulator } from "../../../simulator/src/index";
import { serverId } from "../../unit/provider/factories";

const SERVERS = 250;
const TIERS = ["web", "app", "database"];
const instanceId = (index: number) => `i-${String(index).padStart(17, "0")}`;
const tierOf = (index: number) => TIERS[index % TIERS.length];
const idsOf = (tier: string) =>
  Array.from({ length: SERVERS }, (_, index) => index).filter((index) => tierOf(index) === tier);

/** The Region where servers are recovered: DRS knows their instances, and none of their tags. */
const recoveryWorld = {
  sourceServers: Array.from({ length: SERVERS }, (_, index) => ({
    sourceServerID: serverId(index),
    hostname: `server-${index}`,
    ...(index === 7 ? {} : { awsInstanceID: instanceId(index) }),
  })),
};

/** The Region where they run. */
const sourceWorld = {
  region: "us-east-1",
  instances: Array.from({ length: SERVERS }, (_, index) => ({
    ec2InstanceID: instanceId(index),
    tags: { Tier: tierOf(index) ?? "", Name: `server-${index}` },
  })),
};

let drs: Simulator;
let source: Simulator;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drs = await startSimulator({ world: recoveryWorld });
  source = await startSimulator({ world: sourceWorld });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all([drs.close(), source.close()]);
});

const args = (tier: string) => ({
  region: "us-west-2",
  connection: { endpoint: drs.url },
  selector: {
    tags: { Tier: tier },
    tagsOf: "sourceInstance" as const,
    sourceConnection: { endpoints: { ec2: source.url, sts: source.url } },
  },
  observe: "off",
  drillNonce: "0123456789abcdef",
  __provider: "pointer",
});

describe("source instances in another Region", () => {
  it("are read 100 at a time, once for all waves of an `up`, and resolve each wave's selector", async () => {
    const wave = drillWaveLifecycle();
    const checked = [];
    for (const tier of TIERS) {
      checked.push(await wave.check?.({}, args(tier)));
    }
    expect({
      failures: checked.flatMap((each) => each?.failures ?? []),
      selected: checked.map((each) => each?.inputs.resolvedServers),
      asked: source.journal.entries("DescribeInstances").length,
      askedInDrsRegion: drs.journal.entries("DescribeInstances").length,
    }).toEqual({
      failures: [],
      selected: TIERS.map((tier) =>
        idsOf(tier)
          .filter((index) => index !== 7)
          .map(serverId),
      ),
      asked: 3,
      askedInDrsRegion: 0,
    });
  });

  it("are as they were read last while their Region answers with errors", async () => {
    const first = await drillWaveLifecycle().check?.({}, args("web"));
    await source.close();
    const later = await drillWaveLifecycle().check?.(first?.inputs, args("web"));
    expect({
      failures: later?.failures,
      selected: later?.inputs.resolvedServers,
      kept: later?.inputs.sourceTags,
    }).toEqual({
      failures: [],
      selected: first?.inputs.resolvedServers,
      kept: first?.inputs.sourceTags,
    });
  }, 40_000);

  it("select what a program lists, with their tags", async () => {
    const { region, connection, selector } = args("database");
    const listed = await getSourceServers({ region, connection, ...selector });
    expect(
      listed.map(({ sourceServerId, tags, sourceInstanceTags }) => [sourceServerId, tags, sourceInstanceTags]),
    ).toEqual(idsOf("database").map((index) => [serverId(index), {}, { Tier: "database", Name: `server-${index}` }]));
  });

  it("are named where a selector of tags in DRS selects nothing", async () => {
    const { selector: _selector, ...others } = args("web");
    const selector = { tags: { Name: "server-3" } };
    // Without a connection of its own, the source is where the wave is: a simulator answers for every Region.
    await drs.close();
    drs = await startSimulator({ world: { ...recoveryWorld, instances: sourceWorld.instances } });
    const checked = await drillWaveLifecycle().check?.({}, { ...others, connection: { endpoint: drs.url }, selector });
    expect(checked?.failures?.map(({ reason }) => reason)).toEqual([
      "selector: no source server in us-west-2 has the tags Name=server-3, but they are the tags of EC2 instances, which DRS does not " +
        `copy: ${instanceId(3)} of server-3 (${serverId(3)}). Fix: give the selector tagsOf "sourceInstance", or tag the source servers in DRS`,
    ]);
  });
});
