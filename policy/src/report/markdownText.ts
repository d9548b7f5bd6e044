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
  const line = text.replaceAll(/\s+/g, " ").trim();
  const characters = [...line];
  const kept = characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : line;
  return kept
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(MARKUP, "\\$&")
    .replace(/(?<![\w.])@(?=\w)/g, `@${JOINT}`)
    .replace(/([#!])(?=\d)/g, `$1${JOINT}`);
}
