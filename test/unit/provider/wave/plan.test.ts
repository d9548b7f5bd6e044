import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { DrillWaveIntent } from "../../../../provider/src/vocabulary";
import { declaredServer, executionIdOf, jobTags, planWave, runDefining } from "../../../../provider/src/wave/plan";
import { ACCOUNT, anIntent, anObservation, anObservedServer, DB, NONCE, REGION, serverId, WEB } from "../factories";

const idOf = (intent: DrillWaveIntent, nonce = NONCE, region = REGION) => executionIdOf(intent, nonce, region);

describe(planWave.name, () => {
  it("plans each observed server with what the program says of it", () => {
    const intent = anIntent({
      sourceServers: [
        { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-00000000000000001" },
        { sourceServerId: WEB, impactLevel: "OPTIONAL" },
      ],
    });
    const plan = planWave(intent, NONCE, anObservation());
    expect({ ...plan, tags: undefined, executionId: undefined }).toEqual({
      isDrill: true,
      account: ACCOUNT,
      region: REGION,
      servers: [
        {
          sourceServerId: DB,
          hostname: "db-1",
          role: "database",
          impactLevel: "CRITICAL",
          recoverySnapshotId: "pit-00000000000000001",
          launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" },
          lagSeconds: 3,
        },
        {
          sourceServerId: WEB,
          hostname: "web-1",
          impactLevel: "OPTIONAL",
          launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" },
          lagSeconds: 3,
        },
      ],
    });
  });

  it("plans every observed server exactly once, in the order of the observation", () => {
    const ids = fc.uniqueArray(fc.integer({ min: 1, max: 500 }), { maxLength: 100 }).map((all) => all.map(serverId));
    fc.assert(
      fc.property(ids, (observed) => {
        const servers = observed.map((sourceServerId) => anObservedServer({ sourceServerId }));
        const plan = planWave({ selector: { tags: { Tier: "web" } } }, NONCE, anObservation({ servers }));
        expect(plan.servers.map((server) => server.sourceServerId)).toEqual(observed);
      }),
    );
  });
});

describe(declaredServer.name, () => {
  it.each([
    {
      label: "its own declaration",
      intent: { sourceServers: [{ sourceServerId: DB, role: "database" }] },
      expected: { sourceServerId: DB, role: "database" },
    },
    {
      label: "the selector's role",
      intent: { selector: { tags: { Tier: "database" }, role: "database" } },
      expected: { sourceServerId: DB, role: "database" },
    },
    { label: "nothing", intent: {}, expected: { sourceServerId: DB } },
  ])("gives a server $label", ({ intent, expected }) => {
    expect(declaredServer(intent, DB)).toEqual(expected);
  });
});

describe(jobTags.name, () => {
  it("sets ours beside the user's", () => {
    expect(jobTags(anIntent({ recoveryPlan: "orders", wave: "db", tags: { CostCenter: "42" } }), "abc", NONCE)).toEqual(
      {
        CostCenter: "42",
        ExecutionId: "abc",
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
        RecoveryPlan: "orders",
        Wave: "db",
      },
    );
  });

  it("marks a real recovery, and leaves out names that are not given", () => {
    expect(jobTags(anIntent({ isDrill: false }), "abc", NONCE)).toEqual({
      ExecutionId: "abc",
      DrillNonce: NONCE,
      ExecutionType: "RECOVERY",
      ManagedBy: "DRS-Orchestration",
    });
  });
});

describe(executionIdOf.name, () => {
  it("is the same for ever, because jobs in AWS carry it", () => {
    expect(idOf(anIntent())).toMatchInlineSnapshot(`"768a67a2e30bb33e5083071c1ddba84d"`);
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
});

describe(runDefining.name, () => {
  it("is the set of servers with snapshots, the selector, isDrill and the triggers", () => {
    expect(
      runDefining({
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
