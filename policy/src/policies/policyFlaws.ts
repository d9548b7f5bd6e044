import type { EnforcementLevel, RuleFacts } from "../rule";
import { RULES } from "../rules";
import { hasExpired } from "../waivers/waiver";
import { type Flaw, flawAt, strangers } from "./configurationFlaws";
import { didYouMean } from "./near";
import { isObject, levelFlaws, membersOf, settingsFlaws } from "./settings";
import { WAIVER_POLICIES } from "./waiverPolicies";

const RULES_BY_NAME: ReadonlyMap<string, RuleFacts> = new Map(RULES.map((rule) => [rule.name, rule]));

/** Names of all policies of this package, in the order of their pages. */
export const POLICY_NAMES: readonly string[] = [...RULES, ...WAIVER_POLICIES].map(({ name }) => name);

/** What every policy is set to by its entry `all`. */
export type AllSettings = EnforcementLevel | { enforcementLevel?: EnforcementLevel | undefined };

/** Everything that is wrong with the entries of a configuration, in code (`rules`) as in the file. Pure. */
export function entriesFlaws(entries: object, own: readonly string[] = []): Flaw[] {
  return Object.entries(entries).flatMap(([name, settings]: [string, unknown]) =>
    entryFlaws(name, settings, own).map(({ path, text }) => ({ path: [name, ...path], text: `${name}: ${text}` })),
  );
}

function entryFlaws(name: string, settings: unknown, own: readonly string[]): Flaw[] {
  const rule = RULES_BY_NAME.get(name);
  if (rule !== undefined) {
    return settingsFlaws(rule, settings);
  }
  if (own.includes(name)) {
    return withoutMembers(settings) ?? levelFlaws(undefined, membersOf(settings)["enforcementLevel"]);
  }
  if (name === "all" || POLICY_NAMES.includes(name)) {
    const { enforcementLevel, ...others } = membersOf(settings);
    const unknown = strangers(others, ["enforcementLevel"], { of: "setting", has: "it has" });
    return withoutMembers(settings) ?? [...unknown, ...levelFlaws(name === "all" ? undefined : {}, enforcementLevel)];
  }
  return [flawAt([], unknownRule(name))];
}

/** A value that is neither a level nor an object. */
function withoutMembers(settings: unknown): Flaw[] | undefined {
  return typeof settings === "string" || isObject(settings)
    ? undefined
    : [flawAt([], `expected a level or an object, got ${JSON.stringify(settings)}`)];
}

/** That there is no such rule, and which one was meant. */
export function unknownRule(name: string): string {
  const known = [...POLICY_NAMES, "all"];
  return `there is no such rule${didYouMean(name, known, `the rules are listed under "Policies" in this package's README`)}`;
}

/**
 * Everything that is wrong with a configuration file, as the engine reads it: `content` is what its JSON says, `own` are
 * policies of a pack that are not of this package, `now` decides which waivers have expired. Pure.
 */
export function fileFlaws(content: unknown, own: readonly string[], now: Date): Flaw[] {
  if (!isObject(content)) {
    return [flawAt([], `expected an object by rule, got ${JSON.stringify(content)}`)];
  }
  const entries = Object.entries(content);
  const rules = Object.fromEntries(entries.filter(([name]) => !Object.hasOwn(ELSEWHERE, name)));
  const told = entries.flatMap(([name, value]: [string, unknown]) =>
    (Object.hasOwn(ELSEWHERE, name) ? (ELSEWHERE[name]?.(value) ?? []) : []).map((text) => ({
      path: [name],
      text: `${name}: ${text}`,
    })),
  );
  return [...told, ...entriesFlaws(rules, own), ...expiredIn(rules, now)];
}

/** Entries of a file that are no policies, and what is wrong with them. */
const ELSEWHERE: Readonly<Record<string, (value: unknown) => string[]>> = {
  $schema: () => [
    'the engine takes it for a policy and refuses the file: delete it, and map the schema in your editor ("Configuration ' +
      "in your editor\" in this package's README says how)",
  ],
  waivers: () => [
    "there is no such rule: in the file, a waiver is written under each rule that it is of; for several rules at once it " +
      "can be given in code (drillPolicies({ waivers: [{ rules: […], … }] }))",
  ],
  // Environments of Pulumi ESC, which Pulumi Cloud reads (pulumi policy enable).
  environments: (value) =>
    Array.isArray(value) && value.every((each) => typeof each === "string") ? [] : ["expected a list of names"],
};

function expiredIn(rules: object, now: Date): Flaw[] {
  return Object.entries(rules).flatMap(([name, settings]: [string, unknown]) => {
    const { waivers } = membersOf(settings);
    return (Array.isArray(waivers) ? waivers : []).flatMap((waiver: unknown, index) => {
      const { expires }: { expires?: unknown } = isObject(waiver) ? waiver : {};
      const isOver = typeof expires === "string" && /^\d{4}-\d\d-\d\d$/.test(expires) && hasExpired({ expires }, now);
      const text = `${name}: waivers[${index}] expired on ${String(expires)}: renew it or delete it`;
      return isOver ? [{ path: [name, "waivers", index, "expires"], text }] : [];
    });
  });
}
