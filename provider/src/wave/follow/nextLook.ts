/** When to look again at a recovery job: often when its end is near, seldom when it cannot end. */
import { SERVER_OPEN } from "../../drs/status";
import type { Job } from "../../drs/types";

/** What is known of a job that goes on, in the service's time. */
export interface JobProgress {
  /** Since the job's creation; not a number where that is not known. */
  ageMs: number;
  /** Since the look that saw the job change for the last time. */
  quietMs: number;
  job: Pick<Job, "servers">;
}

/**
 * Seconds of a job's age from which on it is looked at so often, in seconds, from the recorded jobs
 * (docs/drs-facts.md#how-long-a-job-takes): Linux ends at 533 to 539 s, Windows at about 1255 s or at 1861 s. A server
 * that is skipped ends in the first seconds, one whose conversion fails at 227 to 251 s. The sum of the looks stays
 * below that of a look every 15 s, whenever the job ends.
 */
const TIMELINE: readonly { from: number; every: number }[] = [
  { from: 0, every: 5 },
  { from: 5, every: 25 },
  { from: 30, every: 30 },
  { from: 220, every: 10 },
  { from: 260, every: 30 },
  { from: 505, every: 4 },
  { from: 560, every: 22 },
  { from: 1240, every: 4 },
  { from: 1300, every: 16 },
  { from: 1850, every: 4 },
  { from: 1870, every: 15 },
];

/** Where no age is known. */
const UNKNOWN_AGE_SECONDS = 15;

/** JOB_END comes 2 to 3 s after the last server's end (docs/drs-facts.md#how-long-a-job-takes). */
const ALL_ENDED: readonly { from: number; every: number }[] = [
  { from: 0, every: 2 },
  { from: 20, every: 10 },
  { from: 300, every: 15 },
];

/** The servers of a job launch within seconds of each other, unless one of them fails. */
const SOME_LAUNCHED_SECONDS = 30;
const SOME_LAUNCHED_EVERY_SECONDS = 4;

/** Milliseconds of the service's time until the next look at a job that goes on. Pure. */
export function nextLookMs({ ageMs, quietMs, job: { servers } }: JobProgress): number {
  const open = servers.filter(({ launchStatus = "PENDING" }) => SERVER_OPEN.includes(launchStatus));
  const quiet = quietMs / 1000;
  if (servers.length > 0 && open.length === 0) {
    return pace(ALL_ENDED, quiet).every * 1000;
  }
  const byAge = Number.isFinite(ageMs) ? byTimeline(Math.max(0, ageMs / 1000)) : UNKNOWN_AGE_SECONDS;
  const someLaunched = servers.some(({ launchStatus }) => launchStatus === "LAUNCHED");
  const soon = someLaunched && quiet < SOME_LAUNCHED_SECONDS ? SOME_LAUNCHED_EVERY_SECONDS : byAge;
  return Math.min(soon, byAge) * 1000;
}

/**
 * Seconds to the next look by the job's age alone. A pace that begins before the next look is not slept over; nor is it
 * met to the second, or each of several jobs of nearly one age would be looked at on its own.
 */
function byTimeline(age: number): number {
  const { every, next } = pace(TIMELINE, age);
  if (next === undefined || age + every <= next.from) {
    return every;
  }
  return Math.min(every, Math.max(next.from - age, next.every));
}

function pace(paces: readonly { from: number; every: number }[], seconds: number) {
  const index = paces.findLastIndex(({ from }) => from <= seconds);
  return { every: paces[index]?.every ?? UNKNOWN_AGE_SECONDS, next: paces[index + 1] };
}

/** What of a job says that its log has news: its status, its end, and what became of each server. Pure. */
export function fingerprintOf({ status, endedAt, servers }: Job): string {
  const states = servers.map((server) => JSON.stringify(server)).sort();
  return JSON.stringify([status, endedAt ?? null, ...states]);
}

/**
 * How much faster the service's clock runs than ours: 1 in AWS, more with a simulator whose clock is sped up. Below 2 it
 * is the rounding of the service's time to seconds. Pure.
 */
export function clockSpeed(serviceMs: number, localMs: number): number {
  const ratio = localMs > 0 ? serviceMs / localMs : 1;
  return ratio >= 2 ? ratio : 1;
}
