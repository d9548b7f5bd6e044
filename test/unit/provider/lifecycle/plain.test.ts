import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toPlain } from "../../../../provider/src/lifecycle/plain";
import { isPlain } from "./isPlain";

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
