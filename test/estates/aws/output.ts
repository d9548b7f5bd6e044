import { search } from "@aws-lambda-powertools/jmespath";

/** Formats that a command may ask for. */
export type OutputFormat = "json" | "text";

/** What the AWS CLI prints of an answer: with `query`, what that JMESPath expression finds in it. */
export function printed(answer: object, format: OutputFormat, query: string | undefined): string {
  const plain = withoutMetadata(answer);
  const found = query === undefined ? plain : (search(query, plain) ?? null);
  if (format === "json") {
    return `${JSON.stringify(found, undefined, 4)}\n`;
  }
  const text = asText(found);
  return text === "" ? "" : `${text}\n`;
}

/** The answer by the API's names, with its times as texts. */
function withoutMetadata(answer: object) {
  const { $metadata: _metadata, ...members } = answer as Record<string, unknown>;
  return JSON.parse(JSON.stringify(members));
}

/** One value, or the values of a list on one line; the AWS CLI's text for structures is not for shells. */
function asText(found: unknown): string {
  if (Array.isArray(found)) {
    return found.map(asText).join("\t");
  }
  if (typeof found === "object" && found !== null) {
    throw new Error(`the stand-in for the AWS CLI prints no structures as text: ${JSON.stringify(found)}`);
  }
  return found === null ? "None" : found === true ? "True" : found === false ? "False" : String(found);
}
