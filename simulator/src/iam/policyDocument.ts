/** A policy document as IAM has it: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html. */
export interface PolicyDocument {
  readonly Version?: string | undefined;
  readonly Id?: string | undefined;
  readonly Statement: OneOrMore<Statement>;
}

/** A statement of an identity's policy, which names no principal. */
export interface Statement {
  readonly Sid?: string | undefined;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: OneOrMore<string> | undefined;
  readonly NotAction?: OneOrMore<string> | undefined;
  readonly Resource?: OneOrMore<string> | undefined;
  readonly NotResource?: OneOrMore<string> | undefined;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore<ConditionValue>>>>> | undefined;
}

/** IAM takes numbers and booleans for their texts. */
export type ConditionValue = string | number | boolean;

type OneOrMore<T> = T | readonly T[];

/** A member that may be one thing or a list of them, as a list. */
export function listFrom<T>(value: OneOrMore<T> | undefined): readonly T[] {
  if (value === undefined) {
    return [];
  }
  return isList(value) ? value : [value];
}

function isList<T>(value: OneOrMore<T>): value is readonly T[] {
  return Array.isArray(value);
}

/** Whether the text fits a pattern in which `*` is any text and `?` any character. */
export function fits(pattern: string, text: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${escaped.replaceAll("*", "[^]*").replaceAll("?", "[^]")}$`).test(text);
}
