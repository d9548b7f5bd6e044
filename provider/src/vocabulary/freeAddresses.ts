/** Below this, a subnet's free addresses are exact. */
const EXACT_BELOW = 16;

/** Steps between a number and its double. */
const STEPS = 4;

/**
 * A subnet's free addresses as an observation has them: exact where there are few, and rounded down to 16, 20, 24, 28, 32,
 * 40, … where there are more, because a few come and go all the time. Pure.
 */
export function steadyFree(free: number): number {
  return free < EXACT_BELOW ? free : Math.floor(free / stepAt(free)) * stepAt(free);
}

/** The most free addresses that a subnet may have of which an observation has this many. Pure. */
export function mostFree(seen: number): number {
  return seen < EXACT_BELOW ? seen : steadyFree(seen) + stepAt(seen) - 1;
}

function stepAt(free: number): number {
  return 2 ** Math.floor(Math.log2(free)) / STEPS;
}
