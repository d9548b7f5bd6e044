import type { RequestStack } from "./middleware";

/**
 * Has a command of the query protocol ask for another action without parameters, which the client's version may not know.
 * What that answers is for who reads the answer's body. For the stack of one command.
 */
export function renameAction(stack: RequestStack, action: string): void {
  stack.add(
    (next) => (args) => {
      // The SDK types a request as unknown; its serializer makes one with a body of parameters.
      const { request } = args as { request?: { body?: unknown } };
      if (typeof request?.body === "string") {
        request.body = request.body.replace(/^Action=[^&]*/, `Action=${action}`);
      }
      return next(args);
    },
    // Nearer to the wire than the serializer, which has the usual priority in this step, and before its length is taken.
    { step: "serialize", name: "drillwaveRenameAction", priority: "low" },
  );
}
