/** An id, the thing that has it, and which member of the thing it is. Ids of different scopes may be the same. */
export interface Id {
  readonly thing: string;
  readonly member: string;
  readonly id: string | undefined;
  readonly scope?: string;
}

/** The first id that two things have, in words, or undefined. */
export function findTwice(all: readonly Id[]): string | undefined {
  const seen = new Map<string, string>();
  for (const { thing, member, id, scope = "" } of all) {
    const key = `${scope} ${id}`;
    const earlier = id === undefined ? undefined : seen.get(key);
    if (earlier !== undefined) {
      return `${thing}.${member}: saw "${id}", which ${earlier} has already`;
    }
    if (id !== undefined) {
      seen.set(key, thing);
    }
  }
  return undefined;
}
