import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { drillPolicies, RULES } from "pulumi-drillwave-policy";
import { toConfigurationSchema } from "./policyPages/toConfigurationSchema";
import { intoSection, toPages } from "./policyPages/toPages";
import { REPOSITORY_ROOT } from "./process/repositoryRoot";

/**
 * Part of `npm run docs`: writes what is made from what the rules say of themselves: their pages, into the policy package's
 * README, which violations link to, and the JSON schema of a pack's configuration file. With `--check` it changes nothing,
 * and fails when one of them is out of date.
 */
const folder = join(REPOSITORY_ROOT, "policy");
const sources = { rules: RULES, recommended: drillPolicies(), strict: drillPolicies({ set: "strict" }) };
const made: readonly { path: string; make: (now: string) => string }[] = [
  { path: join(folder, "README.md"), make: (readme) => intoSection(readme, "policies", toPages(sources)) },
  {
    path: join(folder, "schema", "policy-config.json"),
    make: () => `${JSON.stringify(toConfigurationSchema(sources), null, 2)}\n`,
  },
];
for (const { path, make } of made) {
  const now = existsSync(path) ? readFileSync(path, "utf8") : "";
  const upToDate = make(now);
  if (!process.argv.includes("--check")) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, upToDate);
  } else if (now !== upToDate) {
    console.error(`${path} does not say what the rules say: run npm run docs`);
    process.exitCode = 1;
  }
}
