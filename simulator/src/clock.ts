/**
 * The simulated world's time.
 *
 * A simulator never sets a timer for its world: it asks the clock at each request and applies what has become due.
 */
export interface SimulatorClock {
  /** Simulated time, in milliseconds since the epoch. */
  now(): number;
  /** Time as a client feels it, in milliseconds from an arbitrary start. Rate limits count in it, because clients are real. */
  realNow(): number;
}

/** A clock that stands still until it is told to move. */
export interface ManualClock extends SimulatorClock {
  /** Moves simulated and real time forward by this many seconds. */
  advance(seconds: number): void;
}

/**
 * A clock for tests: time passes only when `advance` is called.
 *
 * @param startIso where it starts, ISO 8601; a fixed day in 2026 when left out.
 * @throws RangeError when `startIso` is no date, or when asked to go back.
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

/** A clock that runs `speed` times as fast as the machine's, from `startMs` (simulated, milliseconds since the epoch). */
export function scaledClock(speed: number, startMs: number): SimulatorClock {
  const startedAt = performance.now();
  return {
    now: () => Math.floor(startMs + (performance.now() - startedAt) * speed),
    realNow: () => performance.now(),
  };
}
