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

/** `docs/policies.md`: the table of all policies, and a page for each. Markdown. */
export function toPages(sources: PageSources): string {
  const head = [
    "<!-- Generated from the rules by `npm run docs`; edit policy/src/rules instead. -->",
    "# Policies",
    "What a policy pack of DrillWave judges, and how loud it is in each set. [How to run and configure them](../policy/README.md).",
  ];
  return `${[...head, toTable(sources), toControls(), ...toRulePages(sources)].join("\n\n")}\n`;
}

/** A row a policy, each linked to its page on the same Markdown page. */
export function toTable({ recommended, strict }: PageSources): string {
  const rows = recommended.map((policy, index) => {
    const levels = [policy.enforcementLevel, strict[index]?.enforcementLevel];
    return `| [\`${policy.name}\`](#${policy.name}) | ${policy.severity} | ${levels.join(" | ")} | ${policy.description} |`;
  });
  return ["| policy | severity | recommended | strict | what it wants |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** One page for each policy; its heading is the anchor that violations link to. */
export function toRulePages({ rules, recommended, strict }: PageSources): string[] {
  return recommended.map((policy, index) => {
    const rule = rules.find((each) => each.name === policy.name);
    return [
      `## ${policy.name}`,
      `**${policy.displayName}.** ${policy.description}`,
      `Severity ${policy.severity}; ${policy.enforcementLevel} in \`recommended\`, ${strict[index]?.enforcementLevel} in \`strict\`.`,
      ...(rule === undefined ? [] : [rule.why, `Mend it: ${rule.mend}`]),
      ...(canRemedy(policy) ? ["At the level `remediate`, the policy mends it itself."] : []),
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

/** What the rules support, in full. Whether a control is met is for an auditor to say. */
export function toControls(): string {
  const rows = Object.values(CONTROLS).map(
    ({ short, name, version, title, specification }) =>
      `| ${short} | [${name}](${specification}), ${version} | ${title} |`,
  );
  return [
    "## Frameworks",
    "",
    "Controls that evidence of these rules supports; whether one is met is for an auditor to say.",
    "",
    "| control | framework | title |",
    "|---|---|---|",
    ...rows,
  ].join("\n");
}
