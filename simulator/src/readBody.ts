import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { refuseDrs } from "./drsProtocol";
import { refuseEc2 } from "./ec2/protocol";
import { AwsError } from "./errors";
import type { WireAnswer } from "./wire";

/** A body that is too large for the simulator to read. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
}

/** Larger bodies are refused; the largest that the API model allows is far smaller. */
const LARGEST_BODY = 1024 * 1024;

// Cutting a client off while it sends would show it a broken connection, not the refusal. So the rest of the body is read and dropped.
const LARGEST_DROPPED = 64 * 1024 * 1024;

/** Reads a request's body as text. @throws BodyTooLargeError beyond 1 MiB; the request can still be answered */
export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size <= LARGEST_BODY) {
      chunks.push(bytes);
    }
    if (size > LARGEST_DROPPED) {
      break;
    }
  }
  if (size > LARGEST_BODY) {
    throw new BodyTooLargeError(`Reading a request: its body is larger than ${LARGEST_BODY} bytes`);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** 413 for a body that is too large, in the protocol of the path. The connection is closed after it. */
export function refuseLargeBody(url: string): WireAnswer {
  const requestId = randomUUID();
  const message = "Request entity too large: drs-simulator reads up to 1 MiB";
  const answer = /^\/(\?|$)/.test(url)
    ? refuseEc2(new AwsError("RequestEntityTooLarge", 413, message), requestId)
    : refuseDrs(new AwsError("RequestEntityTooLargeException", 413, message), requestId);
  return { ...answer, headers: { ...answer.headers, connection: "close" } };
}
