import type { Severity } from "@pulumi/policy";
import { WAIVER_POLICIES } from "../policies/waiverPolicies";
import { type RuleName, rulePage } from "../rule";
import { RULES } from "../rules";

/** What this package's rules say of themselves, as reports need it. */
export interface ReportedRule {
  name: RuleName;
  title: string;
  wants: string;
  /** Absent for policies about waivers. */
  why?: string;
  fix?: string;
  severity: Severity;
  /** Controls that evidence of the rule supports. */
  supports: readonly string[];
  page: string;
}

const KNOWN: ReadonlyMap<string, ReportedRule> = new Map(
  [
    ...RULES.map(({ name, displayName, wants, why, fix, severity, supports }) => ({
      name,
      title: displayName,
      wants,
      why,
      fix,
      severity,
      supports,
      page: rulePage(name),
    })),
    ...WAIVER_POLICIES.map(({ name, displayName, description, severity }) => ({
      name,
      title: displayName,
      wants: description,
      severity,
      supports: [],
      page: rulePage(name),
    })),
  ].map((rule) => [rule.name, rule]),
);

/** The rule with this name; undefined for one of another pack, or of another version of this one. */
export function ruleFacts(name: string): ReportedRule | undefined {
  return KNOWN.get(name);
}
