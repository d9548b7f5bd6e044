/** How DrillWave writes and reads servers, counts, durations and ARNs. Pure; loads nothing. */

/**
 * Characters that a terminal or a page acts on instead of showing them: control characters, those that turn the
 * direction of writing, invisible ones and line ends of any kind
 * (https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters).
 */
const ACTIVE_CHARACTERS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** Somebody else's text, harmless wherever it is shown: white space as one space, other active characters as `\\u202e`. */
export function harmless(text: string): string {
  return text.replace(/[\t\n\v\f\r\u0085\u2028\u2029]+/g, " ").replace(ACTIVE_CHARACTERS, escapeUnit);
}

/** A UTF-16 code unit as JSON escapes it: `\\u202e`. */
export function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

/** `db-1 (s-0123456789abcdef0)`, or the id alone where the hostname is not known. */
export function nameServer(server: {
  readonly sourceServerId: string;
  readonly hostname?: string | undefined;
}): string {
  const { sourceServerId, hostname } = server;
  return harmless(hostname === undefined ? sourceServerId : `${hostname} (${sourceServerId})`);
}

/** A server as it is named: by its hostname where that is known. */
type Nameable = Parameters<typeof nameServer>[0];

/** How many a short text names before it counts. */
const NAMED = 3;

/**
 * `db-1`, `db-1 and db-2`, `db-1, db-2, db-3 and 7 more`: by hostname alone where no other of `among` has it, else as
 * {@link nameServer}. For texts that must be short; what fails a drill names every server.
 */
export function nameSome(servers: readonly Nameable[], among: readonly Nameable[] = servers): string {
  return someOf(servers.map((server) => shortName(server, among)));
}

/** `a`, `a and b`, `a, b, c and 7 more`: for texts that must be short. */
export function someOf(names: readonly string[]): string {
  const more = names.length - NAMED;
  return listed(more > 0 ? [...names.slice(0, NAMED), `${more} more`] : names);
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function shortName(server: Nameable, among: readonly Nameable[]): string {
  const { hostname } = server;
  const isUnique = hostname !== undefined && among.filter((each) => each.hostname === hostname).length < 2;
  return isUnique ? harmless(hostname) : nameServer(server);
}

/** A value as a message shows it: at most 60 characters. */
export function shorten(value: unknown): string {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}...` : json;
}

/** `1 server`, `2 servers`; give `plural` where it is not the noun with an s: `count(2, "address", "addresses")`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}

/** Seconds as a person says them: `45s`, `8m59s`, `1h02m00s`. Rounded to whole seconds; a negative duration is `0s`. */
export function formatDuration(totalSeconds: number): string {
  const whole = Math.max(0, Math.round(totalSeconds));
  const [hours, minutes, seconds] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), whole % 60];
  const twoDigits = (part: number) => String(part).padStart(2, "0");
  if (hours > 0) {
    return `${hours}h${twoDigits(minutes)}m${twoDigits(seconds)}s`;
  }
  return minutes > 0 ? `${minutes}m${twoDigits(seconds)}s` : `${seconds}s`;
}

/** Micro is written `u`, or with either of Unicode's two signs for it. */
const GO_UNITS = new Map([
  ["ns", 1e-9],
  ["us", 1e-6],
  ["\u00b5s", 1e-6],
  ["\u03bcs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
  ["m", 60],
  ["h", 3600],
]);

const GO_PART = "(\\d+\\.?\\d*|\\.\\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)";
const GO_DURATION = new RegExp(`^([+-]?)((?:${GO_PART})+|0)$`);

/**
 * Seconds of a text in Go's duration syntax, such as `1h30m`, which Pulumi's `customTimeouts` use
 * (https://pkg.go.dev/time#ParseDuration); undefined for any other text.
 */
export function parseGoDuration(text: string): number | undefined {
  const [, sign, parts] = GO_DURATION.exec(text) ?? [];
  if (parts === undefined) {
    return undefined;
  }
  const amounts = [...parts.matchAll(new RegExp(GO_PART, "g"))];
  const seconds = amounts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (GO_UNITS.get(unit ?? "") ?? 0), 0);
  return sign === "-" ? -seconds : seconds;
}

/**
 * The account that an ARN names: its fifth part
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html). Undefined for a text that is not an ARN, and
 * for an ARN without an account.
 */
export function accountOfArn(arn: string): string | undefined {
  const [scheme, , , , account] = arn.split(":");
  return scheme === "arn" && account !== undefined && account !== "" ? account : undefined;
}

/** ISO 8601 UTC with milliseconds, of epoch milliseconds. */
export function toIso(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/**
 * What a person must know where the stack's configuration names one Region and an environment another; undefined where
 * they agree or the environment names none. AWS's tools read either variable. Pure.
 */
export function regionTakenText(
  configured: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const variable = ["AWS_REGION", "AWS_DEFAULT_REGION"].find((name) => (environment[name] ?? "") !== "");
  const named = variable === undefined ? undefined : environment[variable];
  if (named === undefined || named === configured) {
    return undefined;
  }
  return (
    `the Region ${configured} is taken, because the stack's configuration (aws:region) comes before the environment, ` +
    `where ${variable} is ${named}; the arg \`region\` comes before both`
  );
}
