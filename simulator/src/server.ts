import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SimulatorClock } from "./clock";
import { printable } from "./printable";
import { BodyTooLargeError, readBody, refuseLargeBody } from "./readBody";
import type { Responder } from "./respond";
import type { Reply, WireAnswer } from "./wire";

/** An HTTP server that is listening. */
interface RunningServer {
  readonly port: number;
  /** Stops listening and cuts every connection, hanging ones too. */
  close(): Promise<void>;
}

/** What the server needs besides a way to answer. */
interface ServerOptions {
  readonly host: string;
  /** 0 = any free port. */
  readonly port: number;
  /** The clock behind the `Date` header. */
  readonly clock: SimulatorClock;
  /** Called with one line for each request. */
  readonly log: (line: string) => void;
}

/** Starts listening and answers through the responder. @throws the system's error when the port is taken or forbidden */
export async function listen(respond: Responder, options: ServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handle(request, response, respond, options).catch((error: unknown) => giveUp(error, request, response, options));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  return { port: portOf(server), close: () => close(server) };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  respond: Responder,
  options: ServerOptions,
): Promise<void> {
  const started = performance.now();
  const { socket } = request;
  const [method, url] = [request.method ?? "GET", request.url ?? "/"];
  const reply = await replyTo(request, method, url, respond);
  options.log(`${method} ${printable(url)} ${described(reply)} ${(performance.now() - started).toFixed(1)} ms`);
  if (reply === "cut") {
    socket.destroy();
    return;
  }
  if (reply !== "silence") {
    send(response, reply, options.clock);
  }
}

async function replyTo(request: IncomingMessage, method: string, url: string, respond: Responder): Promise<Reply> {
  try {
    const body = await readBody(request);
    const {
      authorization,
      "x-amz-target": target,
      "smithy-protocol": protocol,
      "content-type": contentType,
    } = request.headers;
    return await respond({
      method,
      url,
      authorization,
      target: text(target),
      protocol: text(protocol),
      contentType,
      body,
    });
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      return refuseLargeBody(url);
    }
    throw error;
  }
}

/** A header that a client should send once. */
function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(",") : header;
}

function send(response: ServerResponse, reply: WireAnswer, clock: SimulatorClock): void {
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(clock.now()).toUTCString(),
    ...(reply.status === 204 ? {} : { "content-length": String(Buffer.byteLength(reply.body)) }),
  });
  response.end(reply.body);
}

/** No request may end the process, whether its client went away, a page cannot be written, or the simulator has a defect. */
function giveUp(error: unknown, request: IncomingMessage, response: ServerResponse, options: ServerOptions): void {
  const reason = error instanceof Error ? error.message : String(error);
  options.log(`${request.method ?? "?"} ${printable(request.url ?? "?")}: ${printable(reason)}`);
  if (response.headersSent || response.destroyed || response.socket === null) {
    response.destroy();
    return;
  }
  response.writeHead(500, { "content-type": "text/plain", connection: "close" });
  response.end(`drs-simulator failed: ${printable(reason)}\n`);
}

function described(reply: Reply): string {
  if (typeof reply === "string") {
    return reply;
  }
  return reply.errorCode === undefined ? String(reply.status) : `${reply.status} ${reply.errorCode}`;
}
