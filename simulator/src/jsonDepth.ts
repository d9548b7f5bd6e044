/** Deeper than anything that the simulator reads: the API model and the world file nest less than ten levels. */
export const DEEPEST_JSON = 64;

/**
 * How deep lists and objects nest in a JSON text, found without recursion: what JSON.parse still reads, JSON.stringify may not be able to
 * write again. Of a text that is no JSON it gives a number without meaning.
 */
export function jsonDepth(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString && character === "\\") {
      index += 1;
    } else if (character === '"') {
      inString = !inString;
    } else if (!inString && (character === "[" || character === "{")) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (!inString && (character === "]" || character === "}")) {
      depth -= 1;
    }
  }
  return deepest;
}
