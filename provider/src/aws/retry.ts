import type { RetryErrorInfo, StandardRetryToken } from "@smithy/types";
import { AdaptiveRetryStrategy } from "@smithy/util-retry";
import { isUnreadable, type SdkError } from "./sdkError";

/** Attempts of a read, the first included; with the SDK's backoff (at most 20 s) about two minutes in all. */
const READ_ATTEMPTS = 10;

/**
 * The SDK's adaptive strategy (after throttling it paces all requests of the process), with two mends for SDK 3.523.0:
 * `Retry-After` as a number of seconds, which it reads as a date in 1970, is honoured; and a 5xx whose body is not JSON,
 * which it takes for a client error, is tried again. Every operation that is not a read is sent by another client, once.
 */
export class ReadRetryStrategy extends AdaptiveRetryStrategy {
  constructor() {
    super(async () => READ_ATTEMPTS);
  }

  override refreshRetryTokenForRetry(token: StandardRetryToken, info: RetryErrorInfo) {
    return super.refreshRetryTokenForRetry(token, mendRetryInfo(info));
  }
}

/** The same failure, read as what it is. Pure. */
export function mendRetryInfo(info: RetryErrorInfo): RetryErrorInfo {
  const error: SdkError = info.error ?? {};
  const unreadableServerError = isUnreadable(error) && (error.$response?.statusCode ?? 0) >= 500;
  const { retryAfterHint, ...rest } = info;
  const seconds = Number(error.retryAfterSeconds ?? asSeconds(retryAfterHint));
  const mended = unreadableServerError ? { ...rest, errorType: "TRANSIENT" as const } : rest;
  if (Number.isNaN(seconds)) return retryAfterHint === undefined ? mended : { ...mended, retryAfterHint };
  return { ...mended, retryAfterHint: new Date(Date.now() + seconds * 1000) };
}

/** The seconds behind a hint that the SDK made by reading a number of seconds as epoch seconds; NaN for a real date. */
function asSeconds(hint: Date | undefined): number {
  const dayMs = 86_400_000;
  return hint !== undefined && hint.getTime() < dayMs ? hint.getTime() / 1000 : Number.NaN;
}
