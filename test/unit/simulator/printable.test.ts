import { describe, expect, it } from "vitest";
import { nearestName, printable, shortened } from "../../../simulator/src/printable";

describe(printable.name, () => {
  it("keeps everything on one line", () => {
    expect(printable("a\nb\rc\u0000d\u2028e\ud800f é 😀")).toBe("a\\nb\\u000dc\\u0000d\\u2028e\\ud800f é 😀");
  });
});

describe(shortened.name, () => {
  it("cuts what is longer, and shows it", () => {
    expect([shortened("abc", 3), shortened("abcd", 3)]).toEqual(["abc", "abc…"]);
  });
});

describe(nearestName.name, () => {
  it.each([
    { name: "hostName", nearest: "hostname" },
    { name: "launchTemplat", nearest: "launchTemplate" },
    { name: "colour", nearest: undefined },
  ])("takes $name for $nearest", ({ name, nearest }) => {
    expect(nearestName(name, ["launchTemplate", "hostname", "os"])).toBe(nearest);
  });
});
