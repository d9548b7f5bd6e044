import { type CustomTimeouts, DEFAULT_TIMEOUTS, parseGoDuration } from "../vocabulary";

/**
 * The operation's deadline in seconds; check has seen to the text's form. The engine does not enforce customTimeouts for
 * dynamic providers, so we do.
 */
export function timeoutSeconds(operation: keyof typeof DEFAULT_TIMEOUTS, customTimeouts: CustomTimeouts = {}): number {
  return parseGoDuration(customTimeouts[operation] ?? DEFAULT_TIMEOUTS[operation]) ?? 0;
}
