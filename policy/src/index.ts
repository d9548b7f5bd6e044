/** The rules as a library, for policy packs of your own. Constructs no PolicyPack. */
import type { RuleFacts } from "./rule";
import { RULES as ALL_RULES } from "./rules";

export { CONTROLS, type Control, type Framework } from "./controls";
export { type DrillPoliciesOptions, drillPolicies, type RulesSettings } from "./policies/drillPolicies";
export type { AllSettings } from "./policies/policyFlaws";
export type { FrameworkOrControl, Selection } from "./policies/selection";
export type { CommonSettings, GivenWaiver, RuleSettings, SetName } from "./policies/settings";
export type { SharedWaiver } from "./policies/sharedWaivers";
export type { WaiverPolicyName } from "./policies/waiverPolicies";
export type { EnforcementLevel, Level, RuleFacts, RuleName } from "./rule";

/** What every rule says of itself, in the order of the pages. */
export const RULES: readonly RuleFacts[] = ALL_RULES;
