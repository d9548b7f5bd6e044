import * as pulumi from "@pulumi/pulumi";
import type { DrillWaveArgs } from "./args";

/** The places at which each program has a wave already; a process may run several. */
const taken = new WeakMap<object, Set<string>>();
const OUTSIDE_OF_PROGRAMS = {};

/**
 * True for the first wave of a program in its Region and connection, in the program's order, which is the same in a preview
 * and in `up`: it looks at what is the Region's, and state has that once and not once a wave. Never for a wave that looks at
 * nothing.
 */
export function isFirstIn({ region, connection, observe }: Pick<DrillWaveArgs, "region" | "connection" | "observe">) {
  if (observe === "off") {
    return false;
  }
  const program = pulumi.runtime.getMonitor() ?? OUTSIDE_OF_PROGRAMS;
  const places = taken.get(program) ?? new Set();
  taken.set(program, places);
  const place = placeText({ region, connection });
  const isFirst = !places.has(place);
  places.add(place);
  return isFirst;
}

/** Equal for the same Region and connection. */
export function placeText({ region, connection }: Pick<DrillWaveArgs, "region" | "connection">): string {
  return textOf([region, connection]);
}

/** Equal for equal values; what is not known yet equals itself alone. */
function textOf(value: unknown): string {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    return `#${numberOf(value)}`;
  }
  if (typeof value !== "object" || value === null) {
    return JSON.stringify(value) ?? "";
  }
  return `{${Object.entries(value)
    .map(([name, member]) => `${name}:${textOf(member)}`)
    .toSorted()
    .join()}}`;
}

const numbers = new WeakMap<object, number>();
let last = 0;

function numberOf(value: object): number {
  const known = numbers.get(value);
  if (known !== undefined) {
    return known;
  }
  last += 1;
  numbers.set(value, last);
  return last;
}
