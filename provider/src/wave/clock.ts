/** The local passage of time: deadlines and poll intervals. Never compared with AWS's times (DrsGateway.now is). */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
  sleep(ms: number): Promise<void>;
}

export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** The moment by which an operation ends, queueing included. */
export interface Deadline {
  readonly timeoutSeconds: number;
  /** Not below 0. */
  remainingMs(): number;
}

export function deadlineIn(timeoutSeconds: number, clock: Clock): Deadline {
  const end = clock.monotonicMs() + timeoutSeconds * 1000;
  return { timeoutSeconds, remainingMs: () => Math.max(0, end - clock.monotonicMs()) };
}
