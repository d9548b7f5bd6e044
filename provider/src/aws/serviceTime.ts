import { HttpResponse } from "@smithy/protocol-http";
import type { MiddlewareStack } from "@smithy/types";

/**
 * The service's own time, from the `Date` header of its latest answer. AWS's times are compared with this alone, so a
 * local clock that is wrong, or a simulator whose clock runs fast, changes no verdict.
 */
export class ServiceTime {
  #latest: number | undefined;

  /** Epoch ms; the local clock's when nothing was answered yet. */
  now(): number {
    return this.#latest ?? Date.now();
  }

  /** Reads the header of every answer that passes through the stack. */
  watch<Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): void {
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
    if (!HttpResponse.isInstance(response)) return;
    const date = Date.parse(response.headers["date"] ?? "");
    if (!Number.isNaN(date)) this.#latest = date;
  }
}
