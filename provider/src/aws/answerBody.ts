import { unreadableAnswer } from "../errors";
import type { MiddlewareStack } from "./middleware";
import type { Service } from "./service";

/**
 * The body of an answer as the service sent it, before the client's deserializer reads it: that drops every top-level
 * member that the client's version does not know (docs/drs-facts.md#unknown-members). For the stack of one command.
 */
export class AnswerBody {
  #text: string | undefined;

  /** The text of the latest answer; undefined before there is one, and where its body is of a kind that is not known. */
  get text(): string | undefined {
    return this.#text;
  }

  /** The JSON of the latest answer; undefined where it is none. */
  json(): unknown {
    try {
      return JSON.parse(this.#text ?? "");
    } catch {
      return undefined;
    }
  }

  /** Keeps the body of every answer that passes through the stack; the deserializer gets it unchanged. */
  keep(stack: MiddlewareStack): void {
    stack.add(
      (next) => async (args) => {
        this.#text = undefined;
        const result = await next(args);
        await this.#read(result.response);
        return result;
      },
      // Nearer to the wire than the deserializer, which has the usual priority in this step.
      { step: "deserialize", name: "drillwaveAnswerBody", priority: "low" },
    );
  }

  async #read(response: unknown): Promise<void> {
    this.#text = await takeText(response);
  }
}

/**
 * Has `judge` look at every good answer of a client before its deserializer does, which takes what is missing for empty and
 * fails in words of its own at what is of another kind. `action` is the request's, such as `DescribeJobs`.
 *
 * @param judge - says what is wrong with an answer; the request then fails with {@link unreadableAnswer}
 */
export function judgeAnswers(
  stack: MiddlewareStack,
  service: Service,
  judge: (action: string, text: string) => string | undefined,
): void {
  stack.add(
    (next, context) => async (args) => {
      const result = await next(args);
      const action = context?.commandName?.replace(/Command$/, "") ?? "";
      const text = isGood(result.response) ? await takeText(result.response) : undefined;
      const wrong = text === undefined ? undefined : judge(action, text);
      if (wrong !== undefined) {
        throw unreadableAnswer(`${service}:${action}`, wrong);
      }
      return result;
    },
    { step: "deserialize", name: "drillwaveJudgeAnswers", priority: "low" },
  );
}

/** The SDK types an answer as unknown; its handlers give one with a status. */
function isGood(response: unknown): boolean {
  const { statusCode = 0 } = (response ?? {}) as { statusCode?: number };
  return statusCode >= 200 && statusCode < 300;
}

/** The text of the answer's body, which the deserializer can still read; undefined for a body of an unknown kind. */
async function takeText(response: unknown): Promise<string | undefined> {
  // The SDK types an answer as unknown; its handlers give one with a body.
  const answer = response as { body?: unknown } | undefined;
  if (answer?.body === undefined || answer.body === null) {
    return undefined;
  }
  const bytes = await bytesOf(answer.body);
  // A stream can be read once; every deserializer takes bytes as well.
  answer.body = bytes === undefined ? answer.body : new Uint8Array(bytes);
  return bytes?.toString("utf8");
}

async function bytesOf(body: unknown): Promise<Buffer | undefined> {
  if (typeof body === "string" || body instanceof Uint8Array) {
    return Buffer.from(body);
  }
  if (!isStream(body)) {
    return undefined;
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isStream(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === "object" && body !== null && Symbol.asyncIterator in body;
}
