/** Values that have something in common: at least one. */
export type Group<Value> = [Value, ...Value[]];

/** The values by what they have in common, in the order of the first of each. Pure. */
export function groupBy<Value>(values: readonly Value[], keyOf: (value: Value) => string): Map<string, Group<Value>> {
  const groups = new Map<string, Group<Value>>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [value]);
    } else {
      group.push(value);
    }
  }
  return groups;
}
