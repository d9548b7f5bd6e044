import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  afterCleanup,
  jobMoments,
  launchTimeline,
  withoutConversion,
} from "../../../../simulator/src/lifecycle/timeline";
import type { LaunchTimeline } from "../../../../simulator/src/world/state/plannedLaunch";
import { serverID } from "../aWorld";

/** The launch of the nth server of a Linux job. */
function launchOf(n: number, given: Partial<Parameters<typeof launchTimeline>[0]> = {}): LaunchTimeline {
  return launchTimeline({ sourceServerID: serverID(n), os: "LINUX", timings: {}, job: "a job", ...given });
}

const moment = fc.option(fc.double({ min: 0, max: 5000, noNaN: true }), { nil: undefined });

describe(launchTimeline.name, () => {
  it("never goes back, whatever a world asks for", () => {
    fc.assert(
      fc.property(
        fc.record({ conversionStart: moment, conversionEnd: moment, launchEnd: moment, statusChecks: moment }),
        fc.nat(1000),
        fc.constantFrom("LINUX" as const, "WINDOWS" as const),
        (timings, n, os) => {
          for (const t of [
            launchOf(n, { os, timings }),
            afterCleanup(launchOf(n, { os, timings })),
            withoutConversion(launchOf(n, { os, timings }), timings),
            withoutConversion(afterCleanup(launchOf(n, { os, timings })), timings),
          ]) {
            const moments = [
              t.snapshotStart,
              t.snapshotEnd,
              t.conversionStart,
              t.conversionEnd,
              t.launchStart,
              t.instanceStart,
              t.instanceRunning,
              t.launchEnd,
              t.statusChecks,
            ];
            expect(moments.every((at, index) => at >= (moments[index - 1] ?? 0.4) - 1e-9)).toBe(true);
          }
        },
      ),
    );
  });

  it("keeps Linux servers within the recorded spread", () => {
    for (let n = 0; n < 100; n += 1) {
      const t = launchOf(1, { job: `job ${n}` });
      expect(t.conversionStart >= 52.1 && t.conversionStart <= 52.9).toBe(true);
      expect(t.conversionEnd >= 226.9 && t.conversionEnd <= 250.5).toBe(true);
      expect(t.launchEnd >= 530.5 && t.launchEnd <= 537.2).toBe(true);
    }
  });

  it("takes a Windows server's conversion a quarter of an hour", () => {
    const t = launchOf(1, { os: "WINDOWS" });
    expect(t.conversionEnd).toBeGreaterThan(900);
    expect(t.launchFailed).toBeGreaterThan(30 * 60);
  });

  it("gives a server of a job the same moments every time, and other moments in another job", () => {
    expect(launchOf(1)).toEqual(launchOf(1));
    expect(launchOf(1, { job: "another" }).launchEnd).not.toBe(launchOf(1).launchEnd);
  });

  it("keeps the servers of one job as near to each other as in recorded jobs, and jobs as far apart", () => {
    const servers = Array.from({ length: 50 }, (_, n) => launchOf(n));
    const jobs = Array.from({ length: 50 }, (_, n) => launchOf(1, { job: `job ${n}` }));
    const spread = (of: readonly LaunchTimeline[], name: "conversionEnd" | "launchEnd") =>
      Math.max(...of.map((each) => each[name])) - Math.min(...of.map((each) => each[name]));
    expect(spread(servers, "conversionEnd")).toBeLessThanOrEqual(0.06);
    expect(spread(servers, "launchEnd")).toBeLessThanOrEqual(1.4);
    expect(spread(jobs, "conversionEnd")).toBeGreaterThan(15);
    expect(spread(jobs, "launchEnd")).toBeGreaterThan(3);
  });

  it("takes the moments that a world gives", () => {
    expect(
      launchOf(1, { timings: { conversionStart: 1, conversionEnd: 2, launchEnd: 3, statusChecks: 4 } }),
    ).toMatchObject({
      conversionStart: 1,
      conversionEnd: 2,
      launchEnd: 3,
      statusChecks: 4,
    });
  });
});

describe(afterCleanup.name, () => {
  it("takes the snapshot only when earlier instances are gone", () => {
    const t = afterCleanup(launchOf(1));
    expect(t.snapshotStart).toBe(t.cleanupEnd);
    expect(t.cleanupEnd).toBeGreaterThan(t.cleanupStart);
  });
});

describe(withoutConversion.name, () => {
  it("ends earlier by as much as the conversion took, status checks too", () => {
    const usual = launchOf(1);
    const fast = withoutConversion(usual, {});
    const { launchStart, launchEnd, statusChecks } = usual;
    expect(fast.launchStart).toBeCloseTo(usual.snapshotEnd + 0.6);
    expect(fast.launchEnd - fast.launchStart).toBeCloseTo(launchEnd - launchStart);
    expect(fast.statusChecks - fast.launchEnd).toBeCloseTo(statusChecks - launchEnd);
  });

  it("ends when the world says", () => {
    const timings = { launchEnd: 300, statusChecks: 400 };
    expect(withoutConversion(launchOf(1, { timings }), timings)).toMatchObject(timings);
  });
});

describe(jobMoments.name, () => {
  it.each(Array.from({ length: 20 }, (_, n) => `job ${n}`))("are those of recorded jobs: %s", (job) => {
    const { start, end, endLogged } = jobMoments(job);
    expect(start >= 0.3 && start <= 0.4).toBe(true);
    expect(end >= 2.1 && end <= 2.8).toBe(true);
    expect(endLogged).toBe(0.027);
  });
});
