import { describe, expect, it } from "vitest";
import { formatDuration } from "../../../../scripts/drill/duration";

describe(formatDuration.name, () => {
  it.each([
    { given: undefined, expected: "-" },
    { given: 0, expected: "0s" },
    { given: 4.4, expected: "4s" },
    { given: 59.6, expected: "1m00s" },
    { given: 539, expected: "8m59s" },
    { given: 3600, expected: "1h00m00s" },
    { given: 3723, expected: "1h02m03s" },
  ])("says $expected for $given seconds", ({ given, expected }) => {
    expect(formatDuration(given)).toBe(expected);
  });
});
