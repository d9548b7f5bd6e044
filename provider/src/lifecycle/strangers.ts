import type * as v from "valibot";
import { type Flaw, pathText } from "./flaws";
import { slipOf } from "./slips";

/**
 * The members that the schema does not know, at every depth, each with what was probably meant. The schema itself stops
 * at the first one of an object. Pure.
 */
export function strangers(schema: Schema, value: unknown, path: readonly unknown[] = []): Flaw[] {
  const inner = unwrapped(schema);
  if (Array.isArray(value)) {
    const { item } = inner;
    return item === undefined ? [] : value.flatMap((each, index) => strangers(item, each, [...path, index]));
  }
  const { entries } = inner;
  if (entries === undefined || typeof value !== "object" || value === null) {
    return [];
  }
  return Object.entries(value).flatMap(([key, member]) => {
    const known = Object.hasOwn(entries, key) ? entries[key] : undefined;
    if (known !== undefined) {
      return strangers(known, member, [...path, key]);
    }
    const reason = slipOf(key, Object.keys(entries), []) ?? "is not a member of this object";
    return inner.type === "strict_object" ? [{ property: pathText([...path, key]), reason }] : [];
  });
}

/** What is read of a schema, whichever it is. */
type Schema = v.GenericSchema & {
  readonly entries?: Readonly<Record<string, v.GenericSchema>>;
  readonly item?: v.GenericSchema;
  readonly wrapped?: v.GenericSchema;
  readonly pipe?: readonly [v.GenericSchema, ...unknown[]];
};

/** Without what makes it optional, and without what follows it in a pipe. */
function unwrapped(schema: Schema): Schema {
  const inner = schema.wrapped ?? schema.pipe?.[0];
  return inner === undefined || inner === schema ? schema : unwrapped(inner);
}
