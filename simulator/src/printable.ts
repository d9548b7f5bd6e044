import { distance } from "fastest-levenshtein";

/** A text that fits on a line: control characters and lone halves of characters are escaped as in JSON. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u2028\u2029]|\p{Cs}/gu, (character) =>
    character === "\n" ? "\\n" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The text, cut after so many characters; the cut shows. */
export function shortened(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

/**
 * Those of the names that differ from this one by little enough to be what was meant: the nearest, or undefined.
 *
 * Letter case does not count.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const most = Math.max(1, Math.floor(name.length / 4));
  const near = known
    .map((candidate) => ({ candidate, steps: distance(name.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= most)
    .sort((a, b) => a.steps - b.steps);
  return near[0]?.candidate;
}
