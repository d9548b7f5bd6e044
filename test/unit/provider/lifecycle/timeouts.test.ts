import { describe, expect, it } from "vitest";
import { timeoutSeconds } from "../../../../provider/src/lifecycle/timeouts";

describe(timeoutSeconds.name, () => {
  it.each([
    { operation: "create" as const, expected: 5400 },
    { operation: "update" as const, expected: 5400 },
    { operation: "delete" as const, expected: 3600 },
  ])("is $expected s for $operation by default", ({ operation, expected }) => {
    expect(timeoutSeconds(operation)).toBe(expected);
  });

  it.each([
    { text: "90m", expected: 5400 },
    { text: "1h30m", expected: 5400 },
    { text: "1.5h", expected: 5400 },
    { text: "1h2m3s", expected: 3723 },
    { text: "45s", expected: 45 },
    { text: "500ms", expected: 0.5 },
    { text: "0s", expected: 0 },
  ])("reads $text as Go does", ({ text, expected }) => {
    expect(timeoutSeconds("create", { create: text })).toBe(expected);
  });

  it("keeps the default of an operation that is not named", () => {
    expect(timeoutSeconds("delete", { create: "1m" })).toBe(3600);
  });
});
