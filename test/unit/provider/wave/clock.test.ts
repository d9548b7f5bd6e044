import { describe, expect, it, vi } from "vitest";
import { deadlineIn, systemClock } from "../../../../provider/src/wave/clock";
import { fakeClock } from "../fakeWorld";

describe(deadlineIn.name, () => {
  it("counts down with its clock, and not below 0", async () => {
    const clock = fakeClock();
    const deadline = deadlineIn(1.5, clock);
    const remaining = [deadline.remainingMs()];
    for (const ms of [1000, 500, 500]) {
      await clock.sleep(ms);
      remaining.push(deadline.remainingMs());
    }
    expect({ remaining, timeoutSeconds: deadline.timeoutSeconds }).toEqual({
      remaining: [1500, 500, 0, 0],
      timeoutSeconds: 1.5,
    });
  });
});

describe("systemClock", () => {
  it("sleeps by timer and reads a clock that no one sets", async () => {
    vi.useFakeTimers();
    try {
      const before = systemClock.monotonicMs();
      const slept = systemClock.sleep(60_000);
      await vi.advanceTimersByTimeAsync(60_000);
      await slept;
      vi.setSystemTime(0);
      expect(systemClock.monotonicMs() - before).toBe(60_000);
    } finally {
      vi.useRealTimers();
    }
  });
});
