/** Lists of names that a rule takes as a setting. */
import * as v from "valibot";

const nonEmpty = v.array(v.pipe(v.string(), v.minLength(1)));

/** Names, none of them empty; none by default. `description` is what the pages and the editor say of the setting. */
export function names(description: string) {
  return v.optional(v.pipe(nonEmpty, v.description(description)), []);
}

/** The same, at least one. */
export function someNames(description: string, usual: string[]) {
  return v.optional(v.pipe(nonEmpty, v.minLength(1), v.description(description)), usual);
}
