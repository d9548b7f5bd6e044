import { TemplatesLeftError, WaitTimeoutError } from "../../errors";
import type { WaveContext } from "../context";
import { waitFor } from "../waiter";
import { type Settled, type SwapsOf, settleSwaps } from "./endSwaps";

/**
 * Does the work of a destroy with the drill's launch templates put back before it, once its jobs have launched their servers,
 * and looked for again after it: what EC2 shows late is found then. That the templates cannot be put back stops no clean-up.
 *
 * @throws what the work throws; else {@link TemplatesLeftError}, or {@link WaitTimeoutError} for a job that launches still.
 */
export async function withTemplatesBack(
  context: WaveContext,
  swaps: SwapsOf,
  work: () => Promise<void>,
): Promise<void> {
  await untilPutBack(context, swaps).catch(() => undefined);
  await work();
  await untilPutBack(context, swaps);
}

async function untilPutBack(context: WaveContext, swaps: SwapsOf): Promise<void> {
  const subject = `the launch templates of the drill ${swaps.nonce}`;
  await waitFor(context, {
    subject,
    expected: "out of its network",
    timeout: (lastSeen) =>
      new WaitTimeoutError(subject, "out of its network", lastSeen, context.deadline.timeoutSeconds),
    look: async () => {
      const settled = await settleSwaps(context, swaps);
      switch (settled.kind) {
        case "ended":
          return { done: undefined };
        case "launching":
          return { pending: launchingText(settled.jobIds) };
        case "left":
          throw new TemplatesLeftError(settled.left.text);
      }
    },
  });
}

/**
 * What became of the drill's swaps before anything else is done: waits while a job may show late, and no longer for one that is
 * shown, which is followed then.
 */
export function settleBeforeStart(context: WaveContext, swaps: SwapsOf): Promise<Settled> {
  return waitFor<Settled>(context, {
    subject: `the launch templates of the drill ${swaps.nonce}`,
    expected: "out of its network",
    look: async () => {
      const settled = await settleSwaps(context, swaps);
      return settled.kind === "launching" && settled.jobIds.length === 0
        ? { pending: launchingText([]) }
        : { done: settled };
    },
  });
}

function launchingText(jobIds: readonly string[]): string {
  return jobIds.length === 0 ? "a job that may show late" : `${jobIds.join(", ")} still launches from them`;
}
