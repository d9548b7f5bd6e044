import { DrsRequestError, messageOf, NotFoundError, WaitTimeoutError } from "../errors";
import type { WaveContext } from "./context";

/** What one look came to. */
export type Sight<Result> =
  /** The wait is over. */
  | { done: Result }
  /**
   * Another look is needed. `pending` says what was seen, and names everything that is not done. `inMs`: when, instead
   * of at the usual interval; `atLeastMs`: no sooner than that.
   */
  | { pending: string; row?: string; inMs?: number; atLeastMs?: number }
  /** AWS does not show it (yet), in words: what is new may show late (docs/drs-facts.md#a-new-job-may-show-late). */
  | { missing: string };

/** What to wait for. */
export interface Wait<Result> {
  /** What is waited for, as messages name it. */
  subject: string;
  /** The state that ends the wait, as messages name it. */
  expected: string;
  /** Looks once. Throws an error of its own for a state that it does not know. */
  look(): Promise<Sight<Result>>;
  /** Looks in a row that may find nothing before that is an error. */
  missingLooks?: number;
  /** Resolves when there is something to see before the next look is due. */
  news?(): Promise<void>;
  /**
   * The error at the deadline; a {@link WaitTimeoutError} by default. `failure` is the request that failed there, when
   * no look had succeeded before; `lastSeen` then says the same.
   */
  timeout?(lastSeen: string, failure?: DrsRequestError): Error;
}

/** Milliseconds from one look to the next, where neither the program nor the wait says otherwise. */
export const USUAL_POLL_MS = 10_000;

/**
 * Looks, sleeps and looks again until a look is done. The last sleep is cut to the deadline, and one more look is taken
 * there. Shows the row that a look gives. The only loop of a drill that sleeps.
 *
 * @throws {@link NotFoundError} after too many looks that found nothing; what `timeout` gives at the deadline; what a
 *   look throws.
 */
export async function waitFor<Result>(
  { clock, deadline, pollMs, status }: Pick<WaveContext, "clock" | "deadline" | "pollMs" | "status">,
  wait: Wait<Result>,
): Promise<Result> {
  const timeout = (lastSeen: string, failure?: DrsRequestError) =>
    wait.timeout?.(lastSeen, failure) ??
    new WaitTimeoutError(wait.subject, wait.expected, lastSeen, deadline.timeoutSeconds);
  let lastSeen: string | undefined;
  let missing = 0;
  for (;;) {
    const isLastLook = deadline.remainingMs() === 0;
    const sight = await wait.look().catch((error: unknown) => {
      // The requests of an operation are cut shortly after its deadline.
      if (deadline.remainingMs() > 0 || !(error instanceof DrsRequestError)) {
        throw error;
      }
      const failed = messageOf(error);
      throw lastSeen === undefined ? timeout(failed, error) : timeout(`${lastSeen}, then ${failed}`);
    });
    if ("done" in sight) {
      return sight.done;
    }
    missing = "missing" in sight ? missing + 1 : 0;
    if (missing > (wait.missingLooks ?? 0)) {
      throw new NotFoundError(wait.subject, missing);
    }
    const { row, inMs = pollMs ?? USUAL_POLL_MS, atLeastMs = 0 } = "pending" in sight ? sight : {};
    lastSeen = "pending" in sight ? sight.pending : sight.missing;
    if (row !== undefined) {
      status.show(row);
    }
    if (isLastLook) {
      throw timeout(lastSeen);
    }
    const slept = clock.sleep(Math.min(Math.max(inMs, atLeastMs), deadline.remainingMs()));
    await (wait.news === undefined ? slept : Promise.race([slept, wait.news()]));
  }
}
