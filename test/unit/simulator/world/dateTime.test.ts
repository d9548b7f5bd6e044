import { describe, expect, it } from "vitest";
import { isDateTime, momentOf } from "../../../../simulator/src/world/dateTime";

describe(isDateTime.name, () => {
  it.each(["2026-01-15T09:00:00Z", "2024-02-29T23:59:59.324841+00:00", "2026-01-15T09:00+0130"])("takes %s", (text) => {
    expect(isDateTime(text)).toBe(true);
  });

  it.each([
    "2026",
    "2026-01-15",
    "2026-01-15T09:00:00",
    "2026-02-29T00:00:00Z",
    "2026-13-01T00:00:00Z",
    "2026-01-15T29:00:00Z",
    "snapshot 1",
    "",
  ])("does not take %s", (text) => {
    expect(isDateTime(text)).toBe(false);
  });
});

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
