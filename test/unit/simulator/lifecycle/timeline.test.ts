import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { afterCleanup, launchTimeline } from "../../../../simulator/src/lifecycle/timeline";
import { serverID } from "../aWorld";

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
            launchTimeline(serverID(n), os, timings),
            afterCleanup(launchTimeline(serverID(n), os, timings)),
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
      const t = launchTimeline(serverID(n), "LINUX", {});
      expect(t.conversionStart >= 52.1 && t.conversionStart <= 52.9).toBe(true);
      expect(t.conversionEnd >= 226.9 && t.conversionEnd <= 250.5).toBe(true);
      expect(t.launchEnd >= 530.5 && t.launchEnd <= 537.2).toBe(true);
    }
  });

  it("takes a Windows server's conversion a quarter of an hour", () => {
    const t = launchTimeline(serverID(1), "WINDOWS", {});
    expect(t.conversionEnd).toBeGreaterThan(900);
    expect(t.launchFailed).toBeGreaterThan(30 * 60);
  });

  it("gives a server the same moments every time", () => {
    expect(launchTimeline(serverID(1), "LINUX", {})).toEqual(launchTimeline(serverID(1), "LINUX", {}));
  });

  it("takes the moments that a world gives", () => {
    expect(
      launchTimeline(serverID(1), "LINUX", { conversionStart: 1, conversionEnd: 2, launchEnd: 3, statusChecks: 4 }),
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
    const t = afterCleanup(launchTimeline(serverID(1), "LINUX", {}));
    expect(t.snapshotStart).toBe(t.cleanupEnd);
    expect(t.cleanupEnd).toBeGreaterThan(t.cleanupStart);
  });
});
