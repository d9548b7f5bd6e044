import * as v from "valibot";
import { DEEPEST_JSON } from "../../json";
import { describeIssue, memberPath, shown } from "./describeIssue";
import { type WorldFile, worldSchema } from "./worldFile";

/** A world, or the first error: the member's path, what was found and what was expected. */
type Shape = { readonly world: WorldFile; readonly flaw?: never } | { readonly world?: never; readonly flaw: string };

/** Checks each member of a value by itself against what a world file may say. Whether members contradict each other is not checked. */
export function checkShape(value: unknown): Shape {
  const odd = findOddShape(value);
  if (odd !== undefined) {
    return { flaw: odd };
  }
  const parsed = v.safeParse(worldSchema, value);
  return parsed.success ? { world: parsed.output } : { flaw: describeIssue(parsed.issues[0]) };
}

/** A value inside the world, and the path to it. */
interface Place {
  readonly value: unknown;
  readonly steps: readonly (string | number)[];
}

/**
 * Describes the first thing that the schema would miss: a value that nests too deep, or a member with a name that every JavaScript object has,
 * which valibot would take for a known member or drop silently.
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
      return `${memberPath(odd.steps)}: saw ${shown(odd.value)}, expected another name: drs-simulator cannot store a member with this name`;
    }
    // One by one, because a list may have more items than a call can have arguments.
    for (const inner of below.reverse()) {
      places.push(inner);
    }
  }
  return undefined;
}

function isTaken(name: string | number | undefined): boolean {
  return typeof name === "string" && (name in {} || name === "prototype");
}
