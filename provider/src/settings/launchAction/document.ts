import { clauseOf } from "../../errors";
import type { SsmDocument } from "../../ssm/types";
import { listed } from "../../vocabulary";
import type { SettingsContext } from "../context";

/** What is known of an SSM document. */
export type DocumentFacts = { found: SsmDocument } | { missing: true } | { unknown: string };

/** Looks at a document; a refused look is "not known" and stops nothing. */
export async function lookAtDocument(
  { ssm }: Pick<SettingsContext, "ssm">,
  document: string,
  version: string,
): Promise<DocumentFacts> {
  try {
    const found = await ssm.findDocument(document, version);
    return found === undefined ? { missing: true } : { found };
  } catch (error) {
    return { unknown: clauseOf(error) };
  }
}

/** What a person should know of the document before a drill runs it, one sentence each. Pure. */
export function documentNotes(
  facts: DocumentFacts,
  document: string,
  version: string,
  given: readonly string[],
): string[] {
  if ("unknown" in facts) {
    return [`whether SSM has the document ${document} is not known: ${facts.unknown}`];
  }
  if ("missing" in facts) {
    return [`SSM has no document ${document} in version ${version} in this Region yet: without it the action fails`];
  }
  const { parameters = [], type } = facts.found;
  const names = parameters.map(({ name }) => name);
  const strangers = parameters.length === 0 ? [] : given.filter((name) => !names.includes(name));
  const lacking = parameters.filter(({ name, hasDefault }) => !hasDefault && !given.includes(name));
  const runs = type === undefined || type === "Command" || type === "Automation";
  return [
    ...(runs ? [] : [`${document} is a document of the type ${type}, and DRS runs Command and Automation`]),
    ...(strangers.length === 0 ? [] : [`${document} takes ${listed(names)}, and not ${listed(strangers)}`]),
    ...(lacking.length === 0
      ? []
      : [`${document} needs ${listed(lacking.map(({ name }) => name))}, and the action does not give it`]),
  ];
}
