import { describe, expect, it } from "vitest";
import { jsonDepth } from "../../../simulator/src/jsonDepth";

describe(jsonDepth.name, () => {
  it.each([
    { text: "1", depth: 0 },
    { text: '{"a": [1, {"b": []}], "c": [[]]}', depth: 4 },
    { text: '{"brackets in a string": "[[[[\\"[[["}', depth: 1 },
    { text: "[".repeat(100_000), depth: 100_000 },
  ])("is $depth", ({ text, depth }) => {
    expect(jsonDepth(text)).toBe(depth);
  });
});
