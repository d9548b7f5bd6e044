/** Deeper than anything that the simulator reads: the API model and the world file nest less than ten levels. */
export const DEEPEST_JSON = 64;

/**
 * How deep lists and objects nest in a JSON text, found without recursion: what JSON.parse still reads, JSON.stringify may not be able to
 * write again. Of a text that is no JSON it gives a number without meaning.
 */
export function jsonDepth(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString && character === "\\") {
      index += 1;
    } else if (character === '"') {
      inString = !inString;
    } else if (!inString && (character === "[" || character === "{")) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (!inString && (character === "]" || character === "}")) {
      depth -= 1;
    }
  }
  return deepest;
}

/** Where a JSON text stops being JSON: line and column, both from one, and what was expected there. */
interface JsonFlaw {
  readonly line: number;
  readonly column: number;
  readonly expected: string;
  /** Whether the text ends there. */
  readonly early: boolean;
}

/** Thrown inside the scan alone, with the offset at which it stopped. */
class Stopped extends Error {
  constructor(
    readonly offset: number,
    readonly expected: string,
  ) {
    super(expected);
  }
}

const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/uy;
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SPACE = /[ \t\r\n]*/y;

/**
 * The first place at which the text is no JSON, or undefined when it is.
 *
 * `JSON.parse` of Node 20 names a position in some of its messages only ("Unexpected token 'x', "{x}" is not valid JSON" has none).
 */
export function findJsonFlaw(text: string): JsonFlaw | undefined {
  if (jsonDepth(text) > DEEPEST_JSON) {
    return { line: 1, column: 1, expected: `JSON that nests at most ${DEEPEST_JSON} levels deep`, early: false };
  }
  try {
    const end = skipSpace(text, value(text, 0));
    return end === text.length ? undefined : flawAt(text, end, "the end of the file");
  } catch (error) {
    if (error instanceof Stopped) {
      return flawAt(text, error.offset, error.expected);
    }
    throw error;
  }
}

function flawAt(text: string, offset: number, expected: string): JsonFlaw {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1, expected, early: offset === text.length };
}

function value(text: string, from: number): number {
  const start = skipSpace(text, from);
  switch (text[start]) {
    case "{":
      return sequence(text, start + 1, "}", member);
    case "[":
      return sequence(text, start + 1, "]", value);
    case '"':
      return match(STRING, text, start, 'a string that ends in "');
    default:
      return match(SCALAR, text, start, "a value");
  }
}

function member(text: string, from: number): number {
  const name = match(STRING, text, skipSpace(text, from), 'a member name in "');
  return value(text, literal(text, skipSpace(text, name), ":"));
}

function sequence(text: string, from: number, end: string, item: (text: string, from: number) => number): number {
  let at = skipSpace(text, from);
  if (text[at] === end) {
    return at + 1;
  }
  for (;;) {
    at = skipSpace(text, item(text, at));
    if (text[at] === end) {
      return at + 1;
    }
    at = literal(text, at, ",", `"," or "${end}"`);
  }
}

function literal(text: string, at: number, wanted: string, expected = `"${wanted}"`): number {
  if (text[at] !== wanted) {
    throw new Stopped(at, expected);
  }
  return at + 1;
}

function match(pattern: RegExp, text: string, at: number, expected: string): number {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) {
    throw new Stopped(at, expected);
  }
  return at + found[0].length;
}

function skipSpace(text: string, at: number): number {
  return match(SPACE, text, at, "white space");
}
