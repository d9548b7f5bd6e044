import { createRequire } from "node:module";
import { harmless } from "../vocabulary";
import { SILENT, type StatusLine } from "../wave/context";

/** The engine's severities (pulumi/proto/engine.proto). */
type Severity = "INFO" | "WARNING";

/**
 * Writes to the resource's own row. The provider process has no logger, so this calls the engine, whose address is the
 * process's last argument (docs/engine-facts.md#the-row-of-a-resource). Without an engine or a URN it writes nothing: a
 * drill does not fail because nobody sees its progress.
 */
export function liveStatus(urn: string | undefined, send: SendLog | undefined = engineLog()?.send): StatusLine {
  if (urn === undefined || send === undefined) {
    return SILENT;
  }
  let shown = "";
  return {
    show(text) {
      if (text === shown) {
        return;
      }
      shown = text;
      send({ urn, severity: "INFO", message: harmless(text), ephemeral: true });
    },
    keep: (text) => send({ urn, severity: "INFO", message: harmless(text), ephemeral: false }),
    warn: (text) => send({ urn, severity: "WARNING", message: harmless(text), ephemeral: false }),
  };
}

/** Sends one line to the engine; does not wait, and ignores failures. */
export type SendLog = (line: { urn: string; severity: Severity; message: string; ephemeral: boolean }) => void;

/** The lines of this process on their way to the engine. */
interface EngineLog {
  send: SendLog;
  arrived(): Promise<void>;
}

let cached: { log: EngineLog | undefined } | undefined;

/** One client per process. */
function engineLog(): EngineLog | undefined {
  cached ??= { log: openEngineLog(process.argv.at(-1)) };
  return cached.log;
}

/**
 * Resolves once the engine has taken every line, or will not. A call that ended before its last line arrived could end the
 * `up`, and with it this process: how the drill ended would never be said.
 */
export async function linesArrived(): Promise<void> {
  await cached?.log?.arrived();
}

/** How long the engine may take for one line, in milliseconds: it answers at once, unless it is gone or stands still. */
const LINE_MS = 5000;

function openEngineLog(address: string | undefined): EngineLog | undefined {
  if (address === undefined || !/^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(address)) {
    return undefined;
  }
  // Pulumi's own copy of gRPC: credentials of another copy are not accepted.
  const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
  const grpc: GrpcModule = ofPulumi("@grpc/grpc-js");
  const { EngineClient }: EngineServices = ofPulumi("./proto/engine_grpc_pb.js");
  const messages: EngineMessages = ofPulumi("./proto/engine_pb.js");
  const client = new EngineClient(address, grpc.credentials.createInsecure());
  return inOrder(({ urn, severity, message, ephemeral }, done) => {
    const request = new messages.LogRequest();
    request.setUrn(urn);
    request.setSeverity(messages.LogSeverity[severity]);
    request.setMessage(message);
    request.setEphemeral(ephemeral);
    client.log(request, { deadline: Date.now() + LINE_MS }, done);
  });
}

/**
 * Sends one line after the other: calls that run at the same time may overtake each other, and the last text of a
 * resource is the one that the engine shows. A line is sent at once when none is under way. `arrived` resolves once none is.
 */
export function inOrder<Line>(send: (line: Line, done: () => void) => void): {
  send(line: Line): void;
  arrived(): Promise<void>;
} {
  const waiting: Line[] = [];
  let listeners: (() => void)[] = [];
  const sendFirst = () => {
    const [line] = waiting;
    if (line === undefined) {
      const all = listeners;
      listeners = [];
      for (const listener of all) {
        listener();
      }
      return;
    }
    send(line, () => {
      waiting.shift();
      sendFirst();
    });
  };
  return {
    send(line) {
      waiting.push(line);
      if (waiting.length === 1) {
        sendFirst();
      }
    },
    arrived: () =>
      waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => void listeners.push(() => resolve())),
  };
}

interface GrpcModule {
  credentials: { createInsecure(): unknown };
}

interface LogRequest {
  setUrn(urn: string): void;
  setSeverity(severity: number): void;
  setMessage(message: string): void;
  setEphemeral(ephemeral: boolean): void;
}

interface EngineServices {
  EngineClient: new (
    address: string,
    credentials: unknown,
  ) => { log(request: LogRequest, options: { deadline: number }, done: () => void): void };
}

interface EngineMessages {
  LogRequest: new () => LogRequest;
  LogSeverity: Record<Severity, number>;
}
