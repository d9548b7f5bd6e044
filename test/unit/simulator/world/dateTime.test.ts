import { describe, expect, it } from "vitest";
import { isDateTime } from "../../../../simulator/src/world/dateTime";

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
