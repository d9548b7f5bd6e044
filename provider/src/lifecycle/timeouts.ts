import { type CustomTimeouts, DEFAULT_TIMEOUTS, parseGoDuration } from "../vocabulary";

/**
 * The operation's deadline in seconds, from a text that check has validated. The engine does not enforce customTimeouts
 * for dynamic providers (docs/engine-facts.md#custom-timeouts-are-not-kept), so we do.
 */
export function timeoutSeconds(operation: keyof typeof DEFAULT_TIMEOUTS, customTimeouts: CustomTimeouts = {}): number {
  return parseGoDuration(customTimeouts[operation] ?? DEFAULT_TIMEOUTS[operation]) ?? 0;
}
