import { distance } from "fastest-levenshtein";

/** The text on one line: control characters and lone surrogates are escaped as in JSON. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]|\p{Cs}/gu, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The text, cut to this many characters; an ellipsis shows the cut. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/**
 * The known name that was probably meant: the nearest one within a few edits, ignoring case, or undefined.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 4));
  const near = known
    .map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}
