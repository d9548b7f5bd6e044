import { count, shorten } from "pulumi-drillwave/vocabulary";
import type * as v from "valibot";
import { didYouMean } from "./near";

/** Something wrong with a configuration, and where. */
export interface Flaw {
  /** From the outermost object: `["waivers", 0, "expires"]`. */
  path: readonly (string | number)[];
  /** A clause with the place: `maximumLagSeconds: expected at least 1, got 0`. */
  text: string;
}

/** What JSON Schema says of a value, as far as this package's schemas go. */
export interface Shape {
  type?: unknown;
  properties?: Readonly<Record<string, unknown>> | undefined;
  additionalProperties?: unknown;
  items?: unknown;
}

/** What a rule's configuration may have. */
export interface Known {
  /** Names of the rule's own and of the common members. */
  members: readonly string[];
  /** Names of a waiver's members. */
  ofWaiver: readonly string[];
  /** The shapes of the members. */
  shapes: Readonly<Record<string, unknown>>;
}

/**
 * Everything that is wrong, in words of this package: those of the schema library mean nothing to whoever wrote a
 * configuration file. Pure.
 */
export function flawsOf(given: object, issues: readonly v.BaseIssue<unknown>[], known: Known): Flaw[] {
  const misshapen = Object.entries(given).flatMap(([name, value]) =>
    Object.hasOwn(known.shapes, name) ? misshapenIn(value, known.shapes[name], [name]) : [],
  );
  const isTold = (path: Flaw["path"]) => misshapen.some((flaw) => flaw.path.every((key, index) => key === path[index]));
  const described = issues.filter((issue) => !isStranger(issue)).map(describe);
  return [...strangersIn(given, known), ...misshapen, ...described.filter(({ path }) => !isTold(path))];
}

/** `waivers[0].expires`. */
export function placeOf(path: Flaw["path"]): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === "number") {
      return `${text}[${key}]`;
    }
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

/** A flaw at this place, said with it. */
export function flawAt(path: Flaw["path"], text: string): Flaw {
  const place = placeOf(path);
  return { path, text: place === "" ? text : `${place}: ${text}` };
}

/** Names that are no members of an object, each with the one that was meant. */
export function strangers(given: unknown, names: readonly string[], said: { of: string; has: string }): Flaw[] {
  return namesOf(given)
    .filter((name) => !names.includes(name))
    .map((name) => ({
      path: [name],
      text: `unknown ${said.of} ${JSON.stringify(shortened(name))}${didYouMean(name, names, `${said.has} ${names.join(", ")}`)}`,
    }));
}

/** A name as it is repeated: whole, unless it is no name. */
function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 80)}…` : name;
}

/** The schema names the first unknown member of an object only. */
function strangersIn(given: object, { members, ofWaiver }: Known): Flaw[] {
  const { waivers }: { waivers?: unknown } = given;
  const inWaivers = (Array.isArray(waivers) ? waivers : []).flatMap((waiver: unknown, index) =>
    strangers(waiver, ofWaiver, { of: "member", has: "a waiver has" }).map(({ path, text }) => ({
      path: ["waivers", index, ...path],
      text: `waivers[${index}]: ${path[0] === "rules" ? ONE_RULE : text}`,
    })),
  );
  return [...strangers(given, [...members, "enforcementLevel"], { of: "setting", has: "it has" }), ...inWaivers];
}

const ONE_RULE =
  'a waiver in the configuration of a rule is that rule\'s alone, and takes no "rules": write it under each rule, or ' +
  "give it in code (drillPolicies({ waivers: [{ rules: […], … }] }))";

/** Names that the schema library takes for no entries, and drops without a word: a waiver would hold for more than it says. */
const UNUSABLE: readonly string[] = ["__proto__", "prototype", "constructor"];

/** Lists where an object belongs, which the schema library takes, and tags with unusable names. */
function misshapenIn(value: unknown, shape: unknown, path: Flaw["path"]): Flaw[] {
  const { type, properties = {}, additionalProperties, items } = shapeOf(shape);
  if (type === "array" && Array.isArray(value)) {
    return value.flatMap((item: unknown, index) => misshapenIn(item, items, [...path, index]));
  }
  if (type !== "object" || typeof value !== "object" || value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return [flawAt(path, `expected an object, got ${shorten(value)}`)];
  }
  const isTag = path[0] === "waivers" && typeof additionalProperties === "object";
  return Object.entries(value).flatMap(([name, member]) =>
    isTag && UNUSABLE.includes(name)
      ? [flawAt([...path, name], "expected another name")]
      : misshapenIn(member, Object.hasOwn(properties, name) ? properties[name] : additionalProperties, [...path, name]),
  );
}

function shapeOf(shape: unknown): Shape {
  return typeof shape === "object" && shape !== null ? shape : {};
}

function namesOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function isStranger({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === "strict_object" && expected === "never";
}

function describe(issue: v.BaseIssue<unknown>): Flaw {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
  if (issue.received === "undefined") {
    return { path, text: `${placeOf(path)} is missing` };
  }
  // A message of a rule's own says what it expects; the library's begin with this word.
  const wanted = issue.message.startsWith("Invalid ") ? wantedBy(issue) : issue.message;
  return flawAt(path, `${wanted}, got ${shorten(issue.input)}`);
}

const PLURALS = { character: "characters", entry: "entries" };

/** What each kind of check wants; its `requirement` is the number that it compares with. */
function wantedBy({ type, expected, requirement, input }: v.BaseIssue<unknown>): string {
  const unit = typeof input === "string" ? "character" : "entry";
  switch (type) {
    case "number":
      return "expected a number";
    case "integer":
      return "expected a whole number";
    case "string":
      return "expected a string";
    case "boolean":
      return "expected true or false";
    case "array":
      return "expected a list";
    case "strict_object":
    case "record":
      return "expected an object";
    case "picklist":
      return `expected one of ${(expected ?? "").replace(/[("')]/g, "").replaceAll(" | ", ", ")}`;
    case "min_value":
      return `expected at least ${requirement}`;
    case "max_value":
      return `expected at most ${requirement}`;
    case "min_length":
    case "min_entries":
      return `expected at least ${count(Number(requirement), unit, PLURALS[unit])}`;
    case "max_length":
      return `expected at most ${count(Number(requirement), unit, PLURALS[unit])}`;
    case "not_values":
      return `expected none of ${String(requirement).replaceAll(",", ", ")}`;
    default:
      return "expected another value";
  }
}
