/** Where things stand in a JSON text; `JSON.parse` neither says that nor tells of names that come twice. Pure. */

/** An entry of an object, or an item of a list. */
export interface JsonPlace {
  path: readonly (string | number)[];
  /** From 1. */
  line: number;
}

/** The places of everything in a text that `JSON.parse` takes, in its order; a name that comes twice has two. */
export function placesIn(json: string): JsonPlace[] {
  const places: JsonPlace[] = [];
  // One entry for each object or list that is open: the key at which its reader is.
  const open: (string | number | undefined)[] = [];
  let line = 1;
  const path = () => open.filter((key) => key !== undefined);
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],]|\n/g)) {
    const at = open.at(-1);
    if (token === "\n") {
      line += 1;
    } else if (token === "{" || token === "[") {
      open.push(token === "[" ? 0 : undefined);
    } else if (token === "}" || token === "]") {
      open.pop();
    } else if (token === ",") {
      open[open.length - 1] = typeof at === "number" ? at + 1 : undefined;
    } else if (open.length > 0 && at === undefined) {
      open[open.length - 1] = String(JSON.parse(token));
      places.push({ path: path(), line });
    }
  }
  return places;
}

/** The line of what is at this path, or of the nearest thing around it. The engine, as JavaScript, reads the last of several. */
export function lineOf(places: readonly JsonPlace[], path: JsonPlace["path"]): number {
  const sameAs = ({ path: other }: JsonPlace, length: number) =>
    other.length === length && other.every((key, index) => key === path[index]);
  for (let length = path.length; length > 0; length -= 1) {
    const found = places.findLast((place) => sameAs(place, length));
    if (found !== undefined) {
      return found.line;
    }
  }
  return 1;
}

/** Entries whose name was in the same object before: readers take the last of them, without a word. */
export function repeatedIn(places: readonly JsonPlace[]): JsonPlace[] {
  const seen = new Set<string>();
  const repeated = new Set<string>();
  return places.filter(({ path }) => {
    const key = JSON.stringify(path);
    const isInsideRepeated = path.some((_, length) => repeated.has(JSON.stringify(path.slice(0, length))));
    const isRepeated = seen.has(key) && !isInsideRepeated;
    seen.add(key);
    if (isRepeated) {
      repeated.add(key);
    }
    return isRepeated;
  });
}
