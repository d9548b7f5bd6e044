import { placeOf } from "../policies/configurationFlaws";
import { fileFlaws } from "../policies/policyFlaws";
import { lineOf, placesIn, repeatedIn } from "./jsonText";

/**
 * What is wrong with a configuration file of a pack, one line each with its place, in the order of the file. The engine
 * ignores the names of rules that it does not know, and names no line.
 *
 * `own`: policies of the pack that are not of this package. Pure.
 *
 * @throws when the text is no JSON.
 */
export function checkConfiguration(text: string, name: string, own: readonly string[], now: Date): string[] {
  // The engine takes an empty file for one without entries.
  if (text.trim() === "") {
    return [];
  }
  const content = parse(text, name);
  const places = placesIn(text);
  const repeated = repeatedIn(places).map(({ path, line }) => ({
    line,
    text: `${placeOf(path)} is there twice: the entry before this one is not read`,
  }));
  const flaws = fileFlaws(content, own, now).map((flaw) => ({ line: lineOf(places, flaw.path), text: flaw.text }));
  return [...repeated, ...flaws]
    .sort((a, b) => a.line - b.line)
    .map((flaw) => `${name}:${flaw.line}: ${oneLine(flaw.text)}`);
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`reading ${name}: saw no JSON, as the engine wants it (without comments): ${oneLine(why)}`);
  }
}

/** Names and values come from the file. */
function oneLine(text: string): string {
  return text.replaceAll(/\s*[\n\r]\s*/g, " ");
}
