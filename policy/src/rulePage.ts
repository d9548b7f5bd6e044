import type { RuleName } from "./rule";

/** The page of a rule: a heading of the package's README, which the registry shows. */
export function rulePage(rule: RuleName): string {
  return `https://www.npmjs.com/package/pulumi-drillwave-policy#${rule}`;
}
