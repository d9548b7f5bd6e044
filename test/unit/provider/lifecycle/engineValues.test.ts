import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonical, hasUnknown, toPlain } from "../../../../provider/src/lifecycle/engineValues";
import { UNKNOWN_VALUE } from "../../../../provider/src/vocabulary";
import { isPlain } from "./isPlain";

describe(hasUnknown.name, () => {
  it.each([
    { value: UNKNOWN_VALUE, expected: true },
    { value: { a: [{ b: UNKNOWN_VALUE }] }, expected: true },
    { value: { a: [1, null, "x", { b: undefined }] }, expected: false },
    { value: `${UNKNOWN_VALUE}!`, expected: false },
    { value: undefined, expected: false },
  ])("is $expected for $value", ({ value, expected }) => {
    expect(hasUnknown(value)).toBe(expected);
  });
});

describe(toPlain.name, () => {
  it("leaves nothing that hangs or confuses the engine, whatever it is given", () => {
    const value = fc.dictionary(fc.string(), fc.anything({ withDate: true, withSparseArray: true, withMap: true }));
    fc.assert(
      fc.property(value, (given) => {
        expect(isPlain(toPlain(given))).toBe(true);
      }),
    );
  });

  it.each([
    { label: "drops undefined members", given: { a: undefined, b: { c: undefined } }, expected: { b: {} } },
    { label: "keeps a time as text", given: { at: new Date(0) }, expected: { at: "1970-01-01T00:00:00.000Z" } },
    {
      label: "makes undefined in a list null, which keeps the list's order",
      given: { a: [1, undefined] },
      expected: { a: [1, null] },
    },
    {
      label: "keeps what is plain",
      given: { a: [1, "x", null, { b: false }] },
      expected: { a: [1, "x", null, { b: false }] },
    },
  ])("$label", ({ given, expected }) => {
    expect(toPlain<object>(given)).toStrictEqual(expected);
  });
});

/** The same value with the members of every object in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
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
