import type { RequestStack } from "./middleware";

/**
 * Has a command of a JSON protocol send these members too, before the request is signed. The client drops every top-level
 * member that its version does not know (docs/drs-facts.md#unknown-members), and says nothing of it. For the stack of one
 * command.
 *
 * @throws at the call, when the request has no JSON body: the members would be lost.
 */
export function sendMembers(stack: RequestStack, members: Readonly<Record<string, unknown>>): void {
  stack.add(
    (next) => (args) => {
      // The SDK types a request as unknown; its serializer makes one with a body.
      const { request } = args as { request?: { body?: unknown } };
      if (request === undefined || typeof request.body !== "string") {
        throw new Error("the client has made no JSON body to put the members in");
      }
      request.body = JSON.stringify({ ...JSON.parse(request.body), ...members });
      return next(args);
    },
    // Nearer to the wire than the serializer, which has the usual priority in this step, and before its length is taken.
    { step: "serialize", name: "drillwaveSendMembers", priority: "low" },
  );
}
