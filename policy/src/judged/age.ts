import { compliantWhen, type Judgement } from "./judgement";

const DAY_MS = 86_400_000;

/** The UTC day of an ISO 8601 time: `2026-11-24`. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/** Something that happened, and how long ago it may have. */
export interface Age {
  /** What happened, as the subject of a clause: `its last launch`. */
  what: string;
  at: string;
  /** The moment to count from. */
  now: string;
  maximumDays: number;
  mend: string;
}

/** Compliant when it happened at most so many days ago. */
export function judgeAge({ what, at, now, maximumDays, mend }: Age): Judgement {
  const days = (Date.parse(now) - Date.parse(at)) / DAY_MS;
  // Rounded up: what is too old never reads as if it were just old enough.
  const shown = Math.ceil(days * 10) / 10;
  return compliantWhen(days <= maximumDays, {
    seen: `${what} was on ${dayOf(at)}, ${shown} days ago`,
    wanted: `must be at most ${maximumDays} ${maximumDays === 1 ? "day" : "days"} ago`,
    mend,
  });
}
