/**
 * A request in EC2's query protocol. Lists are numbered (`InstanceId.1`), structures dotted (`Filter.1.Value.2`).
 */
export class Form {
  private readonly values: ReadonlyMap<string, string>;

  /** @param values by full name */
  constructor(values: Iterable<readonly [string, string]>) {
    this.values = new Map(values);
  }

  /** Every value by full name, as plain data. */
  entries(): Record<string, string> {
    return Object.fromEntries(this.values);
  }

  /** A value by name. */
  text(name: string): string | undefined {
    return this.values.get(name);
  }

  /** A whole number by name; undefined when it is missing or not one. */
  number(name: string): number | undefined {
    const text = this.text(name);
    return text !== undefined && /^-?\d+$/.test(text) ? Number(text) : undefined;
  }

  /** A boolean by name. */
  flag(name: string): boolean | undefined {
    const text = this.text(name)?.toLowerCase();
    return text === undefined ? undefined : text === "true";
  }

  /** A list of values, ordered by their numbers. */
  list(name: string): string[] {
    return this.structures(name).flatMap((item) => item.text("") ?? []);
  }

  /** A list of structures, ordered by their numbers. */
  structures(name: string): Form[] {
    const numbers = new Set(this.below(name).map(([rest]) => Number(rest.split(".")[0])));
    return [...numbers]
      .filter((number) => Number.isInteger(number))
      .sort((a, b) => a - b)
      .map((number) => this.structure(`${name}.${number}`));
  }

  /** A structure; without members when it is missing. A plain value with this name becomes the member "". */
  structure(name: string): Form {
    const own = this.text(name);
    return new Form([...this.below(name), ...(own === undefined ? [] : ([["", own]] as const))]);
  }

  /** The names of its members, without what lies below them. */
  members(): string[] {
    return [...new Set([...this.values.keys()].map((name) => name.split(".")[0] ?? ""))];
  }

  private below(name: string): [string, string][] {
    const prefix = `${name}.`;
    return [...this.values].flatMap(([key, value]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), value]] : [],
    );
  }
}

/** Reads a form from a request body (`application/x-www-form-urlencoded`). */
export function parseForm(body: string): Form {
  return new Form(new URLSearchParams(body));
}
