import { clauseOf, DrsRequestError, messageOf, UNREADABLE_ANSWER } from "../errors";
import { count, formatDuration } from "../vocabulary";
import { GivenUpError, retryAfterSeconds } from "./retry";
import { isUnreadable, type SdkError } from "./sdkError";

/**
 * What any failure of an AWS call becomes. `refused` only for a 4xx that AWS itself named: a lost connection, a 5xx or
 * an unreadable answer leaves open whether the call did its work.
 */
export function toRequestError(action: string, error: unknown): DrsRequestError {
  if (error instanceof DrsRequestError) {
    return error;
  }
  if (error instanceof GivenUpError) {
    return new DrsRequestError({ action, ...lastWords(error) });
  }
  return new DrsRequestError({ action, ...wordsOf(error) });
}

type Words = Omit<ConstructorParameters<typeof DrsRequestError>[0], "action">;

function wordsOf(error: unknown): Words {
  const sdkError: SdkError = error instanceof Error ? error : {};
  const status = sdkError.$metadata?.httpStatusCode ?? sdkError.$response?.statusCode;
  const requestId = sdkError.$metadata?.requestId;
  const seconds = retryAfterSeconds(sdkError);
  const readable = !isUnreadable(sdkError);
  return {
    awsError: readable ? (sdkError.name ?? "Error") : UNREADABLE_ANSWER,
    text: readable ? messageOf(error) : `HTTP ${status ?? "answer"} with a body that cannot be read`,
    ...(requestId === undefined ? {} : { requestId }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
    refused: readable && status !== undefined && status >= 400 && status < 500,
  };
}

/** What was said last, how often it was tried and for how long. Of the request that was cut nothing is known. */
function lastWords({ tries, waitedMs, last, why }: GivenUpError): Words {
  const time = formatDuration(waitedMs / 1000);
  const story =
    tries === 0
      ? `not sent in ${time}, behind other reads, ${why}`
      : `tried ${count(tries, "time")} in ${time}, ${why}`;
  if (last === undefined) {
    return {
      awsError: "TimeoutError",
      text: tries === 0 ? story : `no answer: ${story}`,
      refused: false,
      gaveUp: true,
    };
  }
  const words = wordsOf(last);
  return { ...words, text: `${clauseOf(words.text)}: ${story}`, refused: false, gaveUp: true };
}

/** The call's result, its failures as {@link DrsRequestError}. */
export async function request<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toRequestError(action, error);
  }
}
