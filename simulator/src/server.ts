import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { SimulatorClock } from "./clock";
import type { Responder } from "./respond";
import type { Reply } from "./wire";

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

/** A request larger than this is refused: the largest that the API model allows is far smaller. */
const LARGEST_BODY = 1024 * 1024;

/** Listens, and answers through the responder. @throws the system's error when the port is taken or not allowed */
export async function listen(respond: Responder, options: ServerOptions): Promise<RunningServer> {
  const server = createServer((request, response) => {
    handle(request, response, respond, options).catch((error: unknown) => {
      options.log(
        `${request.method ?? "?"} ${request.url ?? "?"}: ${error instanceof Error ? error.message : String(error)}`,
      );
      request.socket.destroy();
    });
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
  const [method, url] = [request.method ?? "GET", request.url ?? "/"];
  const body = await readBody(request);
  const reply = await respond({ method, url, authorization: request.headers.authorization, body });
  options.log(`${method} ${url} ${described(reply)} ${(performance.now() - started).toFixed(1)} ms`);
  if (reply === "cut") {
    request.socket.destroy();
    return;
  }
  if (reply === "silence") {
    return;
  }
  response.sendDate = false;
  response.writeHead(reply.status, {
    ...reply.headers,
    date: new Date(options.clock.now()).toUTCString(),
    ...(reply.status !== 204 && { "content-length": String(Buffer.byteLength(reply.body)) }),
  });
  response.end(reply.body);
}

function described(reply: Reply): string {
  if (typeof reply === "string") {
    return reply;
  }
  return reply.errorCode === undefined ? String(reply.status) : `${reply.status} ${reply.errorCode}`;
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_BODY) {
      throw new Error(`Reading a request: its body is larger than ${LARGEST_BODY} bytes`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString("utf8");
}
