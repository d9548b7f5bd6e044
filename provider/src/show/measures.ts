import { formatDuration } from "../vocabulary";
import { amount, member, SECRET } from "./foreign";

/** What is not known. */
export const NOT_KNOWN = "-";

/** Between two looks that lie further apart than this, a recovery time is a range. Seconds. */
const WIDE_GAP = 60;

/** Seconds as an operator says them; `-` when they are not known. */
export function durationOrDash(value: unknown): string {
  const known = amount(value);
  return known === undefined ? (value === SECRET ? SECRET : NOT_KNOWN) : formatDuration(known);
}

/** The recovery time of a wave or a server: `8m59s`, or `8m57s to 2h08m57s` when nobody looked for long. */
export function recoveryTime(record: unknown): string {
  const [later, earlier] = [member(record, "recoveryTimeSeconds"), member(record, "recoveryTimeAtLeastSeconds")];
  const [last, first] = [amount(later), amount(earlier)];
  const isWide = last !== undefined && first !== undefined && last - first > WIDE_GAP;
  return isWide ? `${formatDuration(first)} to ${formatDuration(last)}` : durationOrDash(later);
}

/** How long a phase took; `-` when its log does not say when it began or ended. */
export function phaseTime(phase: unknown): string {
  const [start, end] = ["startedAt", "endedAt"].map((name) => {
    const at = member(phase, name);
    return typeof at === "string" ? Date.parse(at) : Number.NaN;
  });
  return durationOrDash(((end ?? Number.NaN) - (start ?? Number.NaN)) / 1000);
}
