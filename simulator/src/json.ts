import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import { shortened } from "./printable";

/** Deeper than anything that the simulator reads: the API model and the world file nest fewer than ten levels. */
export const DEEPEST_JSON = 64;

/**
 * The value of a JSON text that nests at most 64 levels deep: what JSON.parse reads beyond that, JSON.stringify may not be able to write.
 *
 * @param reviver as for JSON.parse
 * @throws SyntaxError with line and column, both from one, what was seen there and what was expected
 */
export function parseJson(text: string, reviver?: Reviver): unknown {
  checkJson(text);
  return JSON.parse(text, reviver);
}

type Reviver = (name: string, value: unknown) => unknown;

/** The object of a JSON text; undefined where {@link parseJson} would throw, and for a text, a number or a list. */
export function parseJsonObject(text: string, reviver?: Reviver): object | undefined {
  try {
    const parsed = parseJson(text, reviver);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

// JSON.parse of Node 20 names a position in only some of its messages. The scan stops at the first flaw and at the first bracket that is too
// deep, because the scanner recovers from the one and recurses into the other.
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

/** @param closer what ends the list or object in which the error is */
function expectedBy(code: ParseErrorCode, closer: string | undefined): string {
  const name = printParseErrorCode(code);
  return name === "CommaExpected" ? `"," or "${closer}"` : EXPECTED[name];
}

const NO_COMMENTS = "JSON, which has no comments";

const EXPECTED: Readonly<Record<Exclude<ReturnType<typeof printParseErrorCode>, "CommaExpected">, string>> = {
  InvalidSymbol: "JSON (names and texts are in double quotes)",
  InvalidNumberFormat: "a number",
  PropertyNameExpected: "a member name in double quotes",
  ValueExpected: "a value",
  ColonExpected: '":"',
  CloseBraceExpected: '"}"',
  CloseBracketExpected: '"]"',
  EndOfFileExpected: "the end",
  InvalidCommentToken: NO_COMMENTS,
  UnexpectedEndOfComment: NO_COMMENTS,
  UnexpectedEndOfString: "a text that ends in a double quote",
  UnexpectedEndOfNumber: "a number",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidEscapeCharacter: "an escape that JSON has, such as \\n or \\\\",
  InvalidCharacter: "a text without control characters",
  "<unknown ParseErrorCode>": "JSON",
};
