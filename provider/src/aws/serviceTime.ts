import type { MiddlewareStack } from "./middleware";

/**
 * The service's own time, from the `Date` header of its latest answer. AWS's times are compared with this alone, so a
 * local clock that is wrong, or a simulator whose clock runs fast, changes no verdict.
 */
export class ServiceTime {
  #latest: number | undefined;

  /** Epoch ms at the latest answer; undefined before the first. */
  latest(): number | undefined {
    return this.#latest;
  }

  /** Epoch ms; the local clock's before the first answer. */
  now(): number {
    return this.#latest ?? Date.now();
  }

  /** Reads the header of every answer that passes through the stack. */
  watch(stack: MiddlewareStack): void {
    stack.add(
      (next) => async (args) => {
        const result = await next(args);
        this.#read(result.response);
        return result;
      },
      { step: "deserialize", name: "drillwaveServiceTime", priority: "low" },
    );
  }

  #read(response: unknown): void {
    const date = Date.parse(dateHeader(response) ?? "");
    if (!Number.isNaN(date)) {
      this.#latest = date;
    }
  }
}

/** The SDK types an answer as unknown; its handlers give one with headers, whose names are in lower case. */
function dateHeader(response: unknown): string | undefined {
  return (response as { headers?: Record<string, string> } | undefined)?.headers?.["date"];
}
