import { THROTTLED } from "../../drs/status";
import { DrsRequestError, UNREADABLE_ANSWER } from "../../errors";

/** True for a failure that another try would meet again: AWS refuses, or what it says cannot be read. Pure. */
export function isLasting(error: unknown): error is DrsRequestError {
  if (!(error instanceof DrsRequestError)) {
    return false;
  }
  return error.awsError === UNREADABLE_ANSWER || (error.refused && !THROTTLED.includes(error.awsError));
}

/** Undefined where AWS refuses to say, or does not say it readably. */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (isLasting(error)) {
      return undefined;
    }
    throw error;
  }
}
