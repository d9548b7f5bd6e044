/**
 * Reads members of an answer that may be anything: the SDK checks nothing below the top level of an answer
 * (docs/drs-facts.md#unknown-members). What is of another kind than it should be is absent.
 */

/** An object of an answer. */
export type Members = Readonly<Record<string, unknown>>;

/** True for an object that is not a list. */
export function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object, or an empty one. */
export function objectOf(value: unknown): Members {
  return isObject(value) ? value : {};
}

/** The list, or undefined. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** The text; an empty one says nothing. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The number, if it is finite. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

/** The boolean. */
export function flagOf(value: unknown): boolean | undefined {
  return typeof value === "boolean" ? value : undefined;
}

/** The members that are texts: tags. */
export function textsOf(value: unknown): Record<string, string> {
  const texts = Object.entries(objectOf(value)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return Object.fromEntries(texts);
}
