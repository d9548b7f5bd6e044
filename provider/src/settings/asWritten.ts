import { deadlineIn } from "../wave/clock";
import { waitFor } from "../wave/waiter";
import type { SettingsContext } from "./context";

/** AWS may show a write some moments late, in seconds. */
const SHOWN_WITHIN_SECONDS = 20;

/** What was written is not there. */
export class NotAsWrittenError extends Error {
  override readonly name = "NotAsWrittenError";
}

/**
 * What AWS shows once it is as it was written.
 *
 * @param look - reads it again, and says what is not as written; empty when everything is
 * @throws {@link NotAsWrittenError} when it stays otherwise for 20 seconds, or until the operation's deadline
 */
export async function asWritten<Result>(
  { clock, deadline, status }: Pick<SettingsContext, "clock" | "deadline" | "status">,
  subject: string,
  look: () => Promise<{ result: Result; otherwise: readonly string[] }>,
): Promise<Result> {
  const seconds = Math.min(SHOWN_WITHIN_SECONDS, deadline.remainingMs() / 1000);
  return waitFor<Result>(
    { clock, deadline: deadlineIn(seconds, clock), status, pollMs: 1000 },
    {
      subject,
      expected: "as it was written",
      look: async () => {
        const { result, otherwise } = await look();
        return otherwise.length === 0 ? { done: result } : { pending: otherwise.join("; ") };
      },
      timeout: (lastSeen) =>
        new NotAsWrittenError(
          `Writing ${subject}: AWS took the request, and ${lastSeen}. What else was asked for is not written. ` +
            "Fix: look whether something else writes the same settings, then run `pulumi up` again.",
        ),
    },
  );
}
