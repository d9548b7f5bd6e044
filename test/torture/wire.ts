import type { WireAnswer, WireRequest } from "../../simulator/src/wire";
import { operationOf, type Service } from "./service";

/** As provider/src/aws/connect.ts has it, in milliseconds. */
const REQUEST_TIMEOUT_MS = 20_000;

/** Where one request stands when something else may happen. */
export const MOMENTS = ["before", "acted", "answered"] as const;
export type Moment = (typeof MOMENTS)[number];

/** Told of every request of a provider process, then of its moments; what it gives back is whether the process lives still. */
export type Tap = (operation: string) => (moment: Moment) => boolean;

/** Changes the body of an answer on its way, or only reads it. */
export type EditAnswer = (operation: string, body: string) => string;

/** A request as the SDK hands it to its HTTP handler; of the signal, what is used here. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
interface SdkOptions {
  readonly abortSignal?: { readonly aborted: boolean; onabort: unknown } | undefined;
}

/** An answer as the SDK takes it from its HTTP handler. */
interface SdkAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Uint8Array;
}

/**
 * HTTP without sockets: hands the AWS SDK's requests to the service in this process. Cut connections, silence and aborted
 * requests end as the SDK's own handler ends them (@smithy/node-http-handler 2.5.0, that of the lowest SDK).
 */
export class Wire {
  constructor(
    readonly service: Service,
    readonly tap: Tap,
    readonly edit: EditAnswer = (_operation, body) => body,
  ) {}

  /** This handler has no options. */
  updateHttpClientConfig(): void {}

  httpHandlerConfigs(): object {
    return {};
  }

  async handle(request: SdkRequest, { abortSignal }: SdkOptions = {}) {
    if (abortSignal?.aborted) {
      throw named("AbortError", "Request aborted");
    }
    const sent = toWireRequest(request);
    const operation = operationOf(sent);
    const tell = this.tap(operation);
    if (!tell("before")) {
      return never();
    }
    let cancelTimeout = () => {};
    const givenUp = new Promise<never>((_resolve, reject) => {
      const giveUp = () => reject(named("TimeoutError", `Connection timed out after ${REQUEST_TIMEOUT_MS} ms`));
      cancelTimeout = this.service.time.schedule(giveUp, REQUEST_TIMEOUT_MS);
      // One handler a signal, as the SDK's: of several requests under way only the last one is cut.
      if (abortSignal) {
        abortSignal.onabort = () => reject(named("AbortError", "Request aborted"));
      }
    });
    const response = await Promise.race([this.#exchange(sent, tell), givenUp]).finally(() => cancelTimeout());
    return { response };
  }

  async #exchange(sent: WireRequest, tell: (moment: Moment) => boolean): Promise<SdkAnswer> {
    const reply = await this.service.respond(sent);
    if (!tell("acted") || reply === "silence") {
      return never();
    }
    if (reply === "cut") {
      throw Object.assign(named("TimeoutError", "socket hang up"), { code: "ECONNRESET" });
    }
    tell("answered");
    return this.#toResponse(reply, operationOf(sent));
  }

  #toResponse({ status, headers, body }: WireAnswer, operation: string): SdkAnswer {
    const date = new Date(this.service.time.now()).toUTCString();
    const text = status < 300 && typeof body === "string" ? this.edit(operation, body) : body;
    return { statusCode: status, headers: { ...headers, date }, body: Buffer.from(text) };
  }
}

function toWireRequest({ method, path, query, headers, body }: SdkRequest): WireRequest {
  const parameters = new URLSearchParams(query as Record<string, string> | undefined).toString();
  const text = body === undefined ? "" : Buffer.from(body).toString("utf8");
  return {
    method,
    url: parameters === "" ? path : `${path}?${parameters}`,
    authorization: headers["authorization"],
    body: text,
  };
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}

/** What a process that is dead waits for. */
export function never(): Promise<never> {
  return new Promise(() => {});
}
