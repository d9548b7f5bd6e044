import { describe, expect, it } from "vitest";
import { dayOf } from "../../../../policy/src/judged/age";
import { OBSERVED_AT } from "../factories";

describe(dayOf.name, () => {
  it("is the day in UTC", () => {
    expect(dayOf(OBSERVED_AT)).toBe("2026-11-24");
  });
});
