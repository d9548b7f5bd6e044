import { setMaxListeners } from "node:events";
import { THROTTLED } from "../drs/status";
import { DrsRequestError, UNREADABLE_ANSWER } from "../errors";
import type { Limiter, Outcome } from "./limiter";
import { isUnreadable, type SdkError } from "./sdkError";

/**
 * Options of every client: each request is sent once. Reads are tried again here, starts by nobody; a second mechanism
 * would multiply the tries. The mode is named, because the environment's would pace the requests as well.
 */
export const SEND_ONCE = { retryMode: "standard", maxAttempts: 1 };

/** Milliseconds. Each wait is up to twice as long as the one before, and at random, so that reads do not come back together. */
const BACKOFF = { failed: { first: 100, longest: 20_000 }, refused: { first: 250, longest: 5_000 } };

/** A Retry-After is kept up to this, in milliseconds. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** How long an address is tried at which no service has answered yet, in milliseconds: it may be mistyped. */
const UNPROVEN_MS = 15_000;

/**
 * How often a request is sent whose answer will hardly change: one that lacks what it must have, and a refusal after which
 * the SDK has corrected its idea of the time. It corrects it after every answer that has another time, whatever was refused.
 */
const FEW_TRIES = 3;

/** A read that was tried again until there was no more time for it. */
export class GivenUpError extends Error {
  override readonly name = "GivenUpError";
  /**
   * @param tries - requests that were sent, the one included that was cut
   * @param waitedMs - since the read was asked for
   * @param last - what the last request ended with; undefined when none has ended
   * @param why - ends the sentence "tried twice in 5m00s, …"
   */
  constructor(
    readonly tries: number,
    readonly waitedMs: number,
    readonly last: unknown,
    readonly why: string,
  ) {
    super(why);
  }
}

/** What an AWS client can do, whichever service and version it is for. */
export interface SdkClient {
  send(command: object, options?: { abortSignal?: AbortSignal }): Promise<unknown>;
}

/**
 * Makes every request of a client a read: it waits for its turn, and is tried again until its `abortSignal` ends it. The
 * client itself must send once ({@link SEND_ONCE}).
 */
export function sendReadsThrough<Client extends SdkClient>(limiter: Limiter, client: Client): Client {
  const sendOnce = client.send.bind(client);
  const reader = new Reader(limiter);
  const send: SdkClient["send"] = (command, options = {}) =>
    reader.read(options.abortSignal, (abortSignal) => sendOnce(command, { ...options, abortSignal }));
  // Its own member: the SDK's paginators send through the client that they are given, and check its class.
  return Object.assign(client, { send });
}

/** Makes every request of a client a start: it waits for no read, and is sent once. */
export function sendStartsThrough<Client extends SdkClient>(limiter: Limiter, client: Client): Client {
  const sendOnce = client.send.bind(client);
  const send: SdkClient["send"] = (command, options) => limiter.start(() => sendOnce(command, options), outcomeOf);
  return Object.assign(client, { send });
}

/** What a read has come to so far. */
interface Story {
  askedAt: number;
  tries: number;
  last: unknown;
}

/** The reads of one client. */
class Reader {
  /** True once a service is known to be at the address. */
  #proven = false;

  constructor(readonly limiter: Limiter) {}

  async read(end: AbortSignal | undefined, send: (signal: AbortSignal) => Promise<unknown>): Promise<unknown> {
    const story: Story = { askedAt: this.limiter.now(), tries: 0, last: undefined };
    // A signal of its own: the SDK lets one signal end one request alone.
    const cut = new AbortController();
    const onEnd = () => cut.abort();
    end?.addEventListener("abort", onEnd, { once: true });
    // Many reads listen to the end of one operation, and are no leak.
    setMaxListeners(0, cut.signal, ...(end === undefined ? [] : [end]));
    if (end?.aborted === true) {
      cut.abort();
    }
    try {
      return await unlessCut(cut.signal, this.#untilAnswered(story, cut.signal, send));
    } catch (error) {
      throw cut.signal.aborted ? this.#giveUp(story, "until the operation's time was up") : error;
    } finally {
      end?.removeEventListener("abort", onEnd);
    }
  }

  async #untilAnswered(story: Story, cut: AbortSignal, send: (signal: AbortSignal) => Promise<unknown>) {
    const place = this.limiter.place();
    for (;;) {
      try {
        const attempt = () => {
          story.tries += 1;
          return send(cut);
        };
        const answer = await this.limiter.read(place, cut, attempt, outcomeOf);
        this.#proven = true;
        return answer;
      } catch (error) {
        story.last = error;
        const kind = kindOf(error);
        if (kind === "lasting" || (isSoonOver(error, kind) && story.tries >= FEW_TRIES) || cut.aborted) {
          throw error;
        }
        this.#proven ||= kind !== "unproven";
        if (!this.#proven && this.limiter.now() - story.askedAt >= UNPROVEN_MS) {
          throw this.#giveUp(story, "and nothing there has answered as AWS does");
        }
        await pause(waitMs(error, kind, story.tries), cut);
      }
    }
  }

  #giveUp({ tries, askedAt, last }: Story, why: string): GivenUpError {
    return new GivenUpError(tries, this.limiter.now() - askedAt, last, why);
  }
}

/** The promise's result; rejects as soon as the signal aborts, whatever the promise does. */
function unlessCut<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    promise.then(resolve, reject);
  });
}

/** Resolves after that time; rejects when the signal aborts first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", giveUp);
      resolve();
    }, ms);
    signal.addEventListener("abort", giveUp, { once: true });
  });
}

/**
 * What a failure says: `refused` that there are too many requests; `failed` that this one went wrong; `unproven` the same,
 * and that it may not have been AWS who failed; `odd` that the answer lacks what it must have; `lasting` that it would fail
 * again.
 */
export type Kind = "refused" | "failed" | "unproven" | "odd" | "lasting";

/** The connection was not made; where it was never made before, the address may be wrong. */
const UNREACHED: readonly string[] = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"];

/** The connection was made, and broke. */
const BROKEN: readonly string[] = ["ECONNRESET", "EPIPE", "ETIMEDOUT"];

/** Names with which the SDK and the services say that time ran out for one request. */
const TIMED_OUT: readonly string[] = ["TimeoutError", "RequestTimeout", "RequestTimeoutException"];

/** What this failure says. Pure. */
export function kindOf(error: unknown): Kind {
  if (error instanceof DrsRequestError && error.awsError === UNREADABLE_ANSWER) {
    return "odd";
  }
  const failure: SdkError = error instanceof Error ? error : {};
  const { name = "", code = "" } = failure;
  const status = failure.$metadata?.httpStatusCode ?? failure.$response?.statusCode ?? 0;
  if (THROTTLED.includes(name) || status === 429 || failure.$retryable?.throttling === true) {
    return "refused";
  }
  if (UNREACHED.includes(code)) {
    return "unproven";
  }
  if (status >= 500 || BROKEN.includes(code) || TIMED_OUT.includes(name)) {
    return "failed";
  }
  if (isUnreadable(failure)) {
    // A page with a 4xx is a proxy's refusal; any other may be an answer that was cut short.
    return status >= 400 ? "lasting" : "unproven";
  }
  // The SDK has corrected its idea of the time by the answer.
  return isClockCorrected(failure) || failure.$retryable !== undefined ? "failed" : "lasting";
}

/** Whether the failure is hardly another one at the next tries. */
function isSoonOver(error: unknown, kind: Kind): boolean {
  return kind === "odd" || (kind === "failed" && isClockCorrected(error instanceof Error ? error : {}));
}

function isClockCorrected({ $metadata }: SdkError): boolean {
  return $metadata?.clockSkewCorrected === true && ($metadata.httpStatusCode ?? 0) < 500;
}

function outcomeOf(error: unknown): Outcome {
  const kind = kindOf(error);
  return kind === "refused" ? "refused" : kind === "lasting" || kind === "odd" ? "answered" : "unanswered";
}

/** Milliseconds to wait before the next try: as the service asks, else at random. */
function waitMs(error: unknown, kind: Kind, tries: number): number {
  const seconds = retryAfterSeconds(error instanceof Error ? error : {});
  if (seconds !== undefined) {
    return Math.min(seconds * 1000, LONGEST_RETRY_AFTER_MS);
  }
  const { first, longest } = kind === "refused" ? BACKOFF.refused : BACKOFF.failed;
  return Math.random() * Math.min(longest, first * 2 ** Math.min(tries, 16));
}

/**
 * How long the service asks to wait: the header Retry-After, which is a number of seconds or a date
 * (docs/drs-facts.md#retry-after). A date is compared with the answer's own. Undefined where there is none. Pure.
 */
export function retryAfterSeconds({ retryAfterSeconds: read, $response }: SdkError): number | undefined {
  const headers = new Map(Object.entries($response?.headers ?? {}).map(([name, text]) => [name.toLowerCase(), text]));
  const text = String(headers.get("retry-after") ?? read ?? "").trim();
  const seconds = /^\d+(\.\d+)?$/.test(text)
    ? Number(text)
    : (Date.parse(text) - Date.parse(headers.get("date") ?? new Date().toUTCString())) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
