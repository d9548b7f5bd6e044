import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isRecovered, judge, requiredServers, type VerdictView } from "../../../../../provider/src/wave/judge/verdict";
import { aFailedServer, aServer, WEB } from "../../factories";

const stopped = { launchConfiguration: { launchDisposition: "STOPPED" as const }, verifiedTo: "launched" as const };

function aView(changes: Partial<VerdictView> = {}): VerdictView {
  return { servers: [aServer()], success: "statusChecks", minimumLaunched: "100%", objectives: {}, ...changes };
}

const { recoveryTimeSeconds: _rto, recoveryPointSeconds: _rpo, ...unmeasured } = aServer();

describe(judge.name, () => {
  it.each<{ label: string; view: VerdictView; verdict: string; objectivesMet?: boolean }>([
    { label: "every server recovered", view: aView(), verdict: "PASSED" },
    {
      label: "objectives met exactly",
      view: aView({ objectives: { recoveryTimeSeconds: 529, recoveryPointSeconds: 3 } }),
      verdict: "PASSED",
      objectivesMet: true,
    },
    { label: "a measure that is unknown and no objective", view: aView({ servers: [unmeasured] }), verdict: "PASSED" },
    {
      label: "a stopped server where launched is enough",
      view: aView({ servers: [aServer(stopped)], success: "launched" }),
      verdict: "PASSED",
    },
    {
      label: "a stopped server judged as launched",
      view: aView({ servers: [aServer(stopped)] }),
      verdict: "DEGRADED",
    },
    {
      label: "an optional server failed",
      view: aView({ servers: [aServer(), aFailedServer({ impactLevel: "OPTIONAL" })] }),
      verdict: "DEGRADED",
    },
    {
      label: "an older snapshot",
      view: aView({ servers: [aServer({ usedPreviousSnapshot: true })] }),
      verdict: "DEGRADED",
    },
    {
      label: "a missed recovery time",
      view: aView({ objectives: { recoveryTimeSeconds: 528 } }),
      verdict: "DEGRADED",
      objectivesMet: false,
    },
    {
      label: "a missed recovery point",
      view: aView({ objectives: { recoveryPointSeconds: 2 } }),
      verdict: "DEGRADED",
      objectivesMet: false,
    },
    {
      label: "an objective that cannot be determined",
      view: aView({ servers: [unmeasured], objectives: { recoveryPointSeconds: 900 } }),
      verdict: "DEGRADED",
      objectivesMet: false,
    },
    {
      label: "enough critical servers, not all",
      view: aView({ servers: [aServer(), aFailedServer()], minimumLaunched: "50%" }),
      verdict: "DEGRADED",
    },
    {
      label: "no critical server asked for",
      view: aView({ servers: [aFailedServer()], minimumLaunched: 0 }),
      verdict: "DEGRADED",
    },
    { label: "a critical server failed", view: aView({ servers: [aServer(), aFailedServer()] }), verdict: "FAILED" },
    {
      label: "too few critical servers, and objectives met by none that failed",
      view: aView({ servers: [aFailedServer()], objectives: { recoveryTimeSeconds: 9999 } }),
      verdict: "FAILED",
      objectivesMet: false,
    },
    {
      label: "a launched server that was not verified as far as asked",
      view: aView({ servers: [aServer({ verifiedTo: "running" })] }),
      verdict: "FAILED",
    },
    {
      label: "a server that launched and whose post-launch action failed",
      view: aView({
        servers: [aServer({ verifiedTo: "launched", failure: { event: "POST_LAUNCH_ACTION_FAILED", message: "…" } })],
        success: "launched",
      }),
      verdict: "FAILED",
    },
    { label: "a number of servers that is not reached", view: aView({ minimumLaunched: 2 }), verdict: "FAILED" },
  ])("is $verdict with $label", ({ view, verdict, objectivesMet }) => {
    const judgement = judge(view);
    expect([judgement.verdict, judgement.objectivesMet]).toEqual([verdict, objectivesMet]);
  });

  it("measures the wave by its worst server", () => {
    const servers = [aServer(), aServer({ sourceServerId: WEB, recoveryTimeSeconds: 600, recoveryPointSeconds: 1 })];
    const { recoveryTimeSeconds, recoveryPointSeconds } = judge(aView({ servers }));
    expect([recoveryTimeSeconds, recoveryPointSeconds]).toEqual([600, 3]);
  });

  it("has no measure when one launched server has none: the worst is not known", () => {
    const judgement = judge(aView({ servers: [aServer(), { ...unmeasured, sourceServerId: WEB }] }));
    expect([judgement.recoveryTimeSeconds, judgement.recoveryPointSeconds]).toEqual([undefined, undefined]);
  });

  it("counts critical servers alone", () => {
    const failed = aFailedServer();
    const servers = [aServer(), failed, aFailedServer({ sourceServerId: "s-3", impactLevel: "OPTIONAL" })];
    const { recoveredCritical, requiredCritical, failedCritical } = judge(aView({ servers }));
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
        const { verdict } = judge(aView({ servers, minimumLaunched: `${percent}%` }));
        const flawless = servers.every((each) => each.failure === undefined && each.verifiedTo === "statusChecks");
        expect(verdict === "PASSED").toBe(flawless);
      }),
    );
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
