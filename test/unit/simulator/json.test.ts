import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson, parseJsonObject } from "../../../simulator/src/json";

/** Whether the text is JSON to this parser; anything but a SyntaxError is a defect. */
function parses(parser: (text: string) => unknown, text: string): boolean {
  try {
    parser(text);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(SyntaxError);
    return false;
  }
}

/** A list in a list in a list, so many times. */
function nested(levels: number): string {
  return "[".repeat(levels) + "]".repeat(levels);
}

describe(parseJson.name, () => {
  it("reads whatever JSON.stringify writes", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        expect(parseJson(text)).toEqual(JSON.parse(text));
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
      "\u0001",
      "\u00a0",
      "//",
      "1.",
      "e",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        expect(parses(parseJson, text)).toBe(parses(JSON.parse, text));
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    { text: '{"a": x}', message: "line 1, column 7: saw x, expected JSON (names and strings are in double quotes)" },
    { text: "{'a': 1}", message: "line 1, column 2: saw 'a', expected JSON (names and strings are in double quotes)" },
    { text: '{\n  "a": 1\n  "b": 2\n}', message: 'line 3, column 3: saw "b", expected "," or "}"' },
    { text: "[1}", message: 'line 1, column 3: saw }, expected "," or "]"' },
    { text: '{"a": 1,}', message: "line 1, column 9: saw }, expected a member name in double quotes" },
    { text: '{"a" 1}', message: 'line 1, column 6: saw 1, expected ":"' },
    { text: '{"a":}', message: "line 1, column 6: saw }, expected a value" },
    { text: "[1] 2", message: "line 1, column 5: saw 2, expected the end" },
    { text: "", message: "line 1, column 1: saw the end, expected a value" },
    { text: '{"a": [1', message: 'line 1, column 9: saw the end, expected "]"' },
    { text: '{"a": 1', message: 'line 1, column 8: saw the end, expected "}"' },
    { text: '{"a": "b', message: 'line 1, column 7: saw "b, expected a string that ends in a double quote' },
    { text: '"\\x"', message: 'line 1, column 1: saw "\\x", expected an escape of JSON, such as \\n or \\\\' },
    { text: '"\\u12"', message: 'line 1, column 1: saw "\\u12", expected four hexadecimal digits after \\u' },
    { text: '"\t"', message: 'line 1, column 1: saw "\t", expected a string without control characters' },
    { text: "1.", message: "line 1, column 1: saw 1., expected a number" },
    { text: "1 // one", message: "line 1, column 3: saw // one, expected JSON, which has no comments" },
    { text: "/*", message: "line 1, column 1: saw /*, expected JSON, which has no comments" },
    {
      text: "x".repeat(100),
      message: `line 1, column 1: saw ${"x".repeat(60)}…, expected JSON (names and strings are in double quotes)`,
    },
    { text: nested(65), message: "line 1, column 65: expected JSON that nests at most 64 levels deep" },
    { text: "[".repeat(100_000), message: "line 1, column 65: expected JSON that nests at most 64 levels deep" },
    { text: '{"a":\n'.repeat(100_000), message: "line 65, column 1: expected JSON that nests at most 64 levels deep" },
  ])("says where $text stops", ({ text, message }) => {
    expect(() => parseJson(text)).toThrow(new SyntaxError(message));
  });

  it.each([
    { label: "64 levels", text: nested(64) },
    { label: "brackets in a text", text: JSON.stringify("[{".repeat(100)) },
    { label: "a long list of lists", text: `[${"[],".repeat(100)}[]]` },
  ])("takes $label", ({ text }) => {
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

describe(parseJsonObject.name, () => {
  it.each([
    { text: '{"a": [null]}', expected: { a: [null] } },
    { text: "[]", expected: undefined },
    { text: "null", expected: undefined },
    { text: '"{}"', expected: undefined },
    { text: "{", expected: undefined },
    { text: `{"a": ${nested(64)}}`, expected: undefined },
  ])("gives $expected for $text", ({ text, expected }) => {
    expect(parseJsonObject(text)).toEqual(expected);
  });
});
