/** Members to add or replace in a JSON object; `null` removes one. Objects are patched member by member, lists are replaced. */
export type Patch = Readonly<Record<string, unknown>>;

/** The target with the patch applied, by JSON Merge Patch (RFC 7396). Neither is changed. */
export function mergePatch(target: object, patch: Patch | undefined): object {
  const merged: Record<string, unknown> = { ...target };
  for (const [name, change] of Object.entries(patch ?? {})) {
    if (change === null) {
      delete merged[name];
    } else if (isObject(change)) {
      const present = merged[name];
      merged[name] = mergePatch(isObject(present) ? present : {}, change);
    } else if (change !== undefined) {
      merged[name] = change;
    }
  }
  return merged;
}

function isObject(value: unknown): value is Patch {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
