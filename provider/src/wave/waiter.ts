import { messageOf, UnexpectedStateError, WaitTimeoutError } from "../errors";
import type { Clock, Deadline } from "./clock";

/** What to wait for. `stateOf(thing)` is compared with `pending` and `target`; a state in neither is an error at once. */
export interface Wait<Thing> {
  /** What is waited for, as messages name it. */
  subject: string;
  /** Looks once; undefined when it is not there (yet). */
  observe(): Promise<Thing | undefined>;
  stateOf(thing: Thing): string;
  pending: readonly string[];
  target: readonly string[];
  /** Looks in a row that may find nothing: DRS answers an unknown or a new job with an empty list. */
  notFoundTolerance: number;
  deadline: Deadline;
  pollMs: number;
  clock: Clock;
}

/**
 * The thing, once it is in a target state. The last sleep is cut to the deadline and one more look is taken there.
 *
 * @throws {@link WaitTimeoutError} at the deadline, always; {@link UnexpectedStateError} for a state in no set.
 */
export async function waitForState<Thing>(wait: Wait<Thing>): Promise<Thing> {
  const { deadline, pollMs, clock } = wait;
  const expected = wait.target.join(" or ");
  let missing = 0;
  let lastSeen = "nothing";
  for (;;) {
    const isLastLook = deadline.remainingMs() === 0;
    const thing = await wait.observe().catch((error: unknown) => {
      if (deadline.remainingMs() > 0) throw error;
      const seen = `${lastSeen}, then ${messageOf(error)}`;
      throw new WaitTimeoutError(wait.subject, expected, seen, deadline.timeoutSeconds);
    });
    if (thing === undefined) {
      missing += 1;
      if (missing > wait.notFoundTolerance) {
        throw new UnexpectedStateError(wait.subject, `nothing ${missing} times in a row`, [expected]);
      }
    } else {
      missing = 0;
      lastSeen = wait.stateOf(thing);
      if (wait.target.includes(lastSeen)) return thing;
      if (!wait.pending.includes(lastSeen)) {
        throw new UnexpectedStateError(wait.subject, lastSeen, [...wait.pending, ...wait.target]);
      }
    }
    if (isLastLook) throw new WaitTimeoutError(wait.subject, expected, lastSeen, deadline.timeoutSeconds);
    await clock.sleep(Math.min(pollMs, deadline.remainingMs()));
  }
}
