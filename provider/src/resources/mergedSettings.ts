import * as pulumi from "@pulumi/pulumi";

/** Members of which one excludes another: an override's takes the place of the default's. */
const WHOLE: readonly string[] = ["launchIntoInstance"];

/**
 * The defaults with an override's members in their place, at every depth. A list is one value; `undefined` says nothing.
 * Where one of the two is an Output or a promise, the result is one too.
 */
export function mergeSettings(defaults: unknown, override: unknown, member?: string): unknown {
  if (override === undefined) {
    return defaults;
  }
  if (defaults === undefined) {
    return override;
  }
  if (isLater(defaults) || isLater(override)) {
    return pulumi
      .all([pulumi.output(defaults), pulumi.output(override)])
      .apply(([first, second]) => mergeSettings(first, second, member));
  }
  if (!isRecord(defaults) || !isRecord(override) || WHOLE.includes(member ?? "")) {
    return override;
  }
  const names = new Set([...Object.keys(defaults), ...Object.keys(override)]);
  return Object.fromEntries([...names].map((name) => [name, mergeSettings(defaults[name], override[name], name)]));
}

function isLater(value: unknown): boolean {
  return pulumi.Output.isInstance(value) || value instanceof Promise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
