import type { MiddlewareStack } from "./middleware";

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
    // The SDK types an answer as unknown; its handlers give one with a body.
    const answer = response as { body?: unknown } | undefined;
    if (answer?.body === undefined || answer.body === null) {
      return;
    }
    const bytes = await bytesOf(answer.body);
    if (bytes !== undefined) {
      this.#text = bytes.toString("utf8");
      // A stream can be read once; every deserializer takes bytes as well.
      answer.body = new Uint8Array(bytes);
    }
  }
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
