import { describe, expect, it } from "vitest";
import type { OpenSource } from "../../../../provider/src/ec2/gateway";
import { checkWave } from "../../../../provider/src/lifecycle/checkWave";
import { Previews } from "../../../../provider/src/lifecycle/previews";
import { SourceLooks } from "../../../../provider/src/lifecycle/sourceLooks";
import {
  DRILL_GUARD_TYPE,
  DRILL_WAVE_TYPE,
  type Observation,
  UNKNOWN_VALUE,
} from "../../../../provider/src/vocabulary";
import { toWave } from "../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  APP,
  aJob,
  aRecoveryInstance,
  aRefusal,
  DB,
  inputs,
  NONCE,
  REGION,
  serverId,
  someSurroundings,
  WEB,
} from "../factories";
import { aSourceServer, contextIn, type FakeWorld, fakeWorld } from "../fakeWorld";

/** Checks in a world; `places` is where it was looked. `olds` are empty for a new wave. */
async function check(news: object, world: FakeWorld = fakeWorld(), olds: object = {}) {
  const context = contextIn(world);
  const places: unknown[] = [];
  const result = await checkWave({ ...olds }, { ...news }, async (place) => {
    places.push(place);
    return context;
  });
  return { ...result, places, lines: context.lines, calls: world.calls };
}

const { sourceServers: _servers, ...WITHOUT_SERVERS } = inputs();
const SELECTED = { ...WITHOUT_SERVERS, selector: { tags: { Tier: "web" } } };

describe(checkWave.name, () => {
  it("looks at the servers live and puts what it saw among the inputs, for policies to judge", async () => {
    const news = inputs({ region: REGION, connection: { profile: "drill" }, __urn: "urn:x" });
    const { inputs: checked, failures, places } = await check(news);
    const { observed, ...rest } = checked;
    expect({ rest, failures, places }).toEqual({
      rest: news,
      failures: [],
      places: [{ region: REGION, connection: { profile: "drill" }, urn: "urn:x" }],
    });
    expect({ region: observed.region, account: observed.account, servers: observed.servers.length }).toEqual({
      region: REGION,
      account: ACCOUNT,
      servers: 2,
    });
  });

  it("resolves a selector, so that create launches what was looked at", async () => {
    const { inputs: checked, failures } = await check(SELECTED);
    expect({ resolvedServers: checked.resolvedServers, failures }).toEqual({ resolvedServers: [WEB], failures: [] });
  });

  it.each([
    { label: "a new wave", olds: {} },
    { label: "a wave in state", olds: inputs() },
  ])("looks around the servers of $label, which policies judge", async ({ olds }) => {
    const world = fakeWorld();
    world.replicationConfigurations.set(DB, { createPublicIP: true });
    const { inputs: checked } = await check(inputs(), world, olds);
    expect(checked.observed.surroundings).toEqual(
      someSurroundings({
        replicationConfigurations: { [DB]: { createPublicIP: true }, [WEB]: {} },
        defaultSubnets: {},
        metadataDefaults: {},
        regionServers: [
          { sourceServerId: DB, hostname: "db-1", tags: { Tier: "database" } },
          { sourceServerId: WEB, hostname: "web-1", tags: { Tier: "web" } },
        ],
      }),
    );
  });

  it.each([
    { label: "that lists the Region's servers", __listsRegion: true, lists: true },
    { label: "beside one that does", __listsRegion: false, lists: false },
    { label: "of a program of another version, which does not say", __listsRegion: undefined, lists: true },
  ])("has the Region's servers in a wave $label: $lists", async ({ __listsRegion, lists }) => {
    const { inputs: checked } = await check({ ...inputs(), __listsRegion });
    expect(["regionServers" in checked.observed.surroundings, "__listsRegion" in checked]).toEqual([lists, false]);
  });

  it("neither fails nor warns for what it cannot see around the servers", async () => {
    const world = fakeWorld();
    const denied = aRefusal("AccessDeniedException", "drs:GetReplicationConfiguration");
    world.failures.getReplicationConfiguration = [denied];
    world.failures.listSourceServers = [undefined, denied];
    const { inputs: checked, failures, lines } = await check(inputs(), world);
    // Each request has another id, and an update plan holds the reason.
    const said = denied.message.replace(" (request req-1)", "");
    expect({
      failures,
      warned: lines.filter((line) => line.startsWith("warn")),
      unseen: checked.observed.surroundings.unseen,
    }).toEqual({
      failures: [],
      warned: [],
      unseen: { replicationConfigurations: `${DB}: ${said}`, regionServers: said },
    });
  });

  it.each([
    { label: "a new wave, whose preflight needs them too", news: {}, olds: {} },
    { label: "a new wave that is not known well enough for a preflight", news: { tags: UNKNOWN_VALUE }, olds: {} },
    { label: "a wave in state", news: {}, olds: inputs() },
  ])("reads the pinned snapshots of $label once", async ({ news, olds }) => {
    const sourceServers = [{ sourceServerId: DB, recoverySnapshotId: "pit-00000000000000001" }];
    const { calls } = await check({ ...inputs({ sourceServers }), ...news }, fakeWorld(), olds);
    expect(calls.filter((call) => call.startsWith("listRecoverySnapshots"))).toHaveLength(1);
  });

  it("puts nothing undefined among the inputs, which the engine cannot carry", async () => {
    const { inputs: checked } = await check(inputs());
    expect(checked).toStrictEqual(JSON.parse(JSON.stringify(checked)));
  });

  it("resolves a selector without looking further where nothing is to be observed", async () => {
    const { inputs: checked, failures, calls } = await check({ ...SELECTED, observe: "off" });
    expect({ checked, failures, calls }).toEqual({
      checked: { ...SELECTED, observe: "off", resolvedServers: [WEB] },
      failures: [],
      calls: ["listSourceServers"],
    });
  });

  it("resolves a selector while a managed setting's revision is unknown: rules about all waves need the servers", async () => {
    const { inputs: checked, calls } = await check({ ...SELECTED, settings: [UNKNOWN_VALUE] });
    expect({ resolvedServers: checked.resolvedServers, observed: checked.observed, calls }).toEqual({
      resolvedServers: [WEB],
      observed: undefined,
      calls: ["listSourceServers"],
    });
  });

  it.each([
    { label: "where the program says so", news: inputs({ observe: "off" }) },
    {
      label: "while a managed setting's revision is unknown: it is about to change",
      news: inputs({ settings: [UNKNOWN_VALUE] }),
    },
    { label: "while a server is unknown", news: inputs({ sourceServers: [{ sourceServerId: UNKNOWN_VALUE }] }) },
  ])("does not look $label", async ({ news }) => {
    expect(await check(news)).toEqual({ inputs: news, places: [], lines: [], calls: [] });
  });

  it("says by the machine's clock too when it looked: policies on it tell a look of another run by that", async () => {
    const before = Date.now();
    const { inputs: checked } = await check(inputs());
    const at = Date.parse(checked.observed.machineTime ?? "");
    expect({ isNotBefore: at >= before, isNotAfter: at <= Date.now() }).toEqual({
      isNotBefore: true,
      isNotAfter: true,
    });
  });

  describe("a wave whose guard calls AWS elsewhere", () => {
    const urn = (type: string, name: string) => `urn:pulumi:test::drill::${type}::${name}`;
    const hints = { __guardUrn: urn(DRILL_GUARD_TYPE, "app-guard"), __urn: urn(DRILL_WAVE_TYPE, "app") };
    const apart = (what: string) => ({
      property: "",
      reason:
        `the guard app-guard has another ${what} than this wave, and so could not find its drill to clean it up: ` +
        "a transform, or --target, has reached one of the two. Nothing was started. Fix: let the transform set it for the types " +
        `${DRILL_WAVE_TYPE} and ${DRILL_GUARD_TYPE}, or give it as an arg of the wave; with --target, target both.`,
    });

    it.each([
      { label: "another Region", guard: { __guardRegion: "us-east-1" }, what: "region" },
      { label: "another connection", guard: { __guardConnection: { profile: "other" } }, what: "connection" },
      {
        label: "neither",
        guard: { __guardRegion: undefined, __guardConnection: undefined },
        what: "region and another connection",
      },
    ])("is refused before anything is looked at: the guard has $label", async ({ guard, what }) => {
      const own = { region: REGION, connection: { profile: "drill" } };
      const same = { __guardRegion: REGION, __guardConnection: { profile: "drill" } };
      const { failures, places } = await check({ ...inputs(own), ...hints, ...same, ...guard });
      expect({ failures, places }).toEqual({ failures: [apart(what)], places: [] });
    });

    it.each([
      { label: "the same in another order of members", guard: { profile: "a", endpoint: "https://b.example" } },
      { label: "not known yet", guard: UNKNOWN_VALUE },
      { label: "known in part", guard: { profile: UNKNOWN_VALUE } },
    ])("is none where the guard's is $label", async ({ guard }) => {
      const connection = { endpoint: "https://b.example", profile: "a" };
      const { failures } = await check({ ...inputs({ connection }), ...hints, __guardConnection: guard });
      expect(failures).toEqual([]);
    });

    it("is none where neither says it", async () => {
      const { region: _region, ...news } = inputs();
      expect((await check({ ...news, ...hints })).failures).toEqual([]);
    });
  });

  it("leaves the time of the look open in a preview: an update plan holds `up` to all the rest", async () => {
    const preview = await check({ ...inputs(), __isPreview: true });
    const up = await check({ ...inputs(), __isPreview: false });
    const { observedAt, machineTime, ...rest } = preview.inputs.observed;
    const { observedAt: _at, machineTime: _time, ...sameRest } = up.inputs.observed;
    expect({ observedAt, machineTime, rest, isDropped: !("__isPreview" in preview.inputs) }).toEqual({
      observedAt: UNKNOWN_VALUE,
      machineTime: UNKNOWN_VALUE,
      rest: sameRest,
      isDropped: true,
    });
  });

  it("looks although values are unknown that the look does not depend on", async () => {
    const { inputs: checked } = await check(inputs({ tags: { After: UNKNOWN_VALUE }, recoveryPlan: UNKNOWN_VALUE }));
    expect(checked.observed.servers.length).toBe(2);
  });

  it("looks although the guard's nonce is unknown, as at the first preview", async () => {
    const { inputs: checked } = await check(inputs({ drillNonce: UNKNOWN_VALUE }));
    expect(checked.observed.servers.length).toBe(2);
  });

  describe("what the resource class tells check alone", () => {
    it.each([
      {
        label: "known, of a guard that is updated in place",
        nonce: UNKNOWN_VALUE,
        __guardId: NONCE,
        drillNonce: NONCE,
      },
      {
        label: "unknown, of a guard that is new or replaced",
        nonce: UNKNOWN_VALUE,
        __guardId: UNKNOWN_VALUE,
        drillNonce: UNKNOWN_VALUE,
      },
      { label: "known, of a guard that is as it was", nonce: NONCE, __guardId: NONCE, drillNonce: NONCE },
      { label: "known, of a program that tells no id", nonce: NONCE, __guardId: undefined, drillNonce: NONCE },
    ])("leaves the nonce $label", async ({ nonce, __guardId, drillNonce }) => {
      const { inputs: checked } = await check({
        ...inputs({ observe: "off", drillNonce: nonce }),
        __guardId,
        __guardUrn: "urn:x",
      });
      expect(checked).toEqual(inputs({ observe: "off", drillNonce }));
    });

    it.each([
      { label: "of a drill that is new, at preview", isPreview: true, olds: {}, drillNonce: UNKNOWN_VALUE },
      { label: "of a drill that is in state, at preview", isPreview: true, olds: inputs(), drillNonce: NONCE },
      { label: "in an up", isPreview: false, olds: {}, drillNonce: NONCE },
    ])(
      "leaves the nonce of a guard that is in state as $label: $drillNonce",
      async ({ isPreview, olds, drillNonce }) => {
        const news = { ...inputs({ observe: "off" }), __guardId: NONCE, __guardUrn: "urn:x", __isPreview: isPreview };
        const { inputs: checked } = await check(news, fakeWorld(), olds);
        expect(checked).toEqual(inputs({ observe: "off", drillNonce }));
      },
    );

    it("is dropped with args that are wrong, too", async () => {
      const news = { ...inputs({ observe: "off" }), wave: 7 };
      const { inputs: checked } = await check({
        ...news,
        __guardId: NONCE,
        __guardUrn: "urn:x",
        __isPreview: false,
        __stackRegion: REGION,
      });
      expect(checked).toEqual(news);
    });
  });

  it.each([
    {
      label: "with its URN",
      urn: { __urn: `urn:pulumi:dev::shop::my:index:Plan$${DRILL_WAVE_TYPE}::tier::db` },
      reason:
        "the guard tier::db-guard is not in the stack's state and would not be created, and without it this drill could be lost. " +
        `Nothing was started. Fix: target it too, with --target 'urn:pulumi:dev::shop::my:index:Plan$${DRILL_GUARD_TYPE}::tier::db-guard', or use no target.`,
    },
    {
      label: "as far as it is known",
      urn: {},
      reason:
        "the guard of this wave is not in the stack's state and would not be created, and without it this drill could be lost. " +
        "Nothing was started. Fix: target the guard too.",
    },
  ])("names, $label, the guard that --target left out", async ({ urn, reason }) => {
    const { drillNonce: _nonce, ...news } = { ...inputs(), ...urn };
    const { failures, places } = await check(news);
    expect({ failures, places }).toEqual({ failures: [{ property: "", reason }], places: [] });
    const atPreview = await check({
      ...news,
      drillNonce: UNKNOWN_VALUE,
      __guardId: UNKNOWN_VALUE,
      __guardUrn: UNKNOWN_VALUE,
    });
    expect(atPreview.failures).toEqual([{ property: "", reason }]);
  });

  it("does not look for args that are wrong", async () => {
    const { failures, places } = await check({ ...inputs(), wave: 7 });
    expect({ failures, places }).toEqual({
      failures: [{ property: "", reason: "wave: expected a string, got 7" }],
      places: [],
    });
  });

  it("names the server that is not there", async () => {
    const { failures } = await check(inputs({ sourceServers: [{ sourceServerId: DB }, { sourceServerId: APP }] }));
    expect(failures).toEqual([
      {
        property: "",
        reason: `sourceServers[1].sourceServerId: ${APP} is not a source server of this account in us-west-2`,
      },
    ]);
  });

  it("names a selector that matches nothing", async () => {
    const { failures } = await check({ ...WITHOUT_SERVERS, selector: { tags: { Tier: "x" } } });
    expect(failures).toEqual([{ property: "", reason: "selector: no source server in us-west-2 has the tags Tier=x" }]);
  });

  it("refuses a selector that matches more than a job takes", async () => {
    const world = fakeWorld();
    world.servers = Array.from({ length: 101 }, (_, index) => aSourceServer(serverId(index), "web", { Tier: "web" }));
    const { failures } = await check(SELECTED, world);
    expect(failures).toEqual([
      { property: "", reason: "selector has 101 servers, a wave takes at most 100: split it into several waves" },
    ]);
  });

  it.each(["live", "off"] as const)(
    "refuses a minimum that the selector's servers cannot reach, with observe %s",
    async (observe) => {
      const { failures } = await check({ ...SELECTED, observe, minimumLaunched: 2 });
      expect(failures).toEqual([{ property: "", reason: "minimumLaunched is 2, but the wave has 1 critical server" }]);
    },
  );

  it("says nothing of the minimum where the selector matches nothing, which is said already", async () => {
    const selector = { tags: { Tier: "x" } };
    const { failures } = await check({ ...WITHOUT_SERVERS, selector, minimumLaunched: 2 });
    expect(failures?.map(({ reason }) => reason.split(":")[0])).toEqual(["selector"]);
  });

  it("fails, and does not throw, when AWS refuses the look", async () => {
    const world = fakeWorld();
    world.failures.listSourceServers = [aRefusal("AccessDeniedException", "drs:DescribeSourceServers")];
    const { failures } = await check(inputs(), world);
    expect(failures).toEqual([
      {
        property: "",
        reason:
          "looking at the servers as they are now: calling drs:DescribeSourceServers: AccessDeniedException: " +
          "says AWS (request req-1). Nothing was started. Fix: grant drs:DescribeSourceServers; the drill needs it too.",
      },
    ]);
  });

  it("keeps what it could not see beside what it saw, for policies to judge", async () => {
    const { inputs: checked } = await check(
      inputs({ sourceServers: [{ sourceServerId: DB }, { sourceServerId: APP }] }),
    );
    expect({ servers: checked.observed.servers.length, problems: checked.observed.problems }).toEqual({
      servers: 1,
      problems: [`${APP} is not a source server of this account in us-west-2`],
    });
  });

  it("names no problems where there are none", async () => {
    const { inputs: checked } = await check(inputs());
    expect("problems" in checked.observed).toBe(false);
  });

  describe("a wave in state", () => {
    const GONE = `${APP} is not a source server of this account in us-west-2`;

    it("is not undone by a selector that matches fewer servers now, nor by a look that AWS refuses", async () => {
      const given = { ...SELECTED, minimumLaunched: 5 };
      const world = fakeWorld();
      world.failures.listSourceServers = [aRefusal("AccessDeniedException", "drs:DescribeSourceServers")];
      expect((await check(given, fakeWorld(), given)).failures).toEqual([]);
      expect((await check(inputs(), world, inputs())).failures ?? []).toEqual([]);
    });

    it("only warns of what cannot be seen: a drill that passed is not undone by a server that has gone since", async () => {
      const news = inputs({ sourceServers: [{ sourceServerId: DB }, { sourceServerId: APP }] });
      const { inputs: checked, failures, lines } = await check(news, fakeWorld(), inputs());
      expect({
        failures,
        problems: checked.observed.problems,
        warned: lines.filter((line) => line.startsWith("warn")),
      }).toEqual({ failures: [], problems: [GONE], warned: [`warn ${GONE}`] });
    });

    it("only warns of a selector that matches nothing any more", async () => {
      const nothing = { ...WITHOUT_SERVERS, selector: { tags: { Tier: "x" } } };
      const { inputs: checked, failures, lines } = await check(nothing, fakeWorld(), nothing);
      expect({ failures, resolvedServers: checked.resolvedServers, lines }).toEqual({
        failures: [],
        resolvedServers: [],
        lines: ["warn no source server in us-west-2 has the tags Tier=x"],
      });
    });

    it("only warns of a launch configuration that cannot be read", async () => {
      const world = fakeWorld();
      const denied = aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration");
      world.failures.getLaunchConfiguration = [denied];
      const { failures, lines } = await check(inputs(), world, inputs());
      expect({ failures, warned: lines.filter((line) => line.startsWith("warn")) }).toEqual({
        failures: [],
        warned: [`warn launch configuration of ${DB} could not be read: ${denied.message}`],
      });
    });

    it("says of a launch configuration that cannot be read that it is unread, and compares it with nothing", async () => {
      const world = fakeWorld();
      world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
      const launchConfiguration = { targetInstanceTypeRightSizingMethod: "NONE" as const };
      const wanted = inputs({ sourceServers: [{ sourceServerId: DB, launchConfiguration }] });
      const { inputs: checked, lines } = await check(wanted, world, wanted);
      const [server] = (checked as { observed: Observation }).observed.servers;
      expect({
        launchConfigurationSource: server?.launchConfigurationSource,
        launchConfiguration: server?.launchConfiguration,
      }).toEqual({ launchConfigurationSource: "unread", launchConfiguration: {} });
      expect(lines.filter((line) => line.includes("not as declared"))).toEqual([]);
    });

    it("fails for args that are wrong, as any other", async () => {
      const { failures } = await check({ ...inputs(), wave: 7 }, fakeWorld(), inputs());
      expect(failures).toEqual([{ property: "", reason: "wave: expected a string, got 7" }]);
    });
  });

  it("fails for a launch configuration that cannot be read, and only warns where defaults are asked for", async () => {
    const reason =
      `launch configuration of ${DB} could not be read: ` +
      "calling drs:GetLaunchConfiguration: AccessDeniedException: says AWS (request req-1)";
    const denied = () => {
      const world = fakeWorld();
      world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
      return world;
    };
    expect((await check(inputs(), denied())).failures).toEqual([
      { property: "", reason: `sourceServers[0].sourceServerId: ${reason}` },
    ]);
    const lenient = await check(inputs({ onUnreadableLaunchConfiguration: "useDefaults" }), denied());
    expect({ failures: lenient.failures, warned: lenient.lines.filter((line) => line.startsWith("warn")) }).toEqual({
      failures: [],
      warned: [
        `warn ${reason}; defaults are assumed, and whether DRS launches it into an existing instance is not known`,
      ],
    });
  });

  describe("what create would refuse", () => {
    const DISCONNECTED = `db-1 (${DB}) cannot be launched: its replication is DISCONNECTED`;
    const DECLARING = inputs({
      sourceServers: [{ sourceServerId: DB, launchConfiguration: { copyPrivateIp: true } }],
    });
    const UNDECLARED = `launch configuration of db-1 (${DB}) is not as declared: copyPrivateIp is not set, expected true`;
    const aDisconnectedWorld = () => {
      const world = fakeWorld();
      for (const server of world.servers) {
        if (server.sourceServerId === DB) {
          server.replicationState = "DISCONNECTED";
        }
      }
      return world;
    };
    const warned = (lines: readonly string[]) => lines.filter((line) => line.startsWith("warn"));

    it("is a warning for a new wave, before the waves ahead of it are launched: it may have passed by then", async () => {
      const { failures, lines } = await check(DECLARING, aDisconnectedWorld());
      expect({ failures, warned: warned(lines) }).toEqual({
        failures: [],
        warned: [DISCONNECTED, UNDECLARED].map((finding) => `warn this wave could not start now: ${finding}`),
      });
    });

    it("is left to create in `up`, which says it then: nothing twice", async () => {
      const { lines } = await check({ ...DECLARING, __isPreview: false }, aDisconnectedWorld());
      expect(warned(lines)).toEqual([]);
    });

    it("has nothing against instances of the wave's own drill", async () => {
      const world = fakeWorld();
      world.addJob(aJob());
      world.instances.push(aRecoveryInstance());
      expect(warned((await check(inputs(), world)).lines)).toEqual([]);
    });

    it("is nothing to a wave in state but for a setting that is not as declared: it starts nothing", async () => {
      const { failures, lines } = await check(DECLARING, aDisconnectedWorld(), DECLARING);
      expect({ failures, warned: warned(lines) }).toEqual({ failures: [], warned: [`warn ${UNDECLARED}`] });
    });

    it("is not looked for where the program does not observe, nor where a server could not be seen", async () => {
      const unobserved = await check({ ...SELECTED, observe: "off" }, aDisconnectedWorld());
      const sourceServers = [{ sourceServerId: DB }, { sourceServerId: APP }];
      const unseen = await check(inputs({ sourceServers }), aDisconnectedWorld());
      expect({ unobserved: warned(unobserved.lines), unseen: warned(unseen.lines) }).toEqual({
        unobserved: [],
        unseen: [],
      });
    });

    it("fails when AWS refuses that look", async () => {
      const world = fakeWorld();
      world.instances.push(aRecoveryInstance());
      const denied = aRefusal("AccessDeniedException", "drs:DescribeJobs");
      world.failures.listJobs = [denied];
      expect((await check(inputs(), world)).failures).toEqual([
        {
          property: "",
          reason:
            `looking at the servers as they are now: ${denied.message}. ` +
            "Nothing was started. Fix: grant drs:DescribeJobs; the drill needs it too.",
        },
      ]);
    });
  });

  describe("in a preview", () => {
    const URN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/drs:DrillWave::db";

    /** What is said to stay when a wave is checked; a program says whether it is a preview. */
    async function planned(given: object, { world = fakeWorld(), olds = {}, __isPreview = true, times = 1 } = {}) {
      const said: string[] = [];
      const previews = new Previews(() => ({
        show() {},
        keep: (text) => void said.push(`keep ${text}`),
        warn: (text) => void said.push(`warn ${text}`),
      }));
      // As the engine hands it over, without what is undefined.
      const news = JSON.parse(JSON.stringify({ ...inputs(), __urn: URN, ...given, __isPreview }));
      const open = async () => contextIn(world);
      for (let time = 0; time < times; time++) {
        const { inputs: checked } = await checkWave(olds, news, open, previews);
        expect(checked).not.toHaveProperty("__isPreview");
      }
      return said;
    }
    const TYPED = () => {
      const world = fakeWorld();
      world.configurations.set(DB, {
        settings: { targetInstanceTypeRightSizingMethod: "NONE" },
        launchTemplateId: "lt-1",
      });
      world.launchTemplates.set("lt-1", {
        launchTemplateId: "lt-1",
        version: 1,
        instanceType: "r5.2xlarge",
      } as never);
      world.configurations.set(WEB, { settings: { targetInstanceTypeRightSizingMethod: "BASIC" } });
      return world;
    };
    const LAUNCH = "keep will launch 2 servers: db-1 (NONE, r5.2xlarge); web-1 (BASIC)";

    it("says what a new wave launches, once, however often it is checked", async () => {
      expect(await planned({}, { world: TYPED(), times: 2 })).toEqual([LAUNCH]);
    });

    it("says it while the guard's nonce is unknown, as at the first preview", async () => {
      expect(await planned({ drillNonce: UNKNOWN_VALUE, __guardUrn: "urn:guard" }, { world: TYPED() })).toEqual([
        LAUNCH,
      ]);
    });

    it.each<{ label: string; options: object }>([
      { label: "in `up`", options: { __isPreview: false } },
      { label: "of a program of another version, which does not say what it runs in", options: { __isPreview: null } },
      { label: "of a wave in state, of which diff speaks", options: { olds: inputs() } },
    ])("says nothing $label", async ({ options }) => {
      expect(await planned({}, options)).toEqual([]);
    });

    it.each<{ label: string; given: object; text: string }>([
      {
        label: "a selector's servers",
        given: { sourceServers: undefined, selector: { tags: { Tier: "web" } } },
        text: "will launch 1 server: web-1 (BASIC)",
      },
      {
        label: "a selector's servers where nothing is observed",
        given: { sourceServers: undefined, selector: { tags: { Tier: "web" } }, observe: "off" },
        text: 'will launch 1 server: web-1 (settings not known: observe is "off")',
      },
      {
        label: "a selector's servers whose settings are about to change",
        given: { sourceServers: undefined, selector: { tags: { Tier: "web" } }, settings: [UNKNOWN_VALUE] },
        text: "will launch 1 server: web-1 (settings not known: they are about to change)",
      },
      {
        label: "a selector that cannot be resolved yet",
        given: { sourceServers: undefined, selector: { tags: { Tier: "web" } }, region: UNKNOWN_VALUE },
        text: "will launch servers: which ones is not known yet (region)",
      },
      {
        label: "a selector that is not known yet",
        given: { sourceServers: undefined, selector: { tags: { Tier: UNKNOWN_VALUE } } },
        text: "will launch servers: which ones is not known yet (selector)",
      },
      {
        label: "servers of which one is not known yet",
        given: { sourceServers: [{ sourceServerId: UNKNOWN_VALUE }] },
        text: "will launch servers: which ones is not known yet (sourceServers)",
      },
      {
        label: "servers that are not observed",
        given: { observe: "off" },
        text: `will launch 2 servers: ${DB} and ${WEB} (settings not known: observe is "off")`,
      },
      {
        label: "servers behind a connection that is not known yet",
        given: { connection: UNKNOWN_VALUE },
        text: `will launch 2 servers: ${DB} and ${WEB} (settings not known: connection is not known yet)`,
      },
      {
        label: "a real recovery",
        given: { sourceServers: [{ sourceServerId: WEB }], isDrill: false, allowRecovery: true },
        text: "will launch 1 server in a real recovery: web-1 (BASIC)",
      },
      {
        label: "a drill that ends by itself",
        given: { sourceServers: [{ sourceServerId: WEB }], cleanup: "afterDrill" },
        text: 'will launch 1 server: web-1 (BASIC); then terminate what launched (cleanup is "afterDrill")',
      },
      {
        label: "a real recovery, which never ends by itself",
        given: { sourceServers: [{ sourceServerId: WEB }], isDrill: false, allowRecovery: true, cleanup: "afterDrill" },
        text: "will launch 1 server in a real recovery: web-1 (BASIC)",
      },
    ])("says of $label: $text", async ({ given, text }) => {
      expect(await planned(given, { world: TYPED() })).toEqual([`keep ${text}`]);
    });

    it("promises nothing where create would refuse", async () => {
      const world = TYPED();
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      expect(await planned({}, { world })).toEqual([
        "keep would launch 2 servers, once nothing stands in the way: db-1 (NONE, r5.2xlarge); web-1 (BASIC)",
      ]);
    });

    it("says nothing of a wave that check refuses", async () => {
      const sourceServers = [{ sourceServerId: DB }, { sourceServerId: APP }];
      expect(await planned({ sourceServers })).toEqual([]);
    });

    const { executionId } = toWave(inputs(), { region: REGION });
    const ofThisDrill = { ExecutionId: executionId, DrillNonce: NONCE, Attempt: "1" };

    it("says that `up` goes on with the job of one that was killed", async () => {
      const world = fakeWorld();
      world.addJob(aJob({ jobId: "drsjob-lost", tags: ofThisDrill }));
      expect(await planned({}, { world })).toEqual([
        "keep will go on with its job drsjob-lost: db-1 and web-1; where --replace or a taint replaces the wave, terminates " +
          "what it launched and launches again",
      ]);
    });

    it.each([
      { label: "a drill that is over", tags: { ...ofThisDrill, Closed: "2026-11-24T11:00:00.000Z" } },
      { label: "another drill", tags: { ...ofThisDrill, ExecutionId: "other" } },
    ])("takes no job of $label for the wave's", async ({ tags }) => {
      const world = TYPED();
      world.addJob(aJob({ tags }));
      expect(await planned({}, { world })).toEqual([LAUNCH]);
    });

    it("says that it does not know where jobs cannot be listed", async () => {
      const world = TYPED();
      const denied = aRefusal("AccessDeniedException", "drs:DescribeJobs");
      world.failures.listJobs = [denied];
      expect(await planned({}, { world })).toEqual([
        `${LAUNCH}; not known whether a job of it is there already: ${denied.message}`,
      ]);
    });
  });
});

describe("source instances", () => {
  const BEFORE = "2026-11-20T08:00:00.000Z";
  const NEWS = inputs({ selector: { tags: { Tier: "web" }, tagsOf: "sourceInstance" }, __urn: "urn:a" });
  const { sourceServers: _declared, ...SELECTING } = NEWS;
  const KEPT = [{ region: "us-east-1", readAt: BEFORE, keys: ["Tier"], tags: { "i-web": { Tier: "web" } } }];

  /** A world whose one server is an instance of a Region that answers, or does not. */
  function aProcess(answer: Record<string, string> | Error) {
    const world = fakeWorld();
    world.servers = [
      { ...aSourceServer(WEB, "web-1", {}), source: { ec2InstanceId: "i-web", originRegion: "us-east-1" } },
    ];
    const context = contextIn(world);
    const sources = new SourceLooks();
    let asked = 0;
    const openSource: OpenSource = () => ({
      account: async () => ACCOUNT,
      listTaggedInstances: async () => {
        asked += 1;
        if (answer instanceof Error) {
          throw answer;
        }
        return [{ instanceId: "i-web", state: "running", tags: answer }];
      },
    });
    const check = (olds: object, news: object) =>
      checkWave(
        { ...olds },
        { ...news },
        async (place) => sources.over(place, { ...context, openSource }),
        new Previews(() => context.status),
        sources,
      );
    return { check, lines: context.lines, asked: () => asked };
  }

  const REFUSED = aRefusal("UnauthorizedOperation", "ec2:DescribeInstances");
  const warned = ({ lines }: { lines: string[] }) => lines.filter((line) => line.startsWith("warn"));

  it("are read once for all waves, in `up` as well, and what was read is kept", async () => {
    const { check, asked, lines } = aProcess({ Tier: "web", Name: "web" });
    const [first, second] = [await check({}, SELECTING), await check({}, { ...SELECTING, __urn: "urn:b" })];
    expect({
      selected: [first, second].map((checked) => checked.inputs.resolvedServers),
      kept: first.inputs.sourceTags,
      asked: asked(),
      lines: warned({ lines }),
    }).toEqual({
      selected: [[WEB], [WEB]],
      kept: [
        { region: "us-east-1", readAt: "2026-11-24T10:00:00.000Z", keys: ["Tier"], tags: { "i-web": { Tier: "web" } } },
      ],
      asked: 1,
      lines: [],
    });
  });

  it("are left open by a preview, so that update plans hold", async () => {
    const { inputs: checked } = await aProcess({ Tier: "web" }).check({}, { ...SELECTING, __isPreview: true });
    expect(checked.sourceTags).toBe(UNKNOWN_VALUE);
  });

  it("are as they were read last where they cannot be: for waves that are new, too, and said once", async () => {
    const { check, lines } = aProcess(REFUSED);
    const inState = await check({ ...SELECTING, sourceTags: KEPT }, SELECTING);
    const isNew = await check({}, { ...SELECTING, __urn: "urn:b" });
    expect({
      selected: [inState, isNew].map((checked) => checked.inputs.resolvedServers),
      failures: [inState.failures, isNew.failures],
      kept: inState.inputs.sourceTags,
      lines: warned({ lines }),
    }).toEqual({
      selected: [[WEB], [WEB]],
      failures: [[], []],
      kept: KEPT,
      lines: [
        "warn EC2 in us-east-1 could not be asked for the tags of source instances: calling ec2:DescribeInstances: " +
          `UnauthorizedOperation: says AWS (request req-1); the tags of 1 instance are taken as read on ${BEFORE}`,
      ],
    });
  });

  it("fail a new wave where they cannot be read and never were", async () => {
    const { failures } = await aProcess(REFUSED).check({}, SELECTING);
    expect(failures?.map(({ reason }) => reason.split(":")[0])).toEqual(["selector"]);
  });

  it.each<{ label: string; news: object; kept: unknown }>([
    { label: "kept where nobody looks", news: { ...SELECTING, region: UNKNOWN_VALUE }, kept: KEPT },
    { label: "forgotten where nobody compares them any more", news: SELECTED, kept: undefined },
  ])("are $label", async ({ news, kept }) => {
    const { inputs: checked } = await aProcess({ Tier: "web" }).check({ ...SELECTING, sourceTags: KEPT }, news);
    expect(checked.sourceTags).toEqual(kept);
  });
});
