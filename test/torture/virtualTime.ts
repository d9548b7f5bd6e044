/** Real timers, kept from before any is replaced. */
const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, dateNow: Date.now };

/** Turns of Node's event loop with nothing to do, after which what is waited for will never come. */
const IDLE_TURNS = 50;
const PATIENT_IDLE_TURNS = 1000;

/** Nothing is under way and no timer is left, yet the work has not ended. */
export class StalledError extends Error {
  override readonly name = "StalledError";
}

interface Timer {
  at: number;
  order: number;
  fire(): void;
}

/**
 * Time that jumps to the next timer whenever nothing else is under way. While it drives some work it replaces
 * `setTimeout` and `Date.now` of the whole process, so the AWS SDK's back-off and pacing pass in no time too. Nothing
 * that is driven may do real input or output: time would jump while that is awaited.
 */
export class VirtualTime {
  #now: number;
  #order = 0;
  readonly #timers = new Set<Timer>();

  constructor(startIso: string) {
    this.#now = Date.parse(startIso);
  }

  /** Epoch ms. */
  now(): number {
    return this.#now;
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.schedule(resolve, ms);
    });
  }

  /** Calls `fire` once that much time has passed; what it gives back takes that back. */
  schedule(fire: () => void, ms: number): () => void {
    const timer = { at: this.#now + Math.max(0, ms), order: this.#order++, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /**
   * The work's result; time passes as it waits. `patienceMs` real milliseconds before each jump let real input and
   * output end, as when modules and settings are read for the first time.
   *
   * @throws {@link StalledError} when it would wait for ever.
   */
  async drive<T>(work: () => Promise<T>, patienceMs = 0): Promise<T> {
    const restore = this.#install();
    try {
      let settled = false;
      const result = work().finally(() => {
        settled = true;
      });
      result.catch(() => undefined);
      for (let idle = 0; !settled; ) {
        await (patienceMs > 0 ? new Promise((resolve) => real.setTimeout(resolve, patienceMs)) : nextTurn());
        if (settled) {
          break;
        }
        idle = this.#jump() ? 0 : idle + 1;
        if (idle > (patienceMs > 0 ? PATIENT_IDLE_TURNS : IDLE_TURNS)) {
          throw new StalledError("nothing is under way and no timer is left");
        }
      }
      return await result;
    } finally {
      restore();
    }
  }

  /** Fires the next timer; false when there is none. */
  #jump(): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) {
      if (next === undefined || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) {
        next = timer;
      }
    }
    if (next === undefined) {
      return false;
    }
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.fire();
    return true;
  }

  #install(): () => void {
    const handles = new Map<object, () => void>();
    const set = (fire: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) => {
      const handle = { ref: () => handle, unref: () => handle, hasRef: () => true };
      handles.set(
        handle,
        this.schedule(() => fire(...args), ms),
      );
      return handle;
    };
    const clear = (handle: unknown) => {
      if (typeof handle === "object" && handle !== null) {
        handles.get(handle)?.();
      }
    };
    Object.assign(globalThis, { setTimeout: set, clearTimeout: clear });
    Date.now = () => Math.floor(this.#now);
    return () => {
      Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout });
      Date.now = real.dateNow;
    };
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
