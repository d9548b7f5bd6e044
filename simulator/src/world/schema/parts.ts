import { isIPv4 } from "node:net";
import { Address4, Address6 } from "ip-address";
import * as v from "valibot";
import type { Patch } from "../../mergePatch";
import { nearestName, printable } from "../../printable";
import { shown } from "./describeIssue";

// A message that begins with "expected" is printed after "saw X, ". Any other message is printed alone.

/** An object with these members and no others. It refuses lists, which valibot takes for objects. */
export function objectOf<const Entries extends v.ObjectEntries>(entries: Entries) {
  const known = Object.keys(entries);
  return v.pipe(
    v.custom<object>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      "expected an object",
    ),
    v.strictObject(entries, (issue) => memberMessage(issue, known)),
  );
}

function memberMessage(issue: v.StrictObjectIssue, known: readonly string[]): string {
  if (issue.expected !== "never") {
    return "missing";
  }
  const step = issue.path?.at(-1);
  const near = nearestName(String(step?.key), known);
  const hint = near === undefined ? "" : `; did you mean ${near}?`;
  return `unknown member, saw ${shown(step?.value)}, expected one of ${known.join(", ")}${hint}`;
}

/** A list of such items. */
export function listOf<Item extends v.GenericSchema>(item: Item) {
  return v.array(item, "expected a list");
}

/** One of these strings. */
export function oneOf<const Options extends readonly string[]>(options: Options) {
  return v.picklist(options, `expected one of ${options.map((option) => `"${option}"`).join(", ")}`);
}

/** true or false. */
export const flag = v.boolean("expected true or false");

/** Any string. It is sent in JSON answers only, so control characters do no harm. */
export const freeText = v.string("expected a string");

/** A string without control characters, which AWS forbids in tags and EC2's XML cannot hold. */
export const plainText = v.pipe(
  freeText,
  v.check((text) => printable(text) === text, "expected a string without control characters"),
);

/** A string that matches a pattern; messages name the `form`. */
export function matching(pattern: RegExp, form: string) {
  return v.pipe(v.string(`expected ${form}`), v.regex(pattern, `expected ${form}`));
}

/** A whole number from `least` to `most`. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  const whole = "expected a whole number";
  return v.pipe(
    v.number(whole),
    v.check(isWhole, whole),
    v.check(within(least, most), `${whole} from ${least} to ${most}`),
  );
}

function isWhole(value: number): boolean {
  return Number.isInteger(value) || !Number.isFinite(value);
}

/** A number from `least` to `most`, fractions included. */
export function numberWithin(least: number, most: number) {
  return v.pipe(
    v.number("expected a number"),
    v.check(within(least, most), `expected a number from ${least} to ${most}`),
  );
}

function within(least: number, most: number): (value: number) => boolean {
  return (value) => value >= least && value <= most;
}

/** Simulated seconds, up to ten years: enough for any world, and every date stays within what JavaScript can represent. */
export const seconds = numberWithin(0, 315_360_000);

/** A delay in real milliseconds, up to an hour; no client waits longer. */
export const delay = wholeNumber(0, 3_600_000);

/** Tags. `checkShape` refuses the names that valibot would drop silently. */
export const tags = v.record(plainText, plainText, "expected an object");

/** What an answer has besides, or instead of, its usual members: a JSON Merge Patch (RFC 7396), in which `null` removes a member. */
export const patch = v.custom<Patch>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "expected an object",
);

/** Tags of EC2; `null` takes away one that DRS would set. */
export const tagChanges = v.record(plainText, v.nullable(plainText), "expected an object");

/** A value, or `null` where the answer lacks the member. */
export function orAbsent<Value extends v.GenericSchema>(value: Value) {
  return v.optional(v.nullable(value));
}

/** A date and time in ISO 8601. */
export const dateTime = v.pipe(
  v.string("expected a date and time"),
  v.check(isDateTime, 'expected a date and time such as "2026-01-15T09:00:00Z"'),
);

/** Whether the text is an IPv4 CIDR block. */
export function isCidrBlock(text: string): boolean {
  return text.includes("/") && Address4.isValid(text);
}

/** Whether the text is an IPv6 CIDR block, such as `::/0`. */
export function isIpv6CidrBlock(text: string): boolean {
  // A zone (`fe80::1%eth0`) belongs to an interface of a host, not to a network.
  return text.includes("/") && !text.includes("%") && Address6.isValid(text);
}

/** An IPv4 address. */
export const ipv4 = v.pipe(v.string("expected an IPv4 address"), v.check(isIPv4, "expected an IPv4 address"));

/** An IPv4 CIDR block. */
export const cidrBlock = v.pipe(
  v.string("expected an IPv4 CIDR block"),
  v.check(isCidrBlock, "expected an IPv4 CIDR block"),
);

const DATE_TIME = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

/** Whether the text is a date and time in ISO 8601 with an offset, and one that exists: no 31 February, no 25th hour. */
function isDateTime(text: string): boolean {
  const [matched, year, month, day] = DATE_TIME.exec(text) ?? [];
  if (matched === undefined || Number.isNaN(Date.parse(text))) {
    return false;
  }
  // Date.parse reads 31 February as 3 March.
  const lastOfMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number(day) <= lastOfMonth;
}

/** The id of a source server. */
export const sourceServerID = matching(/^s-[0-9a-zA-Z]{17}$/, '"s-" and 17 letters or digits');
/** The id of a job. */
export const jobID = matching(/^drsjob-[0-9a-zA-Z]{17}$/, '"drsjob-" and 17 letters or digits');
/** The id of a recovery snapshot. */
export const snapshotID = matching(/^pit-[0-9a-zA-Z]{17}$/, '"pit-" and 17 letters or digits');
/** The id of an EC2 instance. */
export const instanceID = ec2Id("i-");
/** The id of a launch template. */
export const launchTemplateId = ec2Id("lt-");
/** The id of a subnet. */
export const subnetId = ec2Id("subnet-");
/** The id of a VPC. */
export const vpcId = ec2Id("vpc-");
/** The id of a security group. */
export const securityGroupId = ec2Id("sg-");
/** The id of a network interface. */
export const networkInterfaceId = ec2Id("eni-");
/** The id of a volume. */
export const volumeId = ec2Id("vol-");
/** The id of a route table. */
export const routeTableId = ec2Id("rtb-");

function ec2Id(prefix: string) {
  return matching(new RegExp(`^${prefix}[0-9a-fA-F]{8,17}$`), `"${prefix}" and 8 to 17 hexadecimal digits`);
}
