/**
 * What a resource's row says while something goes on. The engine gives it what the other columns leave, and cuts it there:
 * some 14 characters of 100 columns (docs/engine-facts.md#what-a-terminal-shows). So every row has one shape: how much is
 * done, or one word; then times; then at what; names and reasons come last. Pure.
 */
import { formatDuration, type SuccessLevel } from "../vocabulary";

/** How much of a number of things is done; undefined where it is not known how many there are. */
type Progress = { done: number; of: number } | undefined;

/** `1/2 8m50s launch, 1h21m left`: servers that are done, since when the job runs, what it is at, until the deadline. */
export function jobRow(job: {
  servers: Progress;
  /** Absent where DRS does not say since when. */
  elapsedSeconds?: number;
  phase: string;
  leftSeconds: number;
}): string {
  const { servers, elapsedSeconds, phase, leftSeconds } = job;
  const elapsed = elapsedSeconds === undefined ? undefined : brief(elapsedSeconds);
  const head = [servers && share(servers), elapsed, phase].filter((part) => part !== undefined);
  return `${head.join(" ")}, ${brief(leftSeconds)} left`;
}

/** `1/2 verified to running`. */
export function verifyingRow(servers: NonNullable<Progress>, success: SuccessLevel): string {
  return `${share(servers)} verified to ${success}`;
}

/** `failed: db-1 (s-…) LAUNCH_FAILED: …`, as it comes; the end of the wave says it again, and that stays. */
export function failedRow(failure: string): string {
  return `failed: ${failure}`;
}

/** `waiting: job drsjob-… (LAUNCH) holds s-…`. */
export function waitingRow(why: string): string {
  return `waiting: ${why}`;
}

/** `1m50s left: …`: until something must have shown that DRS may show late. */
export function lateRow(leftSeconds: number, what: string): string {
  return `${brief(leftSeconds)} left: ${what}, which DRS may show late`;
}

/** `2/7 looks: …`: looks that have shown nothing, of those that prove something. */
export function emptyLooksRow(looks: NonNullable<Progress>, what: string): string {
  return `${share(looks)} looks: ${what}, which DRS may list late`;
}

/** `1/2 terminated`. */
export function terminatedRow(instances: NonNullable<Progress>): string {
  return `${share(instances)} terminated`;
}

function share({ done, of }: NonNullable<Progress>): string {
  return `${done}/${of}`;
}

/** A duration in at most two parts: `45s`, `8m59s`, `1h02m`. */
function brief(seconds: number): string {
  const whole = formatDuration(seconds);
  return whole.includes("h") ? whole.replace(/\d+s$/, "") : whole;
}
