import type { MiddlewareStack } from "./middleware";
import { isUnreadable, type SdkError } from "./sdkError";

/**
 * Options of a client that only reads: the SDK's own adaptive retry. 10 attempts, the first included, take about two
 * minutes with its backoff (at most 20 s). Every operation that is not a read is sent by another client, once.
 */
export const READ_RETRY = { retryMode: "adaptive", maxAttempts: 10 };

/** Corrects every failure ({@link correctFailure}) before the SDK's retry sees it. */
export function correctFailures(stack: MiddlewareStack): void {
  stack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        if (error instanceof Error) {
          correctFailure(error, Date.now());
        }
        throw error;
      }
    },
    // Within the retry, which has a high priority in this step.
    { step: "finalizeRequest", name: "drillwaveFailures", priority: "low" },
  );
}

/**
 * Corrects a failure that SDK 3.523.0 misreads; newer SDKs read it correctly. It takes a `Retry-After` in seconds for a
 * date in 1970 (docs/drs-facts.md#retry-after), so the header becomes a date. It misses the status of a 5xx with an
 * unreadable body and would not try again, so the status is filled in.
 *
 * @param now - epoch ms
 */
export function correctFailure(error: SdkError, now: number): void {
  const { headers, statusCode = 0 } = error.$response ?? {};
  const header = Object.keys(headers ?? {}).find((name) => name.toLowerCase() === "retry-after");
  const seconds = Number(headers?.[header ?? ""] ?? Number.NaN);
  // With milliseconds, which an HTTP date lacks; every SDK parses both.
  if (headers && header && !Number.isNaN(seconds)) {
    headers[header] = new Date(now + seconds * 1000).toISOString();
  }
  if (isUnreadable(error) && statusCode >= 500) {
    error.$metadata = { ...error.$metadata, httpStatusCode: statusCode };
  }
}
