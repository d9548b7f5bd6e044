import type { PolicyConfigSchema, ResourceValidationPolicy, StackValidationPolicy } from "@pulumi/policy";
import { CONTROLS, type RuleFacts } from "pulumi-drillwave-policy";
import { configurationTable } from "./configurationTable";

type Policy = ResourceValidationPolicy | StackValidationPolicy;

/** What the pages are made of: the rules, and the policies of each set in the same order. */
export interface PageSources {
  rules: readonly RuleFacts[];
  recommended: readonly Policy[];
  strict: readonly Policy[];
}

/** The table of all policies, the frameworks that they support, and a page for each policy. Markdown. */
export function toPages(sources: PageSources): string {
  return [toTable(sources), toControls(), ...toRulePages(sources)].join("\n\n");
}

/** One row for each policy, linked to its page below. */
function toTable({ recommended, strict }: PageSources): string {
  const rows = recommended.map((policy, index) => {
    const levels = [policy.enforcementLevel, strict[index]?.enforcementLevel];
    return `| [\`${policy.name}\`](#${policy.name}) | ${policy.severity} | ${levels.join(" | ")} | ${policy.description} |`;
  });
  return ["| policy | severity | recommended | strict | what it wants |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** One page for each policy; its heading is the anchor that violations link to. */
function toRulePages({ rules, recommended, strict }: PageSources): string[] {
  return recommended.map((policy, index) => {
    const rule = rules.find((each) => each.name === policy.name);
    return [
      `## ${policy.name}`,
      `**${policy.displayName}.** ${policy.description}`,
      `Severity ${policy.severity}; ${policy.enforcementLevel} in \`recommended\`, ${strict[index]?.enforcementLevel} in \`strict\`.`,
      ...(rule === undefined ? [] : [rule.why, `Fix: ${rule.fix}`]),
      ...(canRemedy(policy) ? ["At the level `remediate`, the policy fixes it by itself."] : []),
      ...configurationOf(policy.configSchema),
      ...(rule === undefined
        ? []
        : [`Supports ${rule.supports.map((control) => CONTROLS[control].short).join(", ")}.`]),
    ].join("\n\n");
  });
}

function canRemedy(policy: Policy): boolean {
  return "remediateResource" in policy;
}

function configurationOf(schema: PolicyConfigSchema | undefined): string[] {
  const { unknown: _unknown, waivers: _waivers, ...own } = schema?.properties ?? {};
  return Object.keys(own).length === 0 ? [] : [configurationTable(own)];
}

/** The controls that the rules support, in full. */
function toControls(): string {
  const rows = Object.values(CONTROLS).map(
    ({ short, name, version, title, specification }) =>
      `| ${short} | [${name}](${specification}), ${version} | ${title} |`,
  );
  return [
    "## Frameworks",
    "",
    "Controls that the evidence of these rules supports. Whether a control is met is for an auditor to say.",
    "",
    "| control | framework | title |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}
