import { clauseOf, DrsRequestError, remedyFor } from "../errors";

/** What is true when a request fails, and what to do once that is mended; a sentence, and a command. */
export interface Aftermath {
  truth: string;
  command: string;
}

/** A destroy that was cut off by a failed request. */
export const DESTROYING: Aftermath = {
  truth: "What the drill launched may still be running.",
  command: "pulumi destroy",
};

/**
 * The operation's result. The error of a failed request does not mention the drill; this adds what is true of it now, and
 * what to do.
 */
export async function withAdvice<T>({ truth, command }: Aftermath, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof DrsRequestError)) {
      throw error;
    }
    throw new Error(`${clauseOf(error)}. ${truth} ${remedyFor(error)}, then run \`${command}\` again.`);
  }
}
