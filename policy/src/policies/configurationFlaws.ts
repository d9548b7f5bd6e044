import { count, shorten } from "pulumi-drillwave/vocabulary";
import type * as v from "valibot";

/** Something wrong with a rule's configuration, as a clause: `maximumLagSeconds: expected at least 1, got 0`. */
type Flaw = string;

/** Members that every rule's configuration may have. */
interface Known {
  /** Names of the rule's own and of the common members. */
  members: readonly string[];
  /** Names of a waiver's members. */
  ofWaiver: readonly string[];
}

/**
 * Everything that is wrong, in words of this package: those of the schema library mean nothing to whoever wrote a
 * configuration file. Pure.
 */
export function flawsOf(given: object, issues: readonly v.BaseIssue<unknown>[], known: Known): Flaw[] {
  return [...strangersIn(given, known), ...issues.filter((issue) => !isStranger(issue)).map(describe)];
}

/** The schema names the first unknown member of an object only. */
function strangersIn(given: object, { members, ofWaiver }: Known): Flaw[] {
  const { waivers }: { waivers?: unknown } = given;
  const inWaivers = (Array.isArray(waivers) ? waivers : []).flatMap((waiver: unknown, index) =>
    namesOf(waiver)
      .filter((name) => !ofWaiver.includes(name))
      .map((name) => `waivers[${index}].${name} is not a member of a waiver, which has ${ofWaiver.join(", ")}`),
  );
  const own = namesOf(given)
    .filter((name) => !members.includes(name))
    .map((name) => `${name} is not a setting of this rule, which takes ${members.join(", ")}`);
  return [...own, ...inWaivers];
}

function namesOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function isStranger({ type, expected }: v.BaseIssue<unknown>): boolean {
  return type === "strict_object" && expected === "never";
}

function describe(issue: v.BaseIssue<unknown>): Flaw {
  const path = pathOf(issue);
  if (issue.received === "undefined") {
    return `${path} is missing`;
  }
  // A message of a rule's own says what it expects; the library's begin with this word.
  const wanted = issue.message.startsWith("Invalid ") ? wantedBy(issue) : issue.message;
  return `${path === "" ? "" : `${path}: `}${wanted}, got ${shorten(issue.input)}`;
}

/** `waivers[0].expires`. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  return (path ?? []).reduce((text, { key }) => {
    if (typeof key === "number") {
      return `${text}[${key}]`;
    }
    return text === "" ? String(key) : `${text}.${String(key)}`;
  }, "");
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
      return `expected at least ${count(Number(requirement), unit, PLURALS[unit])}`;
    case "max_length":
      return `expected at most ${count(Number(requirement), unit, PLURALS[unit])}`;
    case "not_values":
      return `expected none of ${String(requirement).replaceAll(",", ", ")}`;
    default:
      return "expected another value";
  }
}
