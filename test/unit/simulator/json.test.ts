import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findJsonFlaw, jsonDepth } from "../../../simulator/src/json";

describe(findJsonFlaw.name, () => {
  it("finds none in whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(findJsonFlaw(JSON.stringify(value, undefined, indent))).toBeUndefined();
      }),
    );
  });

  it("agrees with JSON.parse on what is JSON", () => {
    const pieces = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      "1",
      "-",
      "01",
      "true",
      "nul",
      " ",
      "\n",
      '"',
      "\\",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const parses = (() => {
          try {
            JSON.parse(text);
            return true;
          } catch {
            return false;
          }
        })();
        expect(findJsonFlaw(text) === undefined).toBe(parses);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { text: '{"a": x}', flaw: { line: 1, column: 7, expected: "a value", early: false } },
    { text: '{\n  "a": 1\n  "b": 2\n}', flaw: { line: 3, column: 3, expected: '"," or "}"', early: false } },
    { text: '{"a": 1,}', flaw: { line: 1, column: 9, expected: 'a member name in "', early: false } },
    { text: "[1] 2", flaw: { line: 1, column: 5, expected: "the end of the file", early: false } },
    { text: "", flaw: { line: 1, column: 1, expected: "a value", early: true } },
    { text: '{"a": [1', flaw: { line: 1, column: 9, expected: '"," or "]"', early: true } },
  ])("says where $text stops", ({ text, flaw }) => {
    expect(findJsonFlaw(text)).toEqual(flaw);
  });
});

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
