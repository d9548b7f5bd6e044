/** https://pkg.go.dev/time#ParseDuration; micro is written with either of Unicode's two signs, or `u`. */
const SECONDS = new Map([
  ["ns", 1e-9],
  ["us", 1e-6],
  ["\u00b5s", 1e-6],
  ["\u03bcs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
]);

const PART = "(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
const DURATION = new RegExp(`^([+-]?)((?:${PART})+|0)$`);

/** Seconds of a text in Go's duration syntax, such as `1h30m`; undefined when it is none. */
export function secondsOfDuration(text: string): number | undefined {
  const [, sign, parts] = DURATION.exec(text) ?? [];
  if (parts === undefined) return undefined;
  const amounts = [...parts.matchAll(new RegExp(PART, "g"))];
  const seconds = amounts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS.get(unit ?? "") ?? 0), 0);
  return sign === "-" ? -seconds : seconds;
}
