import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { drillPolicies, RULES } from "pulumi-drillwave-policy";
import { intoSection, toPages } from "./policyPages/toPages";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * Part of `npm run docs`: writes the rules' pages, made from what the rules say of themselves, into the policy package's
 * README, which violations link to. With `--check` it changes nothing, and fails when the README is out of date.
 */
const path = join(REPOSITORY_ROOT, "policy", "README.md");
const readme = readFileSync(path, "utf8");
const pages = toPages({ rules: RULES, recommended: drillPolicies(), strict: drillPolicies({ set: "strict" }) });
const upToDate = intoSection(readme, "policies", pages);
if (!process.argv.includes("--check")) {
  writeFileSync(path, upToDate);
} else if (readme !== upToDate) {
  console.error(`${path} does not say what the rules say: run npm run docs`);
  process.exitCode = 1;
}
