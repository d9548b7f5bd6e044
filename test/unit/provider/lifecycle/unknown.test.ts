import { describe, expect, it } from "vitest";
import { hasUnknown, UNKNOWN } from "../../../../provider/src/lifecycle/unknown";

describe(hasUnknown.name, () => {
  it.each([
    { value: UNKNOWN, expected: true },
    { value: { a: [{ b: UNKNOWN }] }, expected: true },
    { value: { a: [1, null, "x", { b: undefined }] }, expected: false },
    { value: `${UNKNOWN}!`, expected: false },
    { value: undefined, expected: false },
  ])("is $expected for $value", ({ value, expected }) => {
    expect(hasUnknown(value)).toBe(expected);
  });
});
