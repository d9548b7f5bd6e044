/** Names that no two things of a program share. */

/** A resource's name in the stack, and that of the constant which holds it. */
export interface Names {
  readonly name: string;
  readonly variable: string;
}

/** Gives every resource a name of its own, in the order in which they are asked for. */
export class NamesInUse {
  readonly #names = new Set<string>();
  readonly #variables = new Set<string>(RESERVED);

  /**
   * @param wanted - whatever the thing is called: a hostname, the value of a tag
   * @param otherwise - for one whose name says nothing, or is taken: an id
   */
  take(wanted: string, otherwise: string): Names {
    const plain = wanted.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[-._]+|[-._]+$/g, "");
    const first = plain === "" ? otherwise : plain;
    const name = free(this.#names, [first, `${first}-${otherwise}`], "-");
    const identifier = identifierOf(name);
    return { name, variable: free(this.#variables, [identifier], "") };
  }
}

/** The first of these that is free, else the last with a number. Takes it. */
function free(taken: Set<string>, candidates: readonly string[], between: string): string {
  const last = candidates.at(-1) ?? "";
  let found = candidates.find((each) => !taken.has(each));
  for (let number = 2; found === undefined; number += 1) {
    const numbered = `${last}${between}${number}`;
    found = taken.has(numbered) ? undefined : numbered;
  }
  taken.add(found);
  return found;
}

/** So that a statement's first line fits in 80 columns without the resource's name. */
const LONGEST = 40;

/** `db-1.example.com` as `db1ExampleCom`; a text that begins with a digit gets a word before it. */
function identifierOf(text: string): string {
  const [first = "", ...others] = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const capital = others.map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`);
  const joined = [`${first.charAt(0).toLowerCase()}${first.slice(1)}`, ...capital].join("");
  const identifier = /^[a-z]/.test(joined) ? joined : `server${joined}`;
  return identifier.slice(0, LONGEST);
}

/** What a constant cannot be called: words of the language, and what the program has beside its resources. */
const RESERVED: readonly string[] = [
  ...["abstract", "any", "arguments", "as", "async", "await", "boolean", "break", "case", "catch", "class", "const"],
  ...[
    "continue",
    "debugger",
    "declare",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "exports",
    "export",
    "extends",
  ],
  ...[
    "false",
    "finally",
    "for",
    "from",
    "function",
    "get",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
  ],
  ...["is", "let", "module", "namespace", "never", "new", "null", "number", "object", "of", "package", "private"],
  ...[
    "protected",
    "public",
    "require",
    "return",
    "set",
    "static",
    "string",
    "super",
    "switch",
    "symbol",
    "this",
    "throw",
  ],
  ...["true", "try", "type", "typeof", "undefined", "unknown", "var", "void", "while", "with", "yield"],
  ...["place", "process", "global", "globalThis", "console"],
];
