import { describe, expect, it } from "vitest";
import { nothingToDrill } from "../../../../scripts/drill/nothingToDrill";

const OTHER = { tags: { Name: "x" } };

describe(nothingToDrill.name, () => {
  it.each([
    { given: [], expected: "the world has no source servers" },
    { given: [OTHER], expected: "the only source server does not have the tag Tier" },
    { given: [OTHER, { tags: {} }], expected: "none of the 2 source servers has the tag Tier" },
    { given: [OTHER, { tags: { Tier: "app" } }], expected: undefined },
  ])("says $expected", ({ given, expected }) => {
    expect(nothingToDrill(given)).toBe(expected);
  });
});
