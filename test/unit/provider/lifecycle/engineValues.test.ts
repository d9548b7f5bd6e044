import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical } from "../../../../provider/src/lifecycle/canonical";

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, reversed(member)]),
  );
}

describe(canonical.name, () => {
  it.each([
    { label: "members, sorted", value: { b: 1, a: 2 }, text: '{"a":2,"b":1}' },
    {
      label: "members at depth, sorted",
      value: { b: { d: 1, c: [{ f: 1, e: 2 }] } },
      text: '{"b":{"c":[{"e":2,"f":1}],"d":1}}',
    },
    { label: "a list in its own order, which means something", value: ["b", "a"], text: '["b","a"]' },
    { label: "no member that is undefined", value: { a: undefined, b: null }, text: '{"b":null}' },
    { label: "a text", value: "a", text: '"a"' },
  ])("writes $label", ({ value, text }) => {
    expect(canonical(value)).toBe(text);
  });

  it("gives one text for the same members in any order, and loses none of them", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(reversed(value))).toBe(canonical(value));
        expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
