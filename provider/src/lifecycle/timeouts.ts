import { DEFAULT_TIMEOUTS } from "../vocabulary";

const SECONDS: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600 };

/** The operation's deadline in seconds. The engine does not enforce customTimeouts for dynamic providers, so we do. */
export function timeoutSeconds(operation: keyof typeof DEFAULT_TIMEOUTS, customTimeouts: CustomTimeouts = {}): number {
  return toSeconds(customTimeouts[operation] ?? DEFAULT_TIMEOUTS[operation]);
}

/** Texts in Go's duration syntax, as Pulumi's resource option `customTimeouts` has them. */
export interface CustomTimeouts {
  create?: string;
  update?: string;
  delete?: string;
}

/** Seconds of a text such as `1h30m`; check has seen to its form. */
function toSeconds(duration: string): number {
  const parts = duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g);
  return [...parts].reduce((sum, [, amount, unit]) => sum + Number(amount) * (SECONDS[unit ?? ""] ?? 0), 0);
}
