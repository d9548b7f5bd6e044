/**
 * The simulated world's time.
 *
 * The simulator sets no timers for its world: at each request it asks the clock and applies what has come due.
 */
export interface SimulatorClock {
  /** Simulated time, in milliseconds since the epoch. */
  now(): number;
  /** Real time, in milliseconds from an arbitrary start. Rate limits use it, because clients run in real time. */
  realNow(): number;
}

/** A clock that stands still until it is advanced. */
export interface ManualClock extends SimulatorClock {
  /** Moves simulated and real time forward by this many seconds. */
  advance(seconds: number): void;
}

/**
 * A clock for tests: time passes only when `advance` is called.
 *
 * @param startIso the start, ISO 8601; by default a fixed day in 2026
 * @throws RangeError when `startIso` is not a date, and from `advance` when asked to go back
 */
export function manualClock(startIso = "2026-01-15T09:00:00.000Z"): ManualClock {
  let now = Date.parse(startIso);
  if (Number.isNaN(now)) {
    throw new RangeError(`Starting a manual clock: "${startIso}" is not an ISO 8601 date`);
  }
  return {
    now: () => now,
    realNow: () => now,
    advance(seconds) {
      if (!(seconds >= 0 && Number.isFinite(seconds))) {
        throw new RangeError(`Advancing a manual clock by ${seconds} s: simulated time never goes back`);
      }
      now += seconds * 1000;
    },
  };
}

/** A clock that runs `speed` times as fast as real time, from `startMs` (simulated milliseconds since the epoch). */
export function scaledClock(speed: number, startMs: number): SimulatorClock {
  const startedAt = performance.now();
  return {
    now: () => Math.floor(startMs + (performance.now() - startedAt) * speed),
    realNow: () => performance.now(),
  };
}
