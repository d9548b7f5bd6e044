import { describe, expect, it } from "vitest";
import { manualClock, scaledClock } from "../../../simulator/src/clock";

describe(manualClock.name, () => {
  it("stands still until it is advanced", () => {
    const clock = manualClock("2026-01-15T09:00:00Z");
    const before = clock.now();
    clock.advance(1.5);
    expect(clock.now() - before).toBe(1500);
    expect(clock.realNow()).toBe(clock.now());
  });

  it("refuses to go back", () => {
    expect(() => manualClock().advance(-1)).toThrow(
      new RangeError("Advancing a manual clock by -1 s: simulated time never goes back"),
    );
  });

  it("refuses a start that is no date", () => {
    expect(() => manualClock("soon")).toThrow(
      new RangeError('Starting a manual clock: "soon" is not an ISO 8601 date'),
    );
  });
});

describe(scaledClock.name, () => {
  it("starts where it is told", () => {
    expect(scaledClock(1, 1_000_000).now()).toBeGreaterThanOrEqual(1_000_000);
  });
});
