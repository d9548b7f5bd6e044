import { RULES } from "../rules";
import { requireKnownRole } from "../rules/requireKnownRole";
import type { Waiver } from "../waivers/waiver";
import { type Flaw, flawAt } from "./configurationFlaws";
import { unknownRule } from "./policyFlaws";
import { configure, type GivenWaiver, isObject, settingsFlaws } from "./settings";

const NAMES = RULES.map(({ name }) => name);

/** A waiver that code gives for several rules at once. */
export type SharedWaiver = GivenWaiver & {
  /** Names of the rules that it is of. */
  readonly rules: readonly (typeof NAMES)[number][];
};

/** Every rule takes waivers in the same form: what is wrong with them, any rule tells. */
const ANY_RULE = requireKnownRole;

/** Everything that is wrong with waivers over several rules. Pure. */
export function sharedWaiverFlaws(waivers: readonly unknown[]): Flaw[] {
  const ofRules = waivers.flatMap((waiver, index) => ruleFlaws(isObject(waiver) ? waiver : { rules: NAMES }, index));
  return [...ofRules, ...settingsFlaws(ANY_RULE, { waivers: waivers.map(withoutRules) })];
}

function ruleFlaws({ rules }: { rules?: unknown }, index: number): Flaw[] {
  const path = ["waivers", index, "rules"];
  if (!Array.isArray(rules) || rules.length === 0) {
    return [flawAt(path, `expected a list of rules, got ${JSON.stringify(rules) ?? "none"}`)];
  }
  return rules.flatMap((name: unknown, at) =>
    NAMES.some((each) => each === name)
      ? []
      : [flawAt([...path, at], `${JSON.stringify(name)}: ${unknownRule(String(name))}`)],
  );
}

/** The waivers as rules hold them, once they have been checked. */
export function toWaivers(waivers: readonly SharedWaiver[]): Waiver[] {
  const { waivers: read } = configure(ANY_RULE, "recommended", { waivers: waivers.map(withoutRules) }).read({});
  return read.map((waiver, index) => ({ ...waiver, rules: [...(waivers[index]?.rules ?? [])] }));
}

function withoutRules(waiver: unknown): unknown {
  if (!isObject(waiver)) {
    return waiver;
  }
  const { rules: _rules, ...rest }: { rules?: unknown } = waiver;
  return rest;
}
