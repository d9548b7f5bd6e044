import type { Policies, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import type { ConfigEntries, Rule, RuleName } from "../rule";
import { RULES } from "../rules";
import { type EngineSession, listenToEngine } from "./engineSession";
import { emptyLedger, type Ledger } from "./ledger";
import { configure, type RuleSettings, SETS, type SetName } from "./settings";
import { toPlanPolicy, toWavePolicy } from "./toPolicy";
import { waiverPolicies } from "./waiverPolicies";

export interface DrillPoliciesOptions {
  /** Default `recommended`. In `strict`, nearly every rule is mandatory, even where it cannot judge. */
  set?: SetName;
  /** Level and configuration of single rules, over the set's. A pack's configuration file overrides both. */
  rules?: Partial<Record<RuleName, RuleSettings>>;
}

/**
 * The policies of every rule, for a PolicyPack of your own. Creates no pack. Give a pack the policies of one call only:
 * they share what they saw of the waves.
 *
 * @throws for a set, rule or level that does not exist, and for configuration that a rule does not take.
 */
export function drillPolicies(options: DrillPoliciesOptions = {}): Policies {
  return policiesOf(options, listenToEngine());
}

/** The same for a test, which says what the engine has said. */
export function policiesOf(
  { set = "recommended", rules = {} }: DrillPoliciesOptions,
  session: EngineSession,
): Policies {
  const names: ReadonlySet<string> = new Set(RULES.map((rule) => rule.name));
  const strangers = Object.keys(rules).filter((name) => !names.has(name));
  if (strangers.length > 0) {
    throw new Error(`drillPolicies: there is no rule ${strangers.join(", ")}`);
  }
  if (!SETS.includes(set)) {
    throw new Error(`drillPolicies: there is no set ${set}, expected ${SETS.join(" or ")}`);
  }
  const ledger = emptyLedger(session);
  return [...RULES.map((rule) => toPolicy(rule, set, rules[rule.name] ?? {}, ledger)), ...waiverPolicies(ledger)];
}

function toPolicy<Entries extends ConfigEntries>(
  rule: Rule<Entries>,
  set: SetName,
  settings: RuleSettings,
  ledger: Ledger,
): ResourceValidationPolicy | StackValidationPolicy {
  const configuration = configure(rule, set, settings);
  return "judgePlan" in rule ? toPlanPolicy(rule, configuration, ledger) : toWavePolicy(rule, configuration, ledger);
}
