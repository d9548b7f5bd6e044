import { count } from "pulumi-drillwave/vocabulary";
import { compliantWhen, type Judgement } from "./judgement";

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The UTC day of an ISO 8601 time: `2026-11-24`; words for a time that DRS did not say. */
export function dayOf(at: string | undefined): string {
  return at?.slice(0, 10) ?? "an unknown day";
}

/** Something that happened, and how many days ago it may have at most. */
export interface Age {
  /** What happened, as the subject of a clause: `its last launch`. */
  what: string;
  at: string;
  /** The moment to count from. */
  now: string;
  maximumDays: number;
  fix: string;
}

/** Compliant when it happened at most `maximumDays` ago. */
export function judgeAge({ what, at, now, maximumDays, fix }: Age): Judgement {
  const days = (Date.parse(now) - Date.parse(at)) / DAY_MS;
  // Rounded up, so that what is too old never reads as just within the limit.
  const shown = Math.ceil(days * 10) / 10;
  return compliantWhen(days <= maximumDays, {
    seen: `${what} was on ${dayOf(at)}, ${count(shown, "day")} ago`,
    wanted: `must be at most ${count(maximumDays, "day")} ago`,
    fix,
  });
}

/** Hours from one ISO 8601 time to another. */
export function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / HOUR_MS;
}

/** `30.5 hours`. Rounded up to a tenth, so that what is too old never reads as just within the limit. */
export function showHours(hours: number): string {
  return count(Math.ceil(hours * 10) / 10, "hour");
}
