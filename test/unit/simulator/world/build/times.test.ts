import { describe, expect, it } from "vitest";
import { momentOf } from "../../../../../simulator/src/world/build/times";

describe(momentOf.name, () => {
  const now = Date.parse("2026-01-15T09:00:00Z");

  it.each([
    { label: "a date", dateTime: "2026-01-15T08:00:00Z", ageSeconds: undefined, expected: now - 3_600_000 },
    { label: "an age", dateTime: undefined, ageSeconds: 60, expected: now - 60_000 },
    { label: "neither", dateTime: undefined, ageSeconds: undefined, expected: undefined },
  ])("is that of $label", ({ dateTime, ageSeconds, expected }) => {
    expect(momentOf(dateTime, ageSeconds, now)).toBe(expected);
  });
});
