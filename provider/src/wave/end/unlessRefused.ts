import { THROTTLED } from "../../drs/status";
import { DrsRequestError, UNREADABLE_ANSWER } from "../../errors";

/** True for a refusal that another try would meet again. Pure. */
export function isRefusal(error: unknown): error is DrsRequestError {
  return error instanceof DrsRequestError && error.refused && !THROTTLED.includes(error.awsError);
}

/** True for a failure that another try would meet again: AWS refuses, or what it says cannot be read. Pure. */
export function isLasting(error: unknown): error is DrsRequestError {
  const isUnreadable = error instanceof DrsRequestError && error.awsError === UNREADABLE_ANSWER && !error.gaveUp;
  return isUnreadable || isRefusal(error);
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
