import { type PolicyPlace, toArn, toPolicyDocument } from "./policyDocument";
import type { PermissionStatement } from "./table";

/** What a policy can be printed as. */
export const FORMATS = ["policy", "markdown", "json"] as const;

export type Format = (typeof FORMATS)[number];

/** Whether this is one of {@link FORMATS}. */
export function isFormat(text: string): text is Format {
  return FORMATS.some((format) => format === text);
}

/** The statements in one of the formats. IAM's JSON holds no comments, so reasons are in the other two. Pure. */
export function printed(statements: readonly PermissionStatement[], format: Format, place: PolicyPlace): string {
  switch (format) {
    case "policy":
      return toText(toPolicyDocument(statements, place));
    case "json":
      return toText({ document: toPolicyDocument(statements, place), reasons: statements.flatMap(reasonsOf) });
    case "markdown":
      return toMarkdown(statements, place);
  }
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function reasonsOf({ sid, policy, sentBy, actions }: PermissionStatement) {
  return Object.entries(actions).map(([action, reason]) => ({ action, sid, policy, sentBy, reason }));
}

function toMarkdown(statements: readonly PermissionStatement[], place: PolicyPlace): string {
  const rows = statements.flatMap(({ sid, sentBy, resources, condition, actions }) => {
    const on = resources === "*" ? "`*`" : resources.map((each) => `\`${toArn(each, place)}\``).join("<br>");
    const when = condition === undefined ? "" : `\`${JSON.stringify(condition)}\``;
    return Object.entries(actions).map(
      ([action, reason]) => `| \`${action}\` | ${reason} | ${sentBy} | ${on} | ${when} | ${sid} |`,
    );
  });
  const head = ["| action | why | sent by | resources | condition | Sid |", "|---|---|---|---|---|---|"];
  return `${[...head, ...rows].join("\n")}\n`;
}
