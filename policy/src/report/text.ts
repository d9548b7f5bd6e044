import { harmless } from "pulumi-drillwave/vocabulary";

/** The engine's colours, as its events spell them before a terminal makes colours of them. */
const COLOUR = /<\{%.*?%\}>/g;

/** A text of the engine on one line, without its colours and harmless: it quotes hostnames and texts of AWS. */
export function plainText(text: string): string {
  return harmless(text.replaceAll(COLOUR, "").replaceAll(/\s+/g, " ").trim());
}

/** Characters that XML 1.0 cannot hold, not even escaped; halves of pairs among them. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** The text as XML can hold it: what it cannot becomes U+FFFD. Does not escape. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, "\uFFFD");
}

/** What Markdown reads as more than text. */
const MARKUP = /[\\`*_[\]~|$]/g;
const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Invisible; keeps what follows from being a mention of a person, an issue or a merge request. */
const JOINT = "\u200B";

/**
 * The text as Markdown shows it literally, in a cell of a table too: one line, no markup, nobody notified. At most
 * `length` characters of the text; … stands for the rest.
 */
export function markdownText(text: string, length = Number.POSITIVE_INFINITY): string {
  const line = harmless(text.replaceAll(/\s+/g, " ").trim());
  const characters = [...line];
  const kept = characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
  return kept
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(MARKUP, "\\$&")
    .replace(/(?<![\w.])@(?=\w)/g, `@${JOINT}`)
    .replace(/([#!])(?=\d)/g, `$1${JOINT}`);
}
