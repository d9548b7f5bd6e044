import { Pace } from "./pace";

/** Reads of one service in progress at a time, over one connection. Fewer than its sockets, so that a start finds one. */
export const CONCURRENT_READS = 32;

/** A start that AWS refused for too many requests gets this long a silence before it at most, in milliseconds. */
const LONGEST_SILENCE_MS = 1000;

/** What became of a request: `refused` for there being too many, `answered` with whatever else AWS said. */
export type Outcome = "answered" | "refused" | "unanswered";

/** A read that waits for its turn. */
interface Waiting {
  place: number;
  go(): void;
}

/**
 * Lets the reads of all waves of a process through to one service of one connection: few enough at a time, no more a
 * second than it bears, and in the order in which they first asked, however often each is tried again. Starts go past
 * them.
 *
 * It holds no read back because of a clock alone: whatever waits has a timer, and goes on when that fires.
 */
export class Limiter {
  readonly #pace = new Pace();
  readonly #clock = new SteadyClock();
  readonly #waiting: Waiting[] = [];
  #places = 0;
  #inProgress = 0;
  #silences = 0;
  #startRefused = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Milliseconds of the limiter's own steady clock. */
  now(): number {
    return this.#clock.now();
  }

  /** A place in the row of reads; a read keeps its own. */
  place(): number {
    this.#places += 1;
    return this.#places;
  }

  /**
   * Sends a read's request in its turn; `outcomeOf` says what became of it. Rejects with the signal's reason when it
   * aborts before the read's turn has come.
   */
  async read<T>(place: number, signal: AbortSignal, send: () => Promise<T>, outcomeOf: OutcomeOf): Promise<T> {
    await this.#turn(place, signal);
    const sentAt = this.#clock.now();
    try {
      const result = await send();
      this.#pace.answered();
      return result;
    } catch (error) {
      this.#note(outcomeOf(error), sentAt);
      throw error;
    } finally {
      this.#inProgress -= 1;
      this.#letThrough();
    }
  }

  /**
   * Sends what starts a job: at once, once. Where AWS refused the start before for too many requests, reads pause for a
   * moment first, so that the service has room for this one.
   */
  async start<T>(send: () => Promise<T>, outcomeOf: OutcomeOf): Promise<T> {
    if (this.#startRefused) {
      await this.#silence();
    }
    const sentAt = this.#clock.now();
    try {
      const sending = send();
      this.#letThrough();
      const result = await sending;
      this.#startRefused = false;
      return result;
    } catch (error) {
      const outcome = outcomeOf(error);
      this.#startRefused = outcome === "refused";
      this.#note(outcome, sentAt);
      throw error;
    }
  }

  #note(outcome: Outcome, sentAt: number): void {
    if (outcome === "answered") {
      this.#pace.answered();
    } else if (outcome === "refused") {
      this.#pace.refused(sentAt, this.#clock.now());
      // Set at the former rate.
      clearTimeout(this.#timer);
      this.#timer = undefined;
      this.#letThrough();
    }
  }

  #turn(place: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
        reject(signal.reason);
      };
      const waiting = {
        place,
        go: () => {
          signal.removeEventListener("abort", giveUp);
          resolve();
        },
      };
      signal.addEventListener("abort", giveUp, { once: true });
      // By place. Most come last, and those that are tried again are few.
      const before = this.#waiting.findLastIndex((each) => each.place < place);
      this.#waiting.splice(before + 1, 0, waiting);
      this.#letThrough();
    });
  }

  /** Lets reads go until something holds the next one back: the number in progress, the pace, or a start. */
  #letThrough(): void {
    while (this.#mayGo()) {
      const waitMs = this.#pace.waitMs(this.#clock.now());
      if (waitMs > 0) {
        this.#timer = setTimeout(() => {
          this.#timer = undefined;
          if (this.#mayGo()) {
            this.#go();
          }
          this.#letThrough();
        }, Math.ceil(waitMs));
        return;
      }
      this.#go();
    }
  }

  #mayGo(): boolean {
    const { length } = this.#waiting;
    return length > 0 && this.#inProgress < CONCURRENT_READS && this.#silences === 0 && this.#timer === undefined;
  }

  #go(): void {
    this.#inProgress += 1;
    this.#pace.sent(this.#clock.now());
    this.#waiting.shift()?.go();
  }

  async #silence(): Promise<void> {
    this.#silences += 1;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, Math.min(LONGEST_SILENCE_MS, 2000 / this.#pace.rate));
    });
    this.#silences -= 1;
  }
}

/** What became of a request that failed. */
type OutcomeOf = (error: unknown) => Outcome;

/**
 * Milliseconds since its making. It never goes back, and is of the same make as the timers' clock wherever both are
 * replaced.
 */
class SteadyClock {
  #last = Date.now();
  #passed = 0;

  now(): number {
    const now = Date.now();
    this.#passed += Math.max(0, now - this.#last);
    this.#last = now;
    return this.#passed;
  }
}
