import { messageOf } from "../errors";
import { toPlain } from "./plain";

/**
 * An error that saves the resource: the engine reads `id`, `properties` and `reasons` of what create and update throw
 * (ErrorResourceInitFailed), keeps the resource in state and runs update at the next `up`. `__provider` is not added by
 * the runtime, and without it the next delete cannot find its provider.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  readonly properties: object;
  readonly reasons: string[];
  constructor(
    readonly id: string,
    properties: object,
    cause: unknown,
  ) {
    super(messageOf(cause), { cause });
    this.properties = toPlain(properties);
    this.reasons = [this.message];
  }
}
