import * as v from "valibot";
import { shorten, UNKNOWN_VALUE } from "../vocabulary";
import { hasUnknown } from "./engineValues";
import { type Flaw, pathText } from "./flaws";
import { strangers } from "./strangers";

/** Args as far as they are sound. */
export interface ParsedArgs<Args> {
  /** The valid args that are fully known. */
  args: Partial<Args>;
  /** Names of those of which something is not known yet. */
  unknown: ReadonlySet<string>;
  /** Names of those that are wrong. */
  malformed: ReadonlySet<string>;
  /** Everything that is wrong, each with its place. */
  flaws: Flaw[];
}

/** Compares args with their schema. What is still unknown at preview passes; the next check sees it. Pure. */
export function parseArgs<Args extends object>(
  schema: v.GenericSchema<unknown, Args>,
  inputs: Record<string, unknown>,
): ParsedArgs<Args> {
  const given = withoutInternals(inputs);
  const issues = (v.safeParse(schema, given).issues ?? []).filter((issue) => issue.input !== UNKNOWN_VALUE);
  const malformed = new Set(issues.map((issue) => String(issue.path?.[0]?.key)));
  const unknown = new Set(Object.keys(given).filter((name) => hasUnknown(given[name])));
  // What is left has the schema's shape.
  const sound = Object.entries(given).filter(([name]) => !malformed.has(name) && !unknown.has(name));
  // Of unknown members the schema names the first of each object.
  const flaws = [...strangers(schema, given), ...issues.filter((issue) => !isStranger(issue)).map(toFlaw)];
  return { args: Object.fromEntries(sound) as Partial<Args>, unknown, malformed, flaws };
}

/** Without what the resource class adds for its own use: names that begin with `__`. */
function withoutInternals(inputs: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !name.startsWith("__")));
}

function isStranger({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === "strict_object" && expected === "never";
}

function toFlaw(issue: v.BaseIssue<unknown>): Flaw {
  const seen = issue.expected === "never" || issue.input === undefined ? "" : `, got ${shorten(issue.input)}`;
  const reason = issue.received === "undefined" ? "is missing" : `${issue.message}${seen}`;
  return { property: pathText(issue.path?.map((item) => item.key) ?? []), reason };
}
