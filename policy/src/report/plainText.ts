/** The engine's colours, as its events spell them before a terminal makes colours of them. */
const COLOUR = /<\{%.*?%\}>/g;

/** A text of the engine on one line, without its colours. */
export function plainText(text: string): string {
  return text.replaceAll(COLOUR, "").replaceAll(/\s+/g, " ").trim();
}
