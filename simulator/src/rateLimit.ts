/** How many requests a service accepts: `perSecond` in the long run, `burst` at once. */
export interface RateLimit {
  readonly perSecond: number;
  readonly burst: number;
}

/** A token bucket: `take` says whether one more request may pass now. */
export interface TokenBucket {
  /** @param nowMs real time in milliseconds, from {@link SimulatorClock.realNow} */
  take(nowMs: number): boolean;
}

/** A full bucket of `burst` tokens that refills at `perSecond`. AWS publishes no rates for DRS, so a world without a limit has none. */
export function tokenBucket(limit: RateLimit): TokenBucket {
  let tokens = limit.burst;
  let filledAt: number | undefined;
  return {
    take(nowMs) {
      tokens = Math.min(limit.burst, tokens + ((nowMs - (filledAt ?? nowMs)) / 1000) * limit.perSecond);
      filledAt = nowMs;
      if (tokens < 1) {
        return false;
      }
      tokens -= 1;
      return true;
    },
  };
}
