import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drillPolicies, RULES } from "pulumi-drillwave-policy";
import { intoSection } from "./policyPages/intoSection";
import { toControls, toPages, toRulePages, toTable } from "./policyPages/toPages";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * `npm run docs` writes the rules' pages from the rules' own metadata: docs/policies.md, and the same in the policy
 * package's README, which violations link to. With `--check` it changes nothing and fails when a page is out of date.
 */
const sources = { rules: RULES, recommended: drillPolicies(), strict: drillPolicies({ set: "strict" }) };
const readme = join(REPOSITORY_ROOT, "policy", "README.md");
const section = [toTable(sources), toControls(), ...toRulePages(sources)].join("\n\n");
const pages: [string, string][] = [
  [join(REPOSITORY_ROOT, "docs", "policies.md"), toPages(sources)],
  [readme, intoSection(readFileSync(readme, "utf8"), "policies", section)],
];
for (const [path, text] of pages) {
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (textOf(path) !== text) {
    console.error(`${path} is not what the rules say: npm run docs writes it again`);
    process.exitCode = 1;
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
