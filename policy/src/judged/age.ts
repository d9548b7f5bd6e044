import { count } from "pulumi-drillwave/vocabulary";

const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The UTC day of an ISO 8601 time: `2026-11-24`; words for a time that DRS did not say. */
export function dayOf(at: string | undefined): string {
  return at?.slice(0, 10) ?? "an unknown day";
}

/** Hours from one ISO 8601 time to another. */
export function hoursBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / HOUR_MS;
}

/** `30.5 hours`. Rounded up to a tenth, so that what is too old never reads as just within the limit. */
export function showHours(hours: number): string {
  return count(Math.ceil(hours * 10) / 10, "hour");
}
