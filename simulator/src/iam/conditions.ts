/**
 * Conditions of policies: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html.
 */
import { BlockList, isIP } from "node:net";
import { type ConditionValue, fits, listFrom, type Statement } from "./policyDocument";

/** Values of condition keys by the key in small letters: keys are compared without case. A key that is not there is missing. */
export type RequestContext = ReadonlyMap<string, readonly string[]>;

/** Compares one value of the request with one of the policy. */
type Compare = (value: string, wanted: string) => boolean;

const equal: Compare = (value, wanted) => value === wanted;
const equalIgnoringCase: Compare = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();
const like: Compare = (value, wanted) => fits(wanted, value);
const byNumber =
  (compare: (one: number, other: number) => boolean): Compare =>
  (value, wanted) =>
    compare(Number(value), Number(wanted));
const byDate =
  (compare: (one: number, other: number) => boolean): Compare =>
  (value, wanted) =>
    compare(Date.parse(value), Date.parse(wanted));
const same = (one: number, other: number) => one === other;
const less = (one: number, other: number) => one < other;
const atMost = (one: number, other: number) => one <= other;
const more = (one: number, other: number) => one > other;
const atLeast = (one: number, other: number) => one >= other;

/** ARNs are compared part by part: `*` stays within a part. */
const likeArn: Compare = (value, wanted) => {
  const parts = partsOfArn(value);
  const patterns = partsOfArn(wanted);
  return patterns.length === parts.length && patterns.every((pattern, index) => fits(pattern, parts[index] ?? ""));
};

/** Six of them: what follows the account is one. */
function partsOfArn(arn: string): string[] {
  const parts = arn.split(":");
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

const inRange: Compare = (value, wanted) => {
  const [net = "", prefix] = wanted.split("/");
  const family = isIP(net) === 6 ? "ipv6" : "ipv4";
  if (isIP(net) === 0 || isIP(value) !== isIP(net)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(net, prefix === undefined ? (family === "ipv6" ? 128 : 32) : Number(prefix), family);
  return list.check(value, family);
};

const OPERATORS: Readonly<Record<string, Compare>> = {
  StringEquals: equal,
  StringEqualsIgnoreCase: equalIgnoringCase,
  StringLike: like,
  NumericEquals: byNumber(same),
  NumericLessThan: byNumber(less),
  NumericLessThanEquals: byNumber(atMost),
  NumericGreaterThan: byNumber(more),
  NumericGreaterThanEquals: byNumber(atLeast),
  DateEquals: byDate(same),
  DateLessThan: byDate(less),
  DateLessThanEquals: byDate(atMost),
  DateGreaterThan: byDate(more),
  DateGreaterThanEquals: byDate(atLeast),
  Bool: equalIgnoringCase,
  BinaryEquals: equal,
  IpAddress: inRange,
  ArnEquals: likeArn,
  ArnLike: likeArn,
};

/** The negations, which hold where the key is missing. */
const NEGATED: Readonly<Record<string, Compare>> = {
  StringNotEquals: equal,
  StringNotEqualsIgnoreCase: equalIgnoringCase,
  StringNotLike: like,
  NumericNotEquals: byNumber(same),
  DateNotEquals: byDate(same),
  NotIpAddress: inRange,
  ArnNotEquals: likeArn,
  ArnNotLike: likeArn,
};

const OPERATOR = /^(?:(ForAllValues|ForAnyValue):)?(\w+?)(IfExists)?$/;

/** Whether IAM has such an operator. */
export function isOperator(text: string): boolean {
  const [, , name = ""] = OPERATOR.exec(text) ?? [];
  return name === "Null" || Object.hasOwn(OPERATORS, name) || Object.hasOwn(NEGATED, name);
}

/** The keys that the statement's conditions ask for and the request does not have, as they are written; `Null` asks for any. */
export function missingKeys({ Condition = {} }: Statement, context: RequestContext): string[] {
  const keys = Object.values(Condition).flatMap((tests) => Object.keys(tests));
  return keys.filter((key) => !context.has(key.toLowerCase()));
}

/** Whether every condition of the statement holds. */
export function conditionsHold({ Condition = {} }: Statement, context: RequestContext): boolean {
  return Object.entries(Condition).every(([operator, tests]) =>
    Object.entries(tests).every(([key, wanted]) =>
      holds(operator, context.get(key.toLowerCase()), listFrom(wanted), context),
    ),
  );
}

function holds(
  text: string,
  values: readonly string[] | undefined,
  wanted: readonly ConditionValue[],
  context: RequestContext,
): boolean {
  const [, set, name = "", ifExists] = OPERATOR.exec(text) ?? [];
  if (name === "Null") {
    return wanted.some((each) => String(each) === String(values === undefined));
  }
  const isNegated = Object.hasOwn(NEGATED, name);
  const compare = isNegated ? NEGATED[name] : OPERATORS[name];
  if (compare === undefined) {
    throw new Error(`the condition operator ${text} is not modelled`);
  }
  if (values === undefined || values.length === 0) {
    return set === "ForAllValues" || ifExists !== undefined || (isNegated && set === undefined);
  }
  const texts = wanted.flatMap((each) => withVariables(String(each), context) ?? []);
  const fitsOne = (value: string) => texts.some((each) => compare(value, each)) !== isNegated;
  // Without a set operator, a value may be any of the request's; a negation speaks of all of them.
  return set === "ForAllValues" || (set === undefined && isNegated) ? values.every(fitsOne) : values.some(fitsOne);
}

/** The text with its policy variables (`${aws:PrincipalAccount}`) filled in; undefined where the request lacks one. */
export function withVariables(text: string, context: RequestContext): string | undefined {
  let isWhole = true;
  const filled = text.replaceAll(/\$\{([^}]+)\}/g, (_all, name: string) => {
    if (["*", "?", "$"].includes(name)) {
      return name;
    }
    const [key = "", fallback] = name.split(/\s*,\s*/);
    const value = context.get(key.toLowerCase())?.[0] ?? fallback?.replaceAll("'", "");
    isWhole &&= value !== undefined;
    return value ?? "";
  });
  return isWhole ? filled : undefined;
}
