/** The rules as a library, for policy packs of your own. Constructs no PolicyPack. */
import type { RuleFacts } from "./rule";
import { RULES as ALL_RULES } from "./rules";

export { CONTROLS, type Control, type Framework } from "./controls";
export { type DrillPoliciesOptions, drillPolicies } from "./policies/drillPolicies";
export type { RuleSettings, SetName } from "./policies/settings";
export type { Level, RuleFacts, RuleName } from "./rule";

/** What every rule says of itself, in the order of the pages. */
export const RULES: readonly RuleFacts[] = ALL_RULES;
