import { nearestName } from "pulumi-drillwave/vocabulary";

/** Other words for what a configuration says, by the word that it is. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  level: "enforcementLevel",
  severity: "enforcementLevel",
  exceptions: "waivers",
  exemptions: "waivers",
  exclude: "waivers",
  id: "server",
  sourceserverid: "server",
  hostname: "server",
  host: "server",
  until: "expires",
  expiry: "expires",
  expiration: "expires",
  why: "reason",
  who: "owner",
  by: "owner",
  error: "mandatory",
  deny: "mandatory",
  block: "mandatory",
  warning: "advisory",
  warn: "advisory",
  off: "disabled",
  none: "disabled",
  fix: "remediate",
};

/** ` did you mean "methods"?` and what there is: the end of a sentence about a name that does not exist. Pure. */
export function didYouMean(given: string, names: readonly string[], otherwise: string): string {
  const meant = meantName(given, names);
  return meant === undefined ? `: ${otherwise}` : `: did you mean ${JSON.stringify(meant)}? ${sentence(otherwise)}`;
}

/** The name that was meant: nearly spelt so, of other words, or of the same words in another order. */
function meantName(given: string, names: readonly string[]): string | undefined {
  const other = OTHER_WORDS[given.toLowerCase()];
  if (other !== undefined && names.includes(other)) {
    return other;
  }
  const near = nearestName(given, names) ?? nearestName(`drs-${given}`, names);
  return near ?? names.find((name) => name.includes("-") && inOrder(name) === inOrder(`drs-${given}`));
}

/** The words of a name in the order of the alphabet, each once. */
function inOrder(name: string): string {
  return [...new Set(name.split("-"))].sort().join("-");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
