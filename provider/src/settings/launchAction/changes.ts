/** Where what is stored of a launch action is not as the program wants it, in words. Pure. */
import type { LaunchActionParameter, LaunchActionSettings } from "../../drs/types";
import { harmless, shorten, UNKNOWN_VALUE } from "../../vocabulary";
import { documentName } from "./names";
import type { WantedAction } from "./wanted";

/** The members in the order of the args, each with its name there. */
export const MEMBERS = [
  ["actionCode", "document"],
  ["actionVersion", "documentVersion"],
  ["name", "name"],
  ["description", "description"],
  ["order", "order"],
  ["category", "category"],
  ["optional", "optional"],
  ["active", "active"],
] as const;

/** One thing that differs, in words. */
export interface Difference {
  what: string;
  from: string;
  to: string;
}

/** Members and parameters that are not as wanted. */
export function actionDifferences(wanted: LaunchActionSettings, live: LaunchActionSettings): Difference[] {
  const members = MEMBERS.flatMap(([member, arg]) => {
    const [to, from] = [wanted[member], live[member]];
    return to === undefined || isSame(member, to, from) ? [] : [{ what: arg, from: words(from), to: words(to) }];
  });
  const names = [...new Set([...Object.keys(wanted.parameters), ...Object.keys(live.parameters)])].sort();
  const parameters = names.flatMap((name) => {
    const [to, from] = [wanted.parameters[name], live.parameters[name]];
    return to?.type === from?.type && to?.value === from?.value
      ? []
      : [{ what: `parameters.${name}`, from: parameterWords(from), to: parameterWords(to) }];
  });
  return [...members, ...parameters];
}

/** Texts that SSM does not hold as wanted. */
export function valueDifferences(
  { ssmValues, ssmParameters }: WantedAction,
  stored: Readonly<Record<string, string>>,
): Difference[] {
  return Object.entries(ssmParameters).flatMap(([name, ssmName]) => {
    const [to, from] = [ssmValues[ssmName], stored[ssmName]];
    return to === from ? [] : [{ what: `the text of parameters.${name}`, from: words(from), to: words(to) }];
  });
}

/** `order from 1001 to 1002`. */
export function changeWords({ what, from, to }: Difference): string {
  return `${what} from ${from} to ${to}`;
}

/** `order is 1001, expected 1002`. */
export function otherwiseWords({ what, from, to }: Difference): string {
  return `${what} is ${from}, expected ${to}`;
}

type Value = string | number | boolean | undefined;

function isSame(member: string, one: Value, other: Value): boolean {
  return one === other || (member === "actionCode" && isSameDocument(textOf(one), textOf(other)));
}

function textOf(value: Value): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** `adds "port 5432" (AWS-RunShellScript, order 1001, required)`. */
export function addedWords({ name, actionCode, order, optional }: LaunchActionSettings): string {
  const rest = [words(actionCode), `order ${words(order)}`, optional === true ? "optional" : "required"].join(", ");
  return `adds ${shorten(harmless(name ?? ""))} (${rest})`;
}

/** DRS may keep a document by its name where it was given its ARN, or the reverse. */
export function isSameDocument(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || other === undefined) {
    return one === other;
  }
  const isOneBare = documentName(one) === one || documentName(other) === other;
  return one === other || (isOneBare && documentName(one) === documentName(other));
}

function parameterWords(parameter: LaunchActionParameter | undefined): string {
  if (parameter === undefined) {
    return "not set";
  }
  return `${words(parameter.value)} (${words(parameter.type)})`;
}

function words(value: Value): string {
  if (value === undefined) {
    return "not set";
  }
  if (value === UNKNOWN_VALUE) {
    return "what is not known yet";
  }
  return typeof value === "string"
    ? harmless(value === "" ? '""' : value.length > 60 ? shorten(value) : value)
    : String(value);
}
