import type { BaseIssue } from "valibot";
import { shortened } from "../../printable";

type Issue = Pick<BaseIssue<unknown>, "path" | "message" | "input">;

/** An error of a schema on one line: the member's path, what was found and what was expected. */
export function describeIssue(issue: Issue): string {
  const path = memberPath((issue.path ?? []).map((step) => step.key));
  const where = path === "" ? "" : `${path}: `;
  const seen = issue.message.startsWith("expected ") ? `saw ${shown(issue.input)}, ` : "";
  return `${where}${seen}${issue.message}`;
}

/** A path into a value, written as in code: `sourceServers[0].tags["a b"]`. */
export function memberPath(steps: readonly unknown[]): string {
  return steps
    .map((step) => {
      if (typeof step === "number") {
        return `[${step}]`;
      }
      const name = String(step);
      return /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(shortened(name, LONGEST))}]`;
    })
    .join("")
    .replace(/^\./, "");
}

const LONGEST = 60;

/** A value as JSON on one line, cut after 60 characters. */
export function shown(value: unknown): string {
  // JSON has neither Infinity nor bigints.
  const isNumber = typeof value === "number" || typeof value === "bigint";
  return shortened(isNumber ? String(value) : (JSON.stringify(value) ?? String(value)), LONGEST);
}
