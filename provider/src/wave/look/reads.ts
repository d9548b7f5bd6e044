import { messageOf } from "../../errors";
import type { Surroundings } from "../../vocabulary";

/** Reads each id once: whoever asks again gets the same answer. */
export function readOnce<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const reads = new Map<string, Promise<T>>();
  return (id) => {
    const known = reads.get(id) ?? read(id);
    reads.set(id, known);
    return known;
  };
}

/** A part of what policies judge, as `unseen` names it. */
type Part = keyof NonNullable<Surroundings["unseen"]>;

/** Reads parts of a wave's surroundings. Never throws: it remembers why a part could not be read, in one line each. */
export class PartReader {
  readonly #unseen = new Map<Part, string>();

  /** Why by part; undefined when every part was seen. */
  get unseen(): Surroundings["unseen"] {
    return this.#unseen.size === 0 ? undefined : Object.fromEntries(this.#unseen);
  }

  /** What is read, or `otherwise`. */
  async read<T>(part: Part, otherwise: T, read: () => Promise<T>): Promise<T> {
    try {
      return await read();
    } catch (error) {
      this.miss(part, messageOf(error));
      return otherwise;
    }
  }

  /** What is read of each, by its id and in their order; one that cannot be read leaves the others. */
  async readEach<T>(part: Part, ids: readonly string[], read: (id: string) => Promise<T>): Promise<Map<string, T>> {
    const seen = new Map<string, T>();
    const missed: string[] = [];
    const results = await Promise.allSettled(ids.map(async (id) => read(id)));
    for (const [index, result] of results.entries()) {
      const id = ids[index] ?? "";
      if (result.status === "fulfilled") {
        seen.set(id, result.value);
      } else {
        missed.push(`${id}: ${messageOf(result.reason)}`);
      }
    }
    const [first, ...others] = missed;
    // One reason is enough: a hundred of them would fill the state.
    if (first !== undefined) {
      this.miss(part, others.length === 0 ? first : `${first}; and ${others.length} more`);
    }
    return seen;
  }

  /** Remembers why a part, or some of it, was not seen. */
  miss(part: Part, why: string): void {
    this.#unseen.set(part, why);
  }
}
