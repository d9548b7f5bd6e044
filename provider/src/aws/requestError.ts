import { DrsRequestError, messageOf } from "../errors";
import { isUnreadable, type SdkError } from "./sdkError";

/**
 * What any failure of an AWS call becomes. `refused` only for a 4xx that AWS itself named: a lost connection, a 5xx or
 * an unreadable answer leaves open whether the call did its work.
 */
export function toRequestError(action: string, error: unknown): DrsRequestError {
  if (error instanceof DrsRequestError) {
    return error;
  }
  const sdkError: SdkError = error instanceof Error ? error : {};
  const status = sdkError.$metadata?.httpStatusCode ?? sdkError.$response?.statusCode;
  const requestId = sdkError.$metadata?.requestId;
  const retryAfterSeconds = Number(sdkError.retryAfterSeconds ?? Number.NaN);
  const readable = !isUnreadable(sdkError);
  return new DrsRequestError({
    action,
    awsError: readable ? (sdkError.name ?? "Error") : "UnreadableAnswer",
    text: readable ? messageOf(error) : `HTTP ${status ?? "answer"} with a body that cannot be read`,
    ...(requestId === undefined ? {} : { requestId }),
    ...(Number.isNaN(retryAfterSeconds) ? {} : { retryAfterSeconds }),
    refused: readable && status !== undefined && status >= 400 && status < 500,
  });
}

/** The call's result, its failures as {@link DrsRequestError}. */
export async function request<T>(action: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toRequestError(action, error);
  }
}
