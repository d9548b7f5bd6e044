/** What stands between a client and the next step of a request; it may look at the answer or the error that comes back. */
export type Middleware = <Args, Answer extends { response: unknown }>(
  next: (args: Args) => Promise<Answer>,
  context?: { commandName?: string },
) => (args: Args) => Promise<Answer>;

/** The part of the SDK's middleware stacks that is used here. Every client's stack fits it, whatever its service and version. */
export interface MiddlewareStack {
  add(middleware: Middleware, place: { step: "deserialize"; name: string; priority: "low" }): void;
}

/** As {@link MiddlewareStack}, for what stands between the serializer and the wire. */
export interface RequestStack {
  add(middleware: Middleware, place: { step: "serialize"; name: string; priority: "low" }): void;
}
