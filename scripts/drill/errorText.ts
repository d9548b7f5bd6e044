/** What to do about errors that a drill is known to run into, by a text in them. */
const ADVICE: readonly (readonly [cause: string, advice: string])[] = [
  [
    "UninitializedAccountException",
    'Initialize DRS in this account and region first; in a world file, "initialized" must not be false.',
  ],
  ["ThrottlingException", 'Raise "rateLimit" in the world file, or drill fewer servers.'],
];

const STACK_LINE = /^\s+at .+/;
const BULLET = /^\s*\* /;

/**
 * What an error of the engine says to an operator, on one line: without stack, class name and the engine's own counting,
 * and with what to do where that is known.
 */
export function errorText(message: string): string {
  const lines = message
    .trim()
    .split("\n")
    .filter((line) => !STACK_LINE.test(line) && !/^\d+ errors? occurred:$/.test(line.trim()));
  const bullets = lines.some((line) => BULLET.test(line));
  const text = lines
    .map((line) => line.replace(BULLET, "").trim())
    .filter((line) => line !== "")
    .join(bullets ? "; " : " ")
    .replace(/^Unhandled exception: (?:Error: |[A-Za-z]\w*(?:Error|Exception): )?/, "")
    // A message that ended with a full stop, in a sentence that ends with one.
    .replace(/(?<!\.)\.\.(?= |$)/g, ".");
  return withAdvice(text);
}

function withAdvice(text: string): string {
  const known = ADVICE.find(([cause]) => text.includes(cause));
  if (known === undefined || text.includes(known[1])) return text;
  return `${text}${text.endsWith(".") ? "" : "."} ${known[1]}`;
}
