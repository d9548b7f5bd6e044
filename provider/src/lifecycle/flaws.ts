import type { CheckFailure } from "@pulumi/pulumi/dynamic";

/** Something wrong with an input. */
export interface Flaw {
  /** Where: `sourceServers[2].role`; empty for the resource as a whole. */
  property: string;
  /** What, as the rest of a sentence: `is missing`, `expected true or false, got "no"`. */
  reason: string;
}

/**
 * The flaw as the engine takes it, with its place in the reason: before the reason of a property with a name the engine
 * prints the property's whole value, and `<nil>` for a nested one (docs/engine-facts.md#a-failure-of-check-shows-the-whole-property).
 */
export function toCheckFailure({ property, reason }: Flaw): CheckFailure {
  if (property === "") {
    return { property, reason };
  }
  const verb = /^(is|has|cannot) /.test(reason);
  return { property: "", reason: verb ? `${property} ${reason}` : `${property}: ${reason}` };
}

/** `sourceServers[2].role`, `tags["cost center"]`. */
export function pathText(keys: readonly unknown[]): string {
  return keys.reduce<string>((path, key) => {
    if (typeof key === "number") {
      return `${path}[${key}]`;
    }
    const name = String(key);
    if (!/^[A-Za-z_$][\w$]*$/.test(name)) {
      return `${path}[${JSON.stringify(name)}]`;
    }
    return path === "" ? name : `${path}.${name}`;
  }, "");
}
