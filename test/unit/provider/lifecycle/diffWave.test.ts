import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diffWave, toDiffResult } from "../../../../provider/src/lifecycle/diffWave";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import { toState } from "../../../../provider/src/lifecycle/state";
import {
  DRILL_WAVE_TYPE,
  type DrillWaveOutputs,
  type ObservedServer,
  UNKNOWN_VALUE,
} from "../../../../provider/src/vocabulary";
import {
  APP,
  aFailedServer,
  aJob,
  anAttempt,
  anObservation,
  anObservedServer,
  aServer,
  aState,
  DB,
  inputs,
  outputs,
  serverId,
  WEB,
} from "../factories";

const diff = (before: Partial<WaveInputs>, after: Partial<WaveInputs>, results: Partial<DrillWaveOutputs> = {}) =>
  diffWave(aState(before, results), inputs(after));

const pinned = [{ sourceServerId: DB, recoverySnapshotId: "pit-1" }, { sourceServerId: WEB }];
const { sourceServers: _servers, ...WITHOUT_SERVERS } = inputs();
const selected = (tags: Record<string, string>, role?: string): WaveInputs => ({
  ...WITHOUT_SERVERS,
  selector: { tags, ...(role === undefined ? {} : { role }) },
});

describe(diffWave.name, () => {
  it.each<{ label: string; before?: Partial<WaveInputs>; after: Partial<WaveInputs>; names: string[] }>([
    {
      label: "one server more",
      after: { sourceServers: [DB, WEB, APP].map((id) => ({ sourceServerId: id })) },
      names: ["sourceServers"],
    },
    { label: "a snapshot", after: { sourceServers: pinned }, names: ["sourceServers"] },
    { label: "isDrill", after: { isDrill: false, allowRecovery: true }, names: ["isDrill"] },
    { label: "a trigger", after: { triggers: ["2027-Q1"] }, names: ["triggers"] },
    {
      label: "the order of triggers",
      before: { triggers: ["a", "b"] },
      after: { triggers: ["b", "a"] },
      names: ["triggers"],
    },
    { label: "an explicit Region", after: { region: "eu-west-1" }, names: ["region"] },
    {
      label: "several",
      after: { isDrill: false, triggers: ["x"], region: "eu-west-1" },
      names: ["isDrill", "triggers", "region"],
    },
  ])("is another drill for $label", ({ before = {}, after, names }) => {
    expect(diff(before, after)).toMatchObject({
      replaces: names,
      changes: true,
      text: `another drill: ${names.join(", ")} changed`,
      warnings: [],
    });
  });

  const planned = (why: string) =>
    `will terminate 2 recovery instances and launch 2 servers again, because ${why}: db-1 and web-1 (settings not known)`;
  const urnOf = (name: string) => `urn:pulumi:dev::shop::${DRILL_WAVE_TYPE}::${name}`;

  it.each([
    { label: "another guard", after: { drillNonce: "other" }, guard: "its guard" },
    { label: "a guard that preview only plans", after: { drillNonce: UNKNOWN_VALUE }, guard: "its guard" },
    {
      label: "a guard whose name is known",
      after: { drillNonce: UNKNOWN_VALUE, __urn: urnOf("tier::db") },
      guard: "its guard tier::db-guard",
    },
  ])("is another drill for $label, and says what that means", ({ after, guard }) => {
    expect(diff({}, after)).toEqual({
      replaces: ["drillNonce"],
      changes: true,
      text: `another drill: ${guard} is new or replaced`,
      planned: {
        text: `${planned(`${guard} is new or replaced`)}. To keep the drill, rename or move wave and guard together`,
        isWarning: true,
      },
      warnings: [],
    });
  });

  it("is another drill for another selector", () => {
    const state = toState(selected({ Tier: "web" }), outputs());
    expect(diffWave(state, selected({ Tier: "app" })).replaces).toEqual(["selector"]);
  });

  it.each<{ label: string; after: Partial<WaveInputs> }>([
    { label: "a role", after: { sourceServers: [{ sourceServerId: DB, role: "database" }, { sourceServerId: WEB }] } },
    {
      label: "an impact level",
      after: { sourceServers: [{ sourceServerId: DB, impactLevel: "OPTIONAL" }, { sourceServerId: WEB }] },
    },
    { label: "names", after: { recoveryPlan: "orders", wave: "db" } },
    { label: "tags", after: { tags: { a: "1" } } },
    { label: "objectives", after: { objectives: { recoveryTimeSeconds: 1 } } },
    {
      label: "a declared setting",
      after: {
        sourceServers: [{ sourceServerId: DB, launchConfiguration: { copyTags: true } }, { sourceServerId: WEB }],
      },
    },
    { label: "timeouts", after: { customTimeouts: { create: "2h" } } },
    { label: "polling", after: { polling: { intervalSeconds: 1 } } },
    { label: "the connection", after: { connection: { profile: "x" } } },
    { label: "cleanup", after: { cleanup: "never" } },
    { label: "attempts", after: { retries: { maximumAttempts: 5 } } },
    { label: "a run-defining default that is said aloud", after: { triggers: [], isDrill: true } },
    { label: "success, less than was verified", after: { success: "running" } },
  ])("is an update that launches nothing for $label", ({ after }) => {
    expect(diff({}, after)).toEqual({ replaces: [], changes: true, warnings: [] });
  });

  it.each<{ label: string; after: Partial<WaveInputs> }>([
    { label: "nothing", after: {} },
    { label: "the order of servers", after: { sourceServers: [{ sourceServerId: WEB }, { sourceServerId: DB }] } },
    { label: "what was observed", after: { observed: anObservation({ servers: [] }) } },
    { label: "a revision of managed settings", after: { settings: ["rev-2"] } },
    { label: "the pointer to the provider", after: { __provider: "exports.handler=()=>1" } },
    { label: "the place of the resource", after: { __urn: "urn:x" } },
    { label: "a resource option that the engine alone obeys", after: { retainOnDelete: true } },
    { label: "naming the Region that it ran in, in the program or in configuration", after: { region: "us-west-2" } },
  ])("is no change for $label", ({ after }) => {
    expect(diff({}, after)).toEqual({ replaces: [], changes: false, warnings: [] });
  });

  it("is no change when an explicit Region is no longer said", () => {
    expect(diff({ region: "us-west-2" }, {}).changes).toBe(false);
  });

  it("is no change for reordered members of an object", () => {
    const before = { connection: { profile: "a", endpoint: "http://x" } };
    expect(diff(before, { connection: { endpoint: "http://x", profile: "a" } }).changes).toBe(false);
  });

  it("is an update for another role of a selector's servers", () => {
    const state = toState(selected({ Tier: "web" }), outputs());
    expect(diffWave(state, selected({ Tier: "web" }, "web"))).toEqual({
      replaces: [],
      changes: true,
      warnings: [],
    });
  });

  it("is an update for another reader of source instances, and no change for what was read of them", () => {
    const ofInstances = (profile: string, more: Partial<WaveInputs> = {}): WaveInputs => ({
      ...WITHOUT_SERVERS,
      selector: { tags: { Tier: "web" }, tagsOf: "sourceInstance", sourceConnection: { profile } },
      ...more,
    });
    const state = toState(ofInstances("a"), outputs());
    const sourceTags = [{ region: "us-east-1", readAt: "2026-11-24T10:00:00.000Z", keys: ["Tier"], tags: {} }];
    expect({
      reader: diffWave(state, ofInstances("b")),
      read: diffWave(state, ofInstances("a", { sourceTags })),
      tagsOf: diffWave(state, selected({ Tier: "web" })).replaces,
    }).toEqual({
      reader: { replaces: [], changes: true, warnings: [] },
      read: { replaces: [], changes: false, warnings: [] },
      tagsOf: ["selector"],
    });
  });

  describe("what changed outside the program since the drill", () => {
    const INSTANCES: Record<string, string> = { [DB]: "i-00000001", [WEB]: "i-00000002" };
    /** A server as it was drilled. */
    const asDrilled = (sourceServerId: string, changes: Partial<ObservedServer> = {}) =>
      anObservedServer({
        sourceServerId,
        launchConfiguration: { launchDisposition: "STARTED" },
        recoveryInstances: [
          { recoveryInstanceId: INSTANCES[sourceServerId] ?? "i-x", isDrill: true, jobId: "drsjob-1" },
        ],
        ...changes,
      });
    const seeing = (...servers: ObservedServer[]) => ({ observed: anObservation({ servers }) });
    const unchanged = { replaces: [], changes: false };

    it("warns of servers that a selector newly matches, and launches none", () => {
      const state = toState(selected({ Tier: "web" }), outputs());
      const fresh = [APP, serverId(4)].map((id, index) => asDrilled(id, { hostname: `app-${index + 1}` }));
      const news = { ...selected({ Tier: "web" }), ...seeing(asDrilled(DB), asDrilled(WEB), ...fresh) };
      expect(diffWave(state, news)).toEqual({
        ...unchanged,
        warnings: [
          `the selector now also matches app-1 (${APP}), app-2 (${serverId(4)}), which this drill did not launch`,
        ],
      });
    });

    it("warns of each setting that is not any more what was drilled", () => {
      const launchConfiguration = { launchDisposition: "STOPPED", copyTags: true } as const;
      const news = seeing(asDrilled(DB, { launchConfiguration }), asDrilled(WEB));
      expect(diff({}, news)).toEqual({
        ...unchanged,
        warnings: ["launchDisposition was STARTED, is STOPPED", "copyTags was not set, is true"].map(
          (change) => `launch configuration of db-1 (${DB}) changed since the drill: ${change}`,
        ),
      });
    });

    it.each([
      { label: "nothing differs", news: seeing(asDrilled(DB), asDrilled(WEB)) },
      { label: "a drilled server is not there any more", news: seeing(asDrilled(DB)) },
      { label: "nothing was observed", news: {} },
    ])("warns of nothing when $label", ({ news }) => {
      expect(diff({}, news)).toEqual({ ...unchanged, warnings: [] });
    });

    const closed = (tags: Record<string, string> = {}) =>
      aJob({ tags: { Closed: "2026-11-24T11:00:00.000Z", ...tags } });
    const GONE = seeing(asDrilled(DB, { recoveryInstances: [] }), asDrilled(WEB));

    it("warns of instances that DRS no longer lists, and launches none: one list is no proof", () => {
      expect(diff({}, GONE)).toEqual({
        ...unchanged,
        warnings: [
          `DRS no longer lists recovery instances of this drill: i-00000001 of db-1 (${DB}). Its verdict is of before, and ` +
            "nothing launches them again: `pulumi refresh` records it, a change of `triggers` drills again",
        ],
      });
    });

    it.each<{ label: string; results?: Partial<DrillWaveOutputs>; tags?: Record<string, string>; args?: object }>([
      { label: "state knows it", results: { cleanup: { status: "GONE" } } },
      { label: "the drill has terminated them", results: { cleanup: { status: "COMPLETED" } } },
      { label: "the drill is terminating them", tags: { Judged: "PASSED" } },
      { label: "the drill was concluded", tags: { Concluded: "2026-11-24T11:00:00.000Z" } },
    ])("does not miss instances where $label", ({ results = {}, tags = {} }) => {
      expect(diffWave(aState({}, results), inputs(GONE), [aJob({ tags })]).warnings).toEqual([]);
    });

    const SEEN = "a destroy that did not finish has closed this drill's jobs: drsjob-1 (2026-11-24T11:00:00.000Z)";
    const DESTROYED = {
      replaces: ["jobId"],
      changes: true,
      text: `another drill: ${SEEN}`,
      planned: { text: expect.stringContaining(`launch 2 servers again, because ${SEEN}: `), isWarning: true },
      warnings: [],
    };

    it.each<{ label: string; results: Partial<DrillWaveOutputs>; args?: Partial<WaveInputs> }>([
      { label: "a drill", results: {} },
      { label: "a drill whose instances a refresh found gone", results: { cleanup: { status: "GONE" } } },
      { label: "a drill that waits", results: { pending: ["wait", "judge"] } },
      { label: "a failed drill", results: { verdict: "FAILED", servers: [aServer(), aFailedServer()] } },
      { label: "a drill that was not to end by itself yet", results: {}, args: { cleanup: "afterDrill" } },
    ])("is another drill for $label that a destroy has ended in part", ({ results, args = {} }) => {
      expect(diffWave(aState(args, results), inputs({ ...args, ...GONE }), [closed()])).toEqual(DESTROYED);
    });

    it("is another drill although only one of its jobs was closed before the destroy died", () => {
      const attempts = [anAttempt(), anAttempt({ attempt: 2, jobId: "drsjob-2" })];
      const jobs = [closed(), aJob({ jobId: "drsjob-2" })];
      expect(diffWave(aState({}, { attempts }), inputs(), jobs)).toEqual(DESTROYED);
    });

    it.each<{ label: string; args?: Partial<WaveInputs>; results?: Partial<DrillWaveOutputs>; tags?: object }>([
      { label: "judged before its own clean-up", tags: { Judged: "PASSED" } },
      { label: "concluded on purpose", tags: { Concluded: "2026-11-24T11:00:00.000Z" } },
      {
        label: "closed by an old version's own clean-up",
        args: { cleanup: "afterDrill" },
        results: { cleanup: { status: "COMPLETED" } },
      },
    ])("is no other drill for one that was $label", ({ args = {}, results = {}, tags = {} }) => {
      const jobs = [closed({ ...tags })];
      expect(diffWave(aState(args, results), inputs(args), jobs)).toMatchObject({ replaces: [] });
    });

    it.each([{ cleanup: "never" as const }, { isDrill: false, allowRecovery: true }])(
      "refuses, with %s, to launch over what a destroy leaves running",
      (args) => {
        expect(diffWave(aState(args), inputs(args), [closed()])).toMatchObject({
          replaces: [],
          refusal:
            "Comparing the wave with its drill: a destroy that did not finish has closed this drill's jobs: drsjob-1 " +
            "(2026-11-24T11:00:00.000Z). What they launched was left running, and nothing was changed. " +
            "Fix: finish it with `pulumi destroy`, then run `pulumi up`.",
        });
      },
    );

    it("warns of nothing where another drill replaces this one anyway", () => {
      const news = { triggers: ["again"], ...seeing(asDrilled(DB, { launchConfiguration: {} })) };
      expect(diff({}, news).warnings).toEqual([]);
    });
  });

  const NAMES = "; db-1 and web-1 (settings not known)";
  it.each<{ label: string; after: Partial<WaveInputs>; planned: string }>([
    {
      label: "the servers are",
      after: { sourceServers: UNKNOWN_VALUE as never },
      planned: "launch servers again: not known yet whether sourceServers changed",
    },
    {
      label: "one server is",
      after: { sourceServers: [{ sourceServerId: UNKNOWN_VALUE }] },
      planned: "launch servers again: not known yet whether sourceServers changed",
    },
    {
      label: "a server's snapshot is",
      after: { sourceServers: [{ sourceServerId: DB, recoverySnapshotId: UNKNOWN_VALUE }, { sourceServerId: WEB }] },
      planned: "launch servers again: not known yet whether sourceServers changed",
    },
    {
      label: "the selector is",
      after: { sourceServers: undefined as never, selector: { tags: { Tier: UNKNOWN_VALUE } } },
      planned: "launch servers again: not known yet whether selector changed",
    },
    {
      label: "isDrill is",
      after: { isDrill: UNKNOWN_VALUE as never },
      planned: `launch 2 servers (drill or real recovery: not known yet) again: not known yet whether isDrill changed${NAMES}`,
    },
    {
      label: "a trigger is",
      after: { triggers: [UNKNOWN_VALUE] },
      planned: `launch 2 servers again: not known yet whether triggers changed${NAMES}`,
    },
    {
      label: "the Region is",
      after: { region: UNKNOWN_VALUE },
      planned:
        "launch 2 servers again: not known yet whether region changed; " +
        "db-1 and web-1 (settings not known: region is not known yet)",
    },
    {
      label: "a trigger is, and the Region is another",
      after: { triggers: [UNKNOWN_VALUE], region: "eu-west-1" },
      planned: `launch 2 servers again: not known yet whether triggers changed${NAMES}`,
    },
  ])("changes, and replaces nothing, while $label unknown", ({ after, planned: launching }) => {
    expect(diff({}, after)).toEqual({
      replaces: [],
      changes: true,
      text: "not known yet whether this is another drill",
      planned: { text: `may terminate 2 recovery instances and ${launching}`, isWarning: false },
      warnings: [],
    });
  });

  it.each<{ label: string; results: Partial<DrillWaveOutputs>; text: string; planned: string }>([
    {
      label: "a wait",
      results: { pending: ["wait", "judge"] },
      text: "will resume drsjob-1",
      planned: "will go on with job drsjob-1: db-1 and web-1",
    },
    {
      label: "a cleanup",
      results: { pending: ["cleanup"] },
      text: "will terminate what the drill launched",
      planned: 'will terminate 2 recovery instances: cleanup is "afterDrill"',
    },
    {
      label: "a failed drill",
      results: { verdict: "FAILED", servers: [aServer(), aFailedServer()] },
      text: `will launch 1 failed server again (attempt 2 of 2): web-1 (${WEB})`,
      planned: "will launch 1 failed server again, attempt 2 of 2: web-1 (settings not known)",
    },
    {
      label: "a drill that failed for good",
      results: {
        verdict: "FAILED",
        servers: [aServer(), aFailedServer()],
        attempts: [anAttempt(), anAttempt({ attempt: 2 })],
      },
      text: `failed; no attempts left (2 used, at most 2): web-1 (${WEB})`,
      planned: `will fail again, with no attempts left (2 used, at most 2): web-1 (${WEB}); a change of \`triggers\` drills again`,
    },
  ])("is an update for $label, although nothing was edited", ({ results, text, planned: said }) => {
    const expected = { text: said, isWarning: false };
    expect(diff({}, {}, results)).toEqual({ replaces: [], changes: true, text, planned: expected, warnings: [] });
  });

  it("is an update that terminates what launched when cleanup becomes afterDrill", () => {
    expect(diff({}, { cleanup: "afterDrill" }).text).toBe("will terminate what the drill launched");
  });

  it("finds no change between any state and the inputs that it was made from", () => {
    const server = fc.record(
      {
        sourceServerId: fc.integer({ min: 1, max: 99 }).map(serverId),
        role: fc.string(),
        impactLevel: fc.constantFrom("CRITICAL" as const, "OPTIONAL" as const),
        recoverySnapshotId: fc.constantFrom("pit-1", "pit-2"),
        launchConfiguration: fc.record({ copyTags: fc.boolean() }, { requiredKeys: [] }),
      },
      { requiredKeys: ["sourceServerId"] },
    );
    const intent = fc.record(
      {
        region: fc.constant("us-west-2"),
        sourceServers: fc.uniqueArray(server, { selector: (each) => each.sourceServerId, minLength: 1, maxLength: 5 }),
        recoveryPlan: fc.string(),
        wave: fc.string(),
        isDrill: fc.boolean(),
        observe: fc.constantFrom("live" as const, "off" as const),
        objectives: fc.record({ recoveryTimeSeconds: fc.integer({ min: 1 }) }, { requiredKeys: [] }),
        success: fc.constantFrom("launched" as const, "running" as const, "statusChecks" as const),
        cleanup: fc.constantFrom("onDestroy" as const, "afterDrill" as const, "never" as const),
        settings: fc.array(fc.string()),
        tags: fc.dictionary(fc.string(), fc.string()),
        triggers: fc.array(fc.string()),
        polling: fc.record({ intervalSeconds: fc.integer({ min: 1 }) }),
        connection: fc.record({ profile: fc.string(), endpoint: fc.webUrl() }, { requiredKeys: [] }),
        customTimeouts: fc.record({ create: fc.constant("1h"), delete: fc.constant("1h") }, { requiredKeys: [] }),
        observed: fc.constant(anObservation({ servers: [] })),
      },
      { requiredKeys: ["sourceServers"] },
    );
    fc.assert(
      fc.property(intent, (given) => {
        const news = inputs(given);
        const servers = given.sourceServers.map(({ sourceServerId, impactLevel }) =>
          aServer({ sourceServerId, ...(impactLevel === undefined ? {} : { impactLevel }) }),
        );
        const isDue = news.cleanup === "afterDrill" && news.isDrill !== false; // what launched is there still
        const difference = diffWave(toState(news, outputs({ servers })), news);
        expect({ ...difference, planned: difference.planned !== undefined }).toEqual({
          replaces: [],
          changes: isDue,
          ...(isDue ? { text: "will terminate what the drill launched" } : {}),
          planned: isDue,
          warnings: [],
        });
      }),
    );
  });
});

describe(toDiffResult.name, () => {
  it("deletes before it replaces: a new launch would terminate the old instances anyway", () => {
    expect(toDiffResult({ replaces: ["triggers"], changes: true, text: "x", warnings: ["y"] })).toEqual({
      replaces: ["triggers"],
      changes: true,
      deleteBeforeReplace: true,
    });
  });
});
