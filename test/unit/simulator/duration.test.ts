import { describe, expect, it } from "vitest";
import { duration } from "../../../simulator/src/answers/duration";

describe(duration.name, () => {
  it.each([
    { seconds: 0, expected: "PT0S" },
    { seconds: 3.9, expected: "PT3S" },
    { seconds: 600, expected: "PT10M0S" },
    { seconds: 3605, expected: "PT1H0M5S" },
    { seconds: 172_800, expected: "P2DT0H0M0S" },
  ])("$seconds s is $expected", ({ seconds, expected }) => {
    expect(duration(seconds)).toBe(expected);
  });
});
