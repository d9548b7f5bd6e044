import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { shortened } from "./printable";

/** Deeper than anything that the simulator reads: requests and world files nest fewer than ten levels. */
export const DEEPEST_JSON = 64;

/**
 * Parses JSON that nests at most 64 levels deep. JSON.parse itself reads far deeper values, which JSON.stringify then cannot write.
 *
 * @param reviver as for JSON.parse
 * @throws SyntaxError with line and column (both from 1), what was found there and what was expected
 */
export function parseJson(text: string, reviver?: Reviver): unknown {
  checkJson(text);
  return JSON.parse(text, reviver);
}

type Reviver = (name: string, value: unknown) => unknown;

/** Parses a JSON object; undefined when {@link parseJson} would throw, and when the value is anything but an object. */
export function parseJsonObject(text: string, reviver?: Reviver): object | undefined {
  try {
    const parsed = parseJson(text, reviver);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

// JSON.parse of Node 20 names a position in only some of its messages. `visit` would go on after an error and recurse into every level, so the
// callbacks throw at the first error and at the first bracket that is too deep.
function checkJson(text: string): void {
  const closers: string[] = [];
  const open = (closer: string, line: number, column: number): void => {
    if (closers.length === DEEPEST_JSON) {
      throw flaw(line, column, `expected JSON that nests at most ${DEEPEST_JSON} levels deep`);
    }
    closers.push(closer);
  };
  const close = (): void => {
    closers.pop();
  };
  visit(
    text,
    {
      onObjectBegin: (_offset, _length, line, column) => open("}", line, column),
      onArrayBegin: (_offset, _length, line, column) => open("]", line, column),
      onObjectEnd: close,
      onArrayEnd: close,
      onError(code, offset, length, line, column) {
        const seen = length === 0 ? "the end" : shortened(text.slice(offset, offset + length), LONGEST);
        throw flaw(line, column, `saw ${seen}, expected ${expectedBy(code, closers.at(-1))}`);
      },
    },
    { disallowComments: true },
  );
}

const LONGEST = 60;

function flaw(line: number, column: number, description: string): SyntaxError {
  return new SyntaxError(`line ${line + 1}, column ${column + 1}: ${description}`);
}

/** @param closer the bracket that ends the list or object around the error */
function expectedBy(code: ParseErrorCode, closer: string | undefined): string {
  const name = printParseErrorCode(code);
  return name === "CommaExpected" ? `"," or "${closer}"` : EXPECTED[name];
}

const NO_COMMENTS = "JSON, which has no comments";

const EXPECTED: Readonly<Record<Exclude<ReturnType<typeof printParseErrorCode>, "CommaExpected">, string>> = {
  InvalidSymbol: "JSON (names and strings are in double quotes)",
  InvalidNumberFormat: "a number",
  PropertyNameExpected: "a member name in double quotes",
  ValueExpected: "a value",
  ColonExpected: '":"',
  CloseBraceExpected: '"}"',
  CloseBracketExpected: '"]"',
  EndOfFileExpected: "the end",
  InvalidCommentToken: NO_COMMENTS,
  UnexpectedEndOfComment: NO_COMMENTS,
  UnexpectedEndOfString: "a string that ends in a double quote",
  UnexpectedEndOfNumber: "a number",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidEscapeCharacter: "an escape of JSON, such as \\n or \\\\",
  InvalidCharacter: "a string without control characters",
  "<unknown ParseErrorCode>": "JSON",
};
