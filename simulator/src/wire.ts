/** A request as it came, its body read. */
export interface WireRequest {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** An answer that is ready to be sent. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The exception's name when it is a refusal. */
  readonly errorCode?: string;
}

/** What the server does with a request: it answers, it cuts the connection, or it says nothing for ever. */
export type Reply = WireAnswer | "cut" | "silence";
