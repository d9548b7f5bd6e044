import type { PolicyConfigSchema } from "@pulumi/policy";

type Schema = PolicyConfigSchema["properties"][string];

/** Members of a policy's configuration as a Markdown table. */
export function configurationTable(properties: Record<string, Schema>): string {
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      `| \`${name}\` | ${typeOf(schema)} | \`${JSON.stringify(schema.default)}\` | ${schema.description ?? ""} |`,
  );
  return ["| configuration | type | default | what it is |", "|---|---|---|---|", ...rows].join("\n");
}

/** In words: `list of NONE, BASIC or IN_AWS by name`. */
function typeOf(schema: Schema | boolean | undefined): string {
  if (schema === undefined || typeof schema === "boolean") {
    return "anything";
  }
  if (schema.enum !== undefined) {
    return schema.enum.map((value) => `\`${String(value)}\``).join(", ");
  }
  if (schema.type === "array" && !Array.isArray(schema.items)) {
    return `list of ${typeOf(schema.items)}`;
  }
  if (schema.type === "object") {
    return `${typeOf(schema.additionalProperties)} by name`;
  }
  return `${String(schema.type ?? "anything")}${boundsOf(schema)}`;
}

function boundsOf({ minimum, maximum }: Schema): string {
  if (minimum === undefined) {
    return maximum === undefined ? "" : `, at most ${maximum}`;
  }
  return maximum === undefined ? `, at least ${minimum}` : `, ${minimum} to ${maximum}`;
}
