import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ServerRecord, SUCCESS_LEVELS } from "../../../../../provider/src/vocabulary";
import { isRecovered, reaches } from "../../../../../provider/src/wave/judge/levels";
import { judgeRun, judgeServers, requiredServers, type Standard } from "../../../../../provider/src/wave/judge/verdict";
import { aFailedServer, aPlannedServer, aRun, aServer, WEB } from "../../factories";

const stopped = { launchConfiguration: { launchDisposition: "STOPPED" as const }, verifiedTo: "launched" as const };

interface Case extends Partial<Standard> {
  servers?: ServerRecord[];
  unnamed?: number;
}

/** The verdict on one server that recovered, by the usual standard; a test changes what it is about. */
function judge({ servers = [aServer()], unnamed, ...standard }: Case = {}) {
  const given: Standard = { success: "statusChecks", minimumLaunched: "100%", objectives: {}, ...standard };
  return judgeServers(servers, given, unnamed);
}

const {
  launchTimeSeconds: _launch,
  recoveryTimeSeconds: _rto,
  recoveryTimeAtLeastSeconds: _least,
  recoveryPointSeconds: _rpo,
  ...unmeasured
} = aServer();

describe(judgeServers.name, () => {
  it.each<{ label: string; given: Case; verdict: string; objectivesMet?: boolean }>([
    { label: "every server recovered", given: {}, verdict: "PASSED" },
    {
      label: "objectives met exactly",
      given: { objectives: { recoveryTimeSeconds: 600, recoveryPointSeconds: 3 } },
      verdict: "PASSED",
      objectivesMet: true,
    },
    { label: "a measure that is unknown and no objective", given: { servers: [unmeasured] }, verdict: "PASSED" },
    {
      label: "a stopped server where launched is enough",
      given: { servers: [aServer(stopped)], success: "launched" },
      verdict: "PASSED",
    },
    {
      label: "a stopped server judged as launched",
      given: { servers: [aServer(stopped)] },
      verdict: "DEGRADED",
    },
    {
      label: "an optional server failed",
      given: { servers: [aServer(), aFailedServer({ impactLevel: "OPTIONAL" })] },
      verdict: "DEGRADED",
    },
    {
      label: "an older snapshot",
      given: { servers: [aServer({ usedPreviousSnapshot: true })] },
      verdict: "DEGRADED",
    },
    {
      label: "a missed recovery time",
      given: { objectives: { recoveryTimeSeconds: 589 } },
      verdict: "DEGRADED",
      objectivesMet: false,
    },
    {
      label: "a recovery time of which it is not known whether it met the objective",
      given: { objectives: { recoveryTimeSeconds: 595 } },
      verdict: "DEGRADED",
    },
    {
      label: "a missed recovery point",
      given: { objectives: { recoveryPointSeconds: 2 } },
      verdict: "DEGRADED",
      objectivesMet: false,
    },
    {
      label: "an objective that cannot be determined",
      given: { servers: [unmeasured], objectives: { recoveryPointSeconds: 900 } },
      verdict: "DEGRADED",
    },
    {
      label: "enough critical servers, not all",
      given: { servers: [aServer(), aFailedServer()], minimumLaunched: "50%" },
      verdict: "DEGRADED",
    },
    {
      label: "no critical server asked for",
      given: { servers: [aFailedServer()], minimumLaunched: 0 },
      verdict: "DEGRADED",
    },
    { label: "a critical server failed", given: { servers: [aServer(), aFailedServer()] }, verdict: "FAILED" },
    {
      label: "too few critical servers, and objectives met by none that failed",
      given: { servers: [aFailedServer()], objectives: { recoveryTimeSeconds: 9999 } },
      verdict: "FAILED",
      objectivesMet: false,
    },
    {
      label: "a launched server that was not verified as far as asked",
      given: { servers: [aServer({ verifiedTo: "running" })] },
      verdict: "FAILED",
    },
    {
      label: "a server that launched and whose post-launch action failed",
      given: {
        servers: [aServer({ verifiedTo: "launched", failure: { event: "POST_LAUNCH_ACTION_FAILED", message: "…" } })],
        success: "launched",
      },
      verdict: "FAILED",
    },
    { label: "no servers", given: { servers: [] }, verdict: "FAILED" },
    { label: "no servers and none required", given: { servers: [], minimumLaunched: 0 }, verdict: "FAILED" },
    {
      label: "no servers and objectives",
      given: { servers: [], objectives: { recoveryTimeSeconds: 9999 } },
      verdict: "FAILED",
    },
    {
      label: "something that is not known of a server",
      given: { servers: [aServer({ notKnown: ["which post-launch actions were active"] })] },
      verdict: "DEGRADED",
    },
    { label: "a server that was asked for and is not known", given: { unnamed: 1 }, verdict: "FAILED" },
    {
      label: "a server that was asked for and is not known, and need not recover",
      given: { unnamed: 1, minimumLaunched: "50%", objectives: { recoveryTimeSeconds: 9999 } },
      verdict: "DEGRADED",
    },
    { label: "a number of servers that is not reached", given: { minimumLaunched: 2 }, verdict: "FAILED" },
  ])("is $verdict with $label", ({ given, verdict, objectivesMet }) => {
    const judged = judge(given);
    expect({ verdict: judged.verdict, objectivesMet: judged.objectivesMet }).toEqual({ verdict, objectivesMet });
  });

  it("measures the wave by its worst server", () => {
    const servers = [aServer(), aServer({ sourceServerId: WEB, recoveryTimeSeconds: 700, recoveryPointSeconds: 1 })];
    const { launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, recoveryPointSeconds } = judge({
      servers,
    });
    expect({ launchTimeSeconds, recoveryTimeSeconds, recoveryTimeAtLeastSeconds, recoveryPointSeconds }).toEqual({
      launchTimeSeconds: 529,
      recoveryTimeSeconds: 700,
      recoveryTimeAtLeastSeconds: 590,
      recoveryPointSeconds: 3,
    });
  });

  it("has no measure when one launched server has none: the worst is not known", () => {
    const judged = judge({ servers: [aServer(), { ...unmeasured, sourceServerId: WEB }] });
    expect("recoveryTimeSeconds" in judged || "recoveryPointSeconds" in judged).toBe(false);
  });

  it("counts critical servers alone", () => {
    const failed = aFailedServer();
    const servers = [aServer(), failed, aFailedServer({ sourceServerId: "s-3", impactLevel: "OPTIONAL" })];
    const { recoveredCritical, requiredCritical, failedCritical } = judge({ servers });
    expect({ recoveredCritical, requiredCritical, failedCritical }).toEqual({
      recoveredCritical: 1,
      requiredCritical: 2,
      failedCritical: [failed],
    });
  });

  it("is never PASSED while any server has a failure or was not verified as far as asked", () => {
    const level = fc.constantFrom(undefined, "launched" as const, "running" as const, "statusChecks" as const);
    const server = fc
      .record({ level, failed: fc.boolean(), optional: fc.boolean() })
      .map(({ level: to, failed, optional }) => {
        const { verifiedTo: _verifiedTo, ...rest } = aServer({ impactLevel: optional ? "OPTIONAL" : "CRITICAL" });
        return {
          ...rest,
          ...(to === undefined ? {} : { verifiedTo: to }),
          ...(failed ? { failure: { event: "X", message: "y" } } : {}),
        };
      });
    fc.assert(
      fc.property(fc.array(server, { minLength: 1 }), fc.integer({ min: 0, max: 100 }), (servers, percent) => {
        const { verdict } = judge({ servers, minimumLaunched: `${percent}%` });
        const flawless = servers.every((each) => each.failure === undefined && each.verifiedTo === "statusChecks");
        expect(verdict === "PASSED").toBe(flawless);
      }),
    );
  });
});

describe(judgeRun.name, () => {
  it("judges nothing before every server has a record", () => {
    const servers = [
      { planned: aPlannedServer(), record: aServer() },
      { planned: aPlannedServer({ sourceServerId: WEB }) },
    ];
    expect(judgeRun(aRun({ servers }))).toBeUndefined();
  });

  it("judges under the program as it is now", () => {
    const records = [aServer(), aFailedServer()];
    const verdicts = ["100%", "50%"].map(
      (minimumLaunched) => judgeRun(aRun({ records, args: { minimumLaunched } }))?.verdict,
    );
    expect(verdicts).toEqual(["FAILED", "DEGRADED"]);
  });

  it.each([
    { label: "were terminated", cleanup: { status: "COMPLETED" as const }, verdict: "PASSED", judgedTo: "running" },
    { label: "are gone", cleanup: { status: "GONE" as const }, verdict: "PASSED", judgedTo: "running" },
    { label: "run", cleanup: { status: "NOT_STARTED" as const }, verdict: "FAILED", judgedTo: "statusChecks" },
  ])(
    "judges servers that $label at the level of their verdict where they can be verified no further",
    ({ cleanup, verdict, judgedTo }) => {
      const records = [aServer({ verifiedTo: "running" })];
      const run = aRun({ records, cleanup, judgedTo: "running", args: { success: "statusChecks" } });
      const { verdict: judged, judgedTo: level } = judgeRun(run) ?? {};
      expect({ verdict: judged, judgedTo: level }).toEqual({ verdict, judgedTo });
    },
  );

  it("takes a failed server for failed whatever level can still be asked for", () => {
    const run = aRun({ records: [aFailedServer({ verifiedTo: "launched" })], cleanup: { status: "GONE" } });
    expect(judgeRun(run)?.verdict).toBe("FAILED");
  });
});

describe(isRecovered.name, () => {
  it.each([
    { label: "verified as far as asked", server: aServer(), success: "statusChecks" as const, expected: true },
    {
      label: "verified less far",
      server: aServer({ verifiedTo: "launched" }),
      success: "running" as const,
      expected: false,
    },
    { label: "left stopped", server: aServer(stopped), success: "statusChecks" as const, expected: true },
    { label: "failed", server: aFailedServer(), success: "launched" as const, expected: false },
  ])("is $expected for a server $label", ({ server, success, expected }) => {
    expect(isRecovered(server, success)).toBe(expected);
  });
});

describe(reaches.name, () => {
  it("orders the levels, and nothing reaches none", () => {
    const table = [undefined, ...SUCCESS_LEVELS].map((got) => SUCCESS_LEVELS.map((wanted) => reaches(got, wanted)));
    expect(table).toEqual([
      [false, false, false], // not launched
      [true, false, false], // launched
      [true, true, false], // running
      [true, true, true], // statusChecks
    ]);
  });
});

describe(requiredServers.name, () => {
  it.each([
    { minimum: 3, critical: 10, required: 3 },
    { minimum: 0, critical: 10, required: 0 },
    { minimum: "100%", critical: 10, required: 10 },
    { minimum: "80%", critical: 10, required: 8 },
    { minimum: "81%", critical: 10, required: 9 }, // rounded up: 8 of 10 are not 81 %
    { minimum: "0.1%", critical: 10, required: 1 },
    { minimum: "0%", critical: 10, required: 0 },
    { minimum: "50%", critical: 0, required: 0 },
    { minimum: "55%", critical: 100, required: 55 }, // and not one more for 55.00000000000001 in floating point
    { minimum: "7%", critical: 100, required: 7 },
    { minimum: "14%", critical: 50, required: 7 },
  ])("asks for $required of $critical at $minimum", ({ minimum, critical, required }) => {
    expect(requiredServers(minimum, critical)).toBe(required);
  });

  const share = fc.integer({ min: 0, max: 100 });
  const servers = fc.integer({ min: 0, max: 100 });

  it("never asks for fewer when the share or the number of servers grows", () => {
    fc.assert(
      fc.property(share, share, servers, servers, (p, q, m, n) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        const [few, many] = [Math.min(m, n), Math.max(m, n)];
        expect(requiredServers(`${low}%`, few)).toBeLessThanOrEqual(requiredServers(`${high}%`, many));
      }),
    );
  });

  it("never asks for more than there are", () => {
    fc.assert(
      fc.property(share, servers, (percent, n) => {
        expect(requiredServers(`${percent}%`, n)).toBeLessThanOrEqual(n);
      }),
    );
  });
});
