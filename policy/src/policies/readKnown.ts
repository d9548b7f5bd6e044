import { isUnknownValueError } from "./pulumiPolicy";

/** The props that are known, as plain data without the SDK's proxies, and the names of those that hold something unknown. */
export function readKnown(props: Record<string, unknown>): { known: Record<string, unknown>; unknown: string[] } {
  const known: Record<string, unknown> = {};
  const unknown: string[] = [];
  for (const key of Object.keys(props)) {
    const read = tryRead(() => plain(props[key]));
    if ("value" in read) {
      known[key] = read.value;
    } else {
      unknown.push(key);
    }
  }
  return { known, unknown };
}

/** What `read` gives, unless it meets a value that is unknown at preview. */
export function tryRead(read: () => unknown): { value: unknown } | { unknown: true } {
  try {
    return { value: read() };
  } catch (error) {
    if (isUnknownValueError(error)) {
      return { unknown: true };
    }
    throw error;
  }
}

/** A copy without proxies, which throw for whatever in it is unknown. */
export function plain(value: unknown): unknown {
  return value === undefined ? value : JSON.parse(JSON.stringify(value));
}
