/** Requests a second after the first refusal: most services bear more, and a few refusals show where one does not. */
const FIRST = 10;

/** What an answer makes of the rate while it is not known about where the limit lies. */
const FIRST_GROWTH = 1.2;

/** A rate that was refused becomes what was answered meanwhile, yet at least and at most these parts of it. */
const LOWERED_TO = { atLeast: 0.5, atMost: 0.9 };

/** The part of a refused rate around which the next one stays longest. */
const CLOSE = 0.97;

/** Answers until it is there; after three times as many, it is well past it. */
const ANSWERS_BACK = 25;

/** Requests a second. A service that takes fewer refuses some of them, which costs nothing but the attempt. */
const SLOWEST = 0.5;

/** How late a busy machine's timers fire, in milliseconds. A longer silence is not made up for. */
const LATE_MS = 250;

/** Without a refusal for this long, in milliseconds, there is no limit again: AWS's buckets have filled. */
const FORGOTTEN_AFTER_MS = 30_000;

/**
 * How many requests a second a service bears, learnt from what it answers and what it refuses: as many as there are until
 * the first refusal, then about as many as it answers. The rate follows CUBIC (RFC 9438): quickly up to the one that was
 * too high, slowly around it, then quickly again, so that a limit that was lifted is noticed
 * (docs/decisions/0010-reads-until-the-deadline.md). Times are milliseconds of one steady clock.
 */
export class Pace {
  /** Requests a second just after the last refusal. */
  #lowered = Number.POSITIVE_INFINITY;
  /** Where the limit about lies; undefined while no rate of ours was refused, and where even the slowest was. */
  #plateau: number | undefined;
  /** Only what was sent since then can say that the rate is still too high. */
  #loweredAt = Number.NEGATIVE_INFINITY;
  /** Since then. */
  #answered = 0;
  #next = Number.NEGATIVE_INFINITY;

  /** Requests a second; Infinity while there is no limit. */
  get rate(): number {
    if (this.#plateau === undefined) {
      return this.#lowered * FIRST_GROWTH ** this.#answered;
    }
    return this.#plateau + (this.#plateau - this.#lowered) * (this.#answered / ANSWERS_BACK - 1) ** 3;
  }

  /** Milliseconds from `now` until another request may be sent; 0 at once. */
  waitMs(now: number): number {
    if (this.#lowered !== Number.POSITIVE_INFINITY && now - this.#loweredAt > FORGOTTEN_AFTER_MS) {
      this.#lowered = Number.POSITIVE_INFINITY;
      this.#plateau = undefined;
      this.#next = now;
    }
    return Math.max(0, this.#next - now);
  }

  /** A request is sent. */
  sent(now: number): void {
    const interval = 1000 / this.rate;
    // What was missed because a timer fired late is made up for: meanwhile the service's bucket has filled.
    this.#next = Math.max(this.#next, now - Math.max(interval, LATE_MS)) + interval;
  }

  /** A request was answered, be it with an error of another kind. */
  answered(): void {
    this.#answered += 1;
  }

  /** A request that was sent at `sentAt` was refused because there were too many. */
  refused(sentAt: number, now: number): void {
    if (sentAt < this.#loweredAt) {
      return;
    }
    const former = this.rate;
    if (former === Number.POSITIVE_INFINITY) {
      this.#lowered = FIRST;
    } else {
      const borne = (this.#answered * 1000) / Math.max(1, now - this.#loweredAt);
      const atLeast = Math.max(SLOWEST, former * LOWERED_TO.atLeast);
      this.#lowered = Math.max(atLeast, Math.min(borne, former * LOWERED_TO.atMost));
      this.#plateau = this.#lowered > SLOWEST ? former * CLOSE : undefined;
    }
    this.#loweredAt = now;
    this.#answered = 0;
    this.#next = now + 1000 / this.#lowered;
  }
}
