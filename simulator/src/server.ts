import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SimulatorClock } from "./clock";
import { printable } from "./printable";
import { BodyTooLargeError, readBody, refuseLargeBody } from "./readBody";
import type { Responder } from "./respond";
import type { Reply, WireAnswer } from "./wire";

/** An HTTP server that listens. */
interface RunningServer {
  readonly port: number;
  /** Stops listening and cuts every connection, those that hang too. */
  close(): Promise<void>;
}

/** What the server needs beside a way to answer. */
interface ServerOptions {
  readonly host: string;
  /** 0 = a free one. */
  readonly port: number;
  /** Tells the time of the `Date` header. */
  readonly clock: SimulatorClock;
  /** One line a request. */
  readonly log: (line: string) => void;
}

/** Listens, and answers through the responder. @throws the system's error when the port is taken or not allowed */
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
    return await respond({ method, url, authorization: request.headers.authorization, body });
  } catch (error) {
    if (error instanceof BodyTooLargeError) {
      return refuseLargeBody(url);
    }
    throw error;
  }
}

function send(response: ServerResponse, reply: WireAnswer, clock: SimulatorClock): void {
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(clock.now()).toUTCString(),
    ...(reply.status !== 204 && { "content-length": String(Buffer.byteLength(reply.body)) }),
  });
  response.end(reply.body);
}

/** Nothing that a request leads to may end the process: a client that went away, a page that cannot be written, a defect. */
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
