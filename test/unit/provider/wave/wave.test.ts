import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DrillWaveIntent, ServerSelector } from "../../../../provider/src/vocabulary";
import { declareServer, drillDefining, selectServer, serverOf, toWave } from "../../../../provider/src/wave/wave";
import { anIntent, aWave, DB, NONCE, REGION, serverId, WEB } from "../factories";

const BOTH = [DB, WEB].map((sourceServerId) => ({ sourceServerId, impactLevel: "CRITICAL", expected: {} }));

const waveOf = (intent: DrillWaveIntent) => toWave({ ...intent, drillNonce: NONCE }, { region: REGION });
const idOf = (intent: DrillWaveIntent, drillNonce = NONCE, region = REGION) =>
  toWave({ ...intent, drillNonce }, { region }).executionId;

describe(toWave.name, () => {
  it("fills in the contract's defaults", () => {
    const executionId = "768a67a2e30bb33e5083071c1ddba84d";
    expect(waveOf(anIntent())).toEqual({
      executionId,
      drillNonce: NONCE,
      region: REGION,
      jobTags: {
        ExecutionId: executionId,
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
      },
      isDrill: true,
      servers: BOTH,
      onUnreadableLaunchConfiguration: "fail",
      objectives: {},
      success: "statusChecks",
      minimumLaunched: "100%",
      retries: { maximumAttempts: 2 },
      preflight: {
        maximumLagSeconds: 600,
        busyServers: "wait",
        sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
        lagMustBeKnown: false,
      },
      cleanup: "onDestroy",
      replaceRecoveryInstances: false,
      mayHaveSwaps: false,
    });
  });

  it("keeps whatever the program says", () => {
    const said = {
      isDrill: false,
      onUnreadableLaunchConfiguration: "useDefaults",
      objectives: { recoveryTimeSeconds: 1800 },
      success: "launched",
      minimumLaunched: 0,
      retries: { maximumAttempts: 1 },
      preflight: { maximumLagSeconds: 5, busyServers: "fail", sourceServerTag: "SourceServer" },
      cleanup: "never",
      replaceRecoveryInstances: true,
    } as const satisfies DrillWaveIntent;
    expect(waveOf(anIntent({ ...said, wave: "db", tags: { CostCenter: "42" } }))).toEqual({
      ...said,
      name: "db",
      mayHaveSwaps: false,
      executionId: expect.stringMatching(/^[0-9a-f]{32}$/),
      drillNonce: NONCE,
      region: REGION,
      jobTags: expect.objectContaining({ CostCenter: "42" }),
      servers: BOTH,
      preflight: { ...said.preflight, lagMustBeKnown: true },
    });
  });

  it("fills in what a nested arg leaves out", () => {
    const { preflight } = waveOf(anIntent({ preflight: { busyServers: "fail" } }));
    expect(preflight).toEqual({
      maximumLagSeconds: 600,
      busyServers: "fail",
      sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
      lagMustBeKnown: false,
    });
  });

  describe("servers", () => {
    it("are what the program declares, in its order, with their defaults", () => {
      const sourceServers = [
        { sourceServerId: WEB, impactLevel: "OPTIONAL" as const, launchConfiguration: { copyPrivateIp: true } },
        { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-00000000000000001" },
      ];
      expect(waveOf({ sourceServers }).servers).toEqual([
        { sourceServerId: WEB, impactLevel: "OPTIONAL", expected: { copyPrivateIp: true } },
        {
          sourceServerId: DB,
          role: "database",
          impactLevel: "CRITICAL",
          recoverySnapshotId: "pit-00000000000000001",
          expected: {},
        },
      ]);
    });

    it("are what check resolved a selector to, each exactly once, in check's order, with the selector's role", () => {
      const ids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 100 }).map((all) => all.map(serverId));
      const selector = { tags: { Tier: "web" }, role: "web" };
      fc.assert(
        fc.property(ids, (resolvedServers) => {
          const wave = toWave({ selector, resolvedServers }, { region: REGION });
          expect({ selector: wave.selector, servers: wave.servers }).toEqual({
            selector,
            servers: resolvedServers.map((sourceServerId) => ({
              sourceServerId,
              role: "web",
              impactLevel: "CRITICAL",
              expected: {},
            })),
          });
        }),
      );
    });

    it("are none before check has resolved the selector", () => {
      expect(waveOf({ selector: { tags: { Tier: "web" } } }).servers).toEqual([]);
    });
  });

  describe("jobTags", () => {
    const place = { region: REGION, executionId: "abc" };

    it("sets ours beside the user's", () => {
      const intent = anIntent({ recoveryPlan: "orders", wave: "db", tags: { CostCenter: "42" } });
      expect(toWave({ ...intent, drillNonce: NONCE }, place).jobTags).toEqual({
        CostCenter: "42",
        ExecutionId: "abc",
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
        RecoveryPlan: "orders",
        Wave: "db",
      });
    });

    it("marks a real recovery, and leaves out names that are not given", () => {
      expect(toWave({ ...anIntent({ isDrill: false }), drillNonce: NONCE }, place).jobTags).toEqual({
        ExecutionId: "abc",
        DrillNonce: NONCE,
        ExecutionType: "RECOVERY",
        ManagedBy: "DRS-Orchestration",
      });
    });
  });

  describe("executionId", () => {
    it("is the same in every release, because jobs in AWS carry it", () => {
      expect(idOf(anIntent())).toMatchInlineSnapshot(`"768a67a2e30bb33e5083071c1ddba84d"`);
    });

    it("stays what state says, whatever the program says now", () => {
      const executionId = "e".repeat(32);
      const wave = toWave({ ...anIntent({ triggers: ["x"] }), drillNonce: NONCE }, { region: REGION, executionId });
      expect({ wave: wave.executionId, jobs: wave.jobTags["ExecutionId"] }).toEqual({
        wave: executionId,
        jobs: executionId,
      });
    });

    it.each([
      { label: "a trigger", intent: anIntent({ triggers: ["2026-Q4"] }) },
      { label: "isDrill", intent: anIntent({ isDrill: false }) },
      { label: "one server less", intent: anIntent({ sourceServers: [{ sourceServerId: DB }] }) },
      {
        label: "a pinned snapshot",
        intent: anIntent({
          sourceServers: [{ sourceServerId: DB, recoverySnapshotId: "pit-00000000000000001" }, { sourceServerId: WEB }],
        }),
      },
      { label: "a selector", intent: { selector: { tags: { Tier: "web" } } } },
    ])("differs for $label: another drill", ({ intent }) => {
      expect(idOf(intent)).not.toBe(idOf(anIntent()));
    });

    it("differs for another guard and another Region", () => {
      const ids = [idOf(anIntent()), idOf(anIntent(), "other"), idOf(anIntent(), NONCE, "eu-west-1")];
      expect(new Set(ids).size).toBe(3);
    });

    it("is the same for reordered servers and selector tags, which are the same drill", () => {
      const servers = fc.shuffledSubarray([DB, WEB, serverId(3), serverId(4)], { minLength: 4 });
      const tags = fc.shuffledSubarray(["a", "b", "c"], { minLength: 3 });
      fc.assert(
        fc.property(servers, servers, tags, tags, (s1, s2, t1, t2) => {
          const intent = (ids: string[], keys: string[]) => ({
            sourceServers: ids.map((sourceServerId) => ({ sourceServerId })),
            selector: { tags: Object.fromEntries(keys.map((key) => [key, key])) },
          });
          expect(idOf(intent(s1, t1))).toBe(idOf(intent(s2, t2)));
        }),
      );
    });

    it("differs whenever the triggers differ", () => {
      const triggers = fc.array(fc.string(), { maxLength: 3 });
      fc.assert(
        fc.property(triggers, triggers, (a, b) => {
          const same = JSON.stringify(a) === JSON.stringify(b);
          expect(idOf(anIntent({ triggers: a })) === idOf(anIntent({ triggers: b }))).toBe(same);
        }),
      );
    });

    it.each([
      {
        label: "roles",
        intent: anIntent({ sourceServers: [{ sourceServerId: DB, role: "x" }, { sourceServerId: WEB }] }),
      },
      { label: "objectives", intent: anIntent({ objectives: { recoveryTimeSeconds: 1 } }) },
      { label: "tags", intent: anIntent({ tags: { a: "b" } }) },
      { label: "polling", intent: anIntent({ polling: { intervalSeconds: 1 } }) },
      { label: "connection", intent: anIntent({ connection: { profile: "x" } }) },
    ])("is the same for other $label: they launch nothing", ({ intent }) => {
      expect(idOf(intent)).toBe(idOf(anIntent()));
    });

    it("is another for the tags of source instances, and no other for DRS's by name or for who reads them", () => {
      const selected = (more: Partial<ServerSelector>) => idOf({ selector: { tags: { Tier: "web" }, ...more } });
      const sourceConnection = { profile: "source" };
      const ofInstances = selected({ tagsOf: "sourceInstance" });
      expect({
        byName: selected({ tagsOf: "sourceServer" }) === selected({}),
        another: ofInstances !== selected({}),
        readers: selected({ tagsOf: "sourceInstance", sourceConnection }) === ofInstances,
      }).toEqual({ byName: true, another: true, readers: true });
    });

    it("does not depend on which servers a selector matches now", () => {
      const source = { selector: { tags: { Tier: "web" } }, drillNonce: NONCE };
      const ids = [[], [DB], [DB, WEB]].map(
        (resolvedServers) => toWave({ ...source, resolvedServers }, { region: REGION }).executionId,
      );
      expect(new Set(ids)).toEqual(new Set([idOf(source)]));
    });
  });
});

describe(declareServer.name, () => {
  it("counts a server unless the program says otherwise, and expects no settings", () => {
    expect(declareServer({ sourceServerId: DB })).toEqual({
      sourceServerId: DB,
      impactLevel: "CRITICAL",
      expected: {},
    });
  });
});

describe(selectServer.name, () => {
  it("gives a server the selector's role, and none where the selector has none", () => {
    const roles = [{ tags: {}, role: "web" }, { tags: {} }, undefined].map((selector) => selectServer(DB, selector));
    const server = { sourceServerId: DB, impactLevel: "CRITICAL", expected: {} };
    expect(roles).toStrictEqual([{ ...server, role: "web" }, server, server]);
  });
});

describe(serverOf.name, () => {
  const server = { sourceServerId: DB, impactLevel: "CRITICAL", expected: {} };
  it.each([
    {
      label: "its own declaration",
      wave: aWave({ sourceServers: [{ sourceServerId: WEB }, { sourceServerId: DB, role: "database" }] }),
      expected: { ...server, role: "database" },
    },
    {
      label: "the selector's role, also when the selector matches it no longer",
      wave: waveOf({ selector: { tags: { Tier: "database" }, role: "database" } }),
      expected: { ...server, role: "database" },
    },
    {
      label: "nothing when the program does not name it",
      wave: aWave({ sourceServers: [{ sourceServerId: WEB, role: "web" }] }),
      expected: server,
    },
  ])("gives a server $label", ({ wave, expected }) => {
    expect(serverOf(wave, DB)).toStrictEqual(expected);
  });
});

describe(drillDefining.name, () => {
  it("is the set of servers with snapshots, the selector, isDrill and the triggers", () => {
    expect(
      drillDefining({
        sourceServers: [
          { sourceServerId: WEB, role: "web" },
          { sourceServerId: DB, recoverySnapshotId: "pit-1" },
        ],
        selector: { tags: { b: "2", a: "1" } },
        triggers: ["x"],
        tags: { t: "u" },
      }),
    ).toEqual({
      sourceServers: [`${DB}@pit-1`, WEB],
      selector: [
        ["a", "1"],
        ["b", "2"],
      ],
      isDrill: true,
      triggers: ["x"],
    });
  });
});
