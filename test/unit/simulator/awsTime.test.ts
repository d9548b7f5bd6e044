import { describe, expect, it } from "vitest";
import { awsDateTime, awsDuration } from "../../../simulator/src/awsTime";

describe(awsDateTime.name, () => {
  it("writes microseconds and an offset, as DRS does", () => {
    expect(awsDateTime(Date.parse("2024-09-16T04:42:46.324Z"))).toMatch(/^2024-09-16T04:42:46\.324\d{3}\+00:00$/);
  });

  it("is read back to the millisecond", () => {
    const moment = Date.parse("2024-09-16T04:42:46.324Z");
    expect(Date.parse(awsDateTime(moment))).toBe(moment);
  });
});

describe(awsDuration.name, () => {
  it.each([
    { seconds: 0, expected: "PT0S" },
    { seconds: 3.9, expected: "PT3S" },
    { seconds: 600, expected: "PT10M0S" },
    { seconds: 3605, expected: "PT1H0M5S" },
    { seconds: 172_800, expected: "P2DT0H0M0S" },
  ])("$seconds s is $expected", ({ seconds, expected }) => {
    expect(awsDuration(seconds)).toBe(expected);
  });
});
