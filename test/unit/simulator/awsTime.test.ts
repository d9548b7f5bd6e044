import { describe, expect, it } from "vitest";
import { awsDateTime, awsDuration, awsElapsed } from "../../../simulator/src/awsTime";

describe(awsDateTime.name, () => {
  it("writes microseconds and an offset, as DRS does", () => {
    expect(awsDateTime(Date.parse("2024-09-16T04:42:46.324Z"))).toMatch(/^2024-09-16T04:42:46\.324\d{3}\+00:00$/);
  });

  it("writes a whole second without a fraction", () => {
    expect(awsDateTime(Date.parse("2022-12-07T19:25:00Z"))).toBe("2022-12-07T19:25:00+00:00");
  });

  it("is read back to the millisecond", () => {
    const moment = Date.parse("2024-09-16T04:42:46.324Z");
    expect(Date.parse(awsDateTime(moment))).toBe(moment);
  });
});

describe(awsDuration.name, () => {
  it.each([
    { seconds: 0, expected: "P0D" },
    { seconds: 3, expected: "PT3S" },
    { seconds: 3.9, expected: "PT3.9S" },
    { seconds: 0.000001, expected: "PT0.000001S" },
    { seconds: 0.0000001, expected: "P0D" },
    { seconds: 59.9999999, expected: "PT1M" },
    { seconds: 600, expected: "PT10M" },
    { seconds: 3605, expected: "PT1H5S" },
    { seconds: 172_800, expected: "P2D" },
    { seconds: 178_332.136909, expected: "P2DT1H32M12.136909S" },
    { seconds: 31_536_000, expected: "P365D" },
  ])("$seconds s is $expected", ({ seconds, expected }) => {
    expect(awsDuration(seconds)).toBe(expected);
  });
});

describe(awsElapsed.name, () => {
  it("is to the microsecond what lies between the two moments as they are written", () => {
    const from = Date.parse("2026-01-15T09:00:00.000Z");
    const to = Date.parse("2026-01-17T10:32:12.136Z");
    expect([awsDateTime(to), awsElapsed(from, to)]).toEqual([
      "2026-01-17T10:32:12.136952+00:00",
      "P2DT1H32M12.136952S",
    ]);
  });
});
