import * as v from "valibot";
import { DEEPEST_JSON } from "../../json";
import { describeIssue, memberPath, shown } from "./describeIssue";
import { type WorldFile, worldSchema } from "./worldFile";

/** A world, or the first flaw of a value that is none: the member's path, what was seen and what was expected. */
type Shape = { readonly world: WorldFile; readonly flaw?: never } | { readonly world?: never; readonly flaw: string };

/** Whether a value is what a world file may say, each member taken by itself; whether they fit together is not looked at. */
export function checkShape(value: unknown): Shape {
  const odd = findOddShape(value);
  if (odd !== undefined) {
    return { flaw: odd };
  }
  const parsed = v.safeParse(worldSchema, value);
  return parsed.success ? { world: parsed.output } : { flaw: describeIssue(parsed.issues[0]) };
}

/** A value inside the world, and the steps to it. */
interface Place {
  readonly value: unknown;
  readonly steps: readonly (string | number)[];
}

/**
 * What no schema would see: a value that nests too deep, and names that JavaScript objects have by themselves, which valibot takes for known
 * members or drops without a word. In words, or undefined.
 */
function findOddShape(world: unknown): string | undefined {
  const places: Place[] = [{ value: world, steps: [] }];
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const { value, steps } = place;
    if (typeof value !== "object" || value === null) {
      continue;
    }
    if (steps.length > DEEPEST_JSON) {
      return `${memberPath(steps.slice(0, 3))}: expected a value that nests at most ${DEEPEST_JSON} levels deep`;
    }
    const below = Array.isArray(value)
      ? value.map((item: unknown, index) => ({ value: item, steps: [...steps, index] }))
      : Object.entries(value).map(([name, member]) => ({ value: member as unknown, steps: [...steps, name] }));
    const odd = below.find(({ steps: path }) => isTaken(path.at(-1)));
    if (odd !== undefined) {
      return `${memberPath(odd.steps)}: saw ${shown(odd.value)}, expected another name: drs-simulator cannot keep a member called so`;
    }
    // One by one: a list may be longer than a call can have arguments.
    for (const inner of below.reverse()) {
      places.push(inner);
    }
  }
  return undefined;
}

function isTaken(name: string | number | undefined): boolean {
  return typeof name === "string" && (name in {} || name === "prototype");
}
