import { describe, expect, it } from "vitest";
import { tokenBucket } from "../../../simulator/src/rateLimit";

describe(tokenBucket.name, () => {
  it("lets a burst through at once, then refills at its rate", () => {
    const bucket = tokenBucket({ perSecond: 2, burst: 3 });
    expect([0, 0, 0, 0].map((now) => bucket.take(now))).toEqual([true, true, true, false]);
    expect(bucket.take(400)).toBe(false); // 0.8 tokens
    expect(bucket.take(500)).toBe(true); // 1 token
  });

  it("never holds more than its burst", () => {
    const bucket = tokenBucket({ perSecond: 100, burst: 1 });
    bucket.take(0);
    expect([10_000, 10_000].map((now) => bucket.take(now))).toEqual([true, false]);
  });
});
