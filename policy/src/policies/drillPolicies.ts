import type { Policies, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { knownRole } from "pulumi-drillwave/vocabulary";
import type { ConfigEntries, EnforcementLevel, Rule } from "../rule";
import { RULES } from "../rules";
import { disallowDrift } from "../rules/disallowDrift";
import { requireKnownRole } from "../rules/requireKnownRole";
import type { Waiver } from "../waivers/waiver";
import { type EngineSession, listenToEngine } from "./engineSession";
import { emptyLedger, type Ledger } from "./ledger";
import { didYouMean } from "./near";
import { type AllSettings, entriesFlaws } from "./policyFlaws";
import { type Selection, selectionFlaws, selectionOf } from "./selection";
import { configure, LEVELS, membersOf, type RuleSettings, SETS, type SetName } from "./settings";
import { type SharedWaiver, sharedWaiverFlaws, toWaivers } from "./sharedWaivers";
import { toPlanPolicy, toWavePolicy, withSettings } from "./toPolicy";
import { type WaiverPolicyName, waiverPolicies } from "./waiverPolicies";

type EveryRule = (typeof RULES)[number];

/** What a pack's code says of single rules, and of `all`, as the configuration file does. */
export type RulesSettings = {
  readonly [Each in EveryRule as Each["name"]]?: RuleSettings<Each["config"]> | undefined;
} & {
  readonly [Name in WaiverPolicyName]?: AllSettings | undefined;
} & {
  /** Level of every policy, those about waivers too; what is said of single rules goes before it. */
  readonly all?: AllSettings | undefined;
};

export interface DrillPoliciesOptions {
  /** Default `recommended`. In `strict`, nearly every rule is mandatory, even where it cannot judge. */
  set?: SetName | undefined;
  /**
   * Rules by severity or framework. Rules that no selection is of are disabled; of several selections, the last that is
   * of a rule says its level. Default: every rule.
   */
  select?: Selection | readonly Selection[] | undefined;
  /** Level and configuration of single rules, over the set's and the selection's. A pack's configuration file overrides them. */
  rules?: RulesSettings | undefined;
  /** Waivers over several rules. Those in a rule's configuration, here or in the file, come on top. */
  waivers?: readonly SharedWaiver[] | undefined;
}

/**
 * The policies of every rule, for a PolicyPack of your own. Creates no pack. Give a pack the policies of one call only:
 * they share what they saw of the waves.
 *
 * @throws naming everything that is wrong at once: sets, rules, levels, members and waivers that do not exist.
 */
export function drillPolicies(options: DrillPoliciesOptions = {}): Policies {
  return policiesOf(options, listenToEngine());
}

/** The same for a test, which says what the engine has said. */
export function policiesOf(options: DrillPoliciesOptions, session: EngineSession): Policies {
  const { set = "recommended", rules = {}, select = [{}], waivers = [] } = options;
  const selections = [select].flat();
  refuse(optionsFlaws({ set, rules, waivers, selections }, options));
  const given: Readonly<Record<string, unknown>> = rules;
  const pack = { set, waivers: toWaivers(waivers), all: levelIn(given["all"]), selections };
  const settings = (rule: Rule) => settingsOf(rule, given, pack);
  const ledger = emptyLedger(session);
  return [
    ...RULES.map((rule) => toPolicy(rule, settings(rule), pack, ledger)),
    ...waiverPolicies(ledger).map((policy) => {
      const level = levelIn(given[policy.name]) ?? pack.all;
      return level === undefined
        ? policy
        : { ...policy, enforcementLevel: level === "remediate" ? "mandatory" : level };
    }),
  ];
}

/** What is said of the pack as a whole, right as it is. */
interface PackSettings {
  set: SetName;
  all: EnforcementLevel | undefined;
  selections: readonly Selection[];
  waivers: readonly Waiver[];
}

interface GivenOptions {
  set: unknown;
  rules: object;
  selections: readonly unknown[];
  waivers: readonly unknown[];
}

const OPTIONS: readonly string[] = ["set", "select", "rules", "waivers"];

function optionsFlaws({ set, rules, selections, waivers }: GivenOptions, options: object): string[] {
  const sets = `there are ${SETS.join(" and ")}`;
  const strangers = Object.keys(options).filter((name) => !OPTIONS.includes(name));
  const said = Object.entries(rules).filter(([, settings]) => settings !== undefined);
  return [
    ...strangers.map(
      (name) => `unknown option ${JSON.stringify(name)}${didYouMean(name, OPTIONS, `it has ${OPTIONS.join(", ")}`)}`,
    ),
    ...(SETS.some((each) => each === set)
      ? []
      : [`unknown set ${JSON.stringify(set)}${didYouMean(String(set), SETS, sets)}`]),
    ...[...selectionFlaws(selections), ...entriesFlaws(Object.fromEntries(said)), ...sharedWaiverFlaws(waivers)].map(
      ({ text }) => text,
    ),
  ];
}

function refuse(flaws: readonly string[]): void {
  if (flaws.length > 0) {
    throw new Error(`configuring drillPolicies: ${flaws.join("; ")}`);
  }
}

/** The level that code gives, checked before. */
function levelIn(settings: unknown): EnforcementLevel | undefined {
  const level = membersOf(settings)["enforcementLevel"];
  return LEVELS.find((each) => each === level);
}

/** What code says of a rule: by itself, else by selection, else of all. */
function settingsOf(rule: Rule, given: Readonly<Record<string, unknown>>, pack: PackSettings): object {
  const own = membersOf(given[rule.name]);
  const selected = selectionOf(rule, pack.selections);
  const others = selected === undefined ? "disabled" : (selected.enforcementLevel ?? pack.all);
  const general = others === "remediate" && !("remedy" in rule) ? "mandatory" : others;
  return {
    ...(general === undefined ? {} : { enforcementLevel: general }),
    ...own,
    ...(rule === requireKnownRole ? { roles: rolesOf(given) } : {}),
  };
}

/** Roles of the code's own configuration that no rule knows by default: a program may use each of them. */
function rolesOf(given: Readonly<Record<string, unknown>>): string[] {
  const roles = RULES.flatMap((rule) => rolesIn(rule, given[rule.name]));
  return [...new Set(roles)].filter((role) => knownRole(role) === undefined);
}

function rolesIn<Entries extends ConfigEntries>(rule: Rule<Entries>, settings: unknown): readonly string[] {
  return rule.rolesIn?.(configure(rule, "recommended", settings).read({}).config) ?? [];
}

function toPolicy<Entries extends ConfigEntries>(
  rule: Rule<Entries>,
  settings: object,
  { set, waivers }: PackSettings,
  ledger: Ledger,
): ResourceValidationPolicy | StackValidationPolicy {
  const shared = waivers.filter((waiver) => waiver.rules?.includes(rule.name) === true);
  const configuration = configure(rule, set, settings, shared);
  if (!("judgePlan" in rule)) {
    return toWavePolicy(rule, configuration, ledger);
  }
  const policy = toPlanPolicy(rule, configuration, ledger);
  return rule.name === disallowDrift.name ? withSettings(policy, ledger) : policy;
}
