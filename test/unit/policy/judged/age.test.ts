import { describe, expect, it } from "vitest";
import { dayOf, judgeAge } from "../../../../policy/src/judged/age";
import { ago, OBSERVED_AT } from "../factories";

const judge = (at: string, maximumDays = 90) =>
  judgeAge({ what: "its last drill", at, now: OBSERVED_AT, maximumDays, fix: "m" });

describe(judgeAge.name, () => {
  it.each([
    { label: "as old as it may be", at: ago({ days: 90 }), seen: undefined },
    { label: "of this moment", at: OBSERVED_AT, seen: undefined },
    { label: "later than the observation", at: ago({ days: -1 }), seen: undefined },
    {
      label: "an hour too old",
      at: ago({ days: 90, hours: 1 }),
      seen: "its last drill was on 2026-08-26, 90.1 days ago",
    },
    { label: "ten days too old", at: ago({ days: 100 }), seen: "its last drill was on 2026-08-16, 100 days ago" },
  ])("judges what is $label", ({ at, seen }) => {
    const advice = [{ seen, wanted: "must be at most 90 days ago", fix: "m" }];
    expect(judge(at)).toEqual(seen === undefined ? { status: "compliant" } : { status: "violation", advice });
  });

  it("never takes a time that it cannot read for recent", () => {
    expect(judge("some time").status).toBe("violation");
  });

  it("speaks of one day as one", () => {
    expect(judge(ago({ days: 2 }), 1)).toMatchObject({ advice: [{ wanted: "must be at most 1 day ago" }] });
  });
});

describe(dayOf.name, () => {
  it("is the day in UTC", () => {
    expect(dayOf(OBSERVED_AT)).toBe("2026-11-24");
  });
});
