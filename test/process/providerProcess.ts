import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Pulumi's own copies of gRPC and of its protocol. */
const ofPulumi = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
// biome-ignore lint/suspicious/noExplicitAny: generated protocol code without types that cover both sides
const load = (name: string): any => ofPulumi(name);
const grpc = load("@grpc/grpc-js");
const providerService = load("./proto/provider_grpc_pb.js");
const providerMessages = load("./proto/provider_pb.js");
const engineService = load("./proto/engine_grpc_pb.js");
const emptyMessages = load("google-protobuf/google/protobuf/empty_pb.js");
const structMessages = load("google-protobuf/google/protobuf/struct_pb.js");
const statusMessages = load("./proto/status_pb.js");

type Props = Record<string, unknown>;

/** A line that the provider wrote to its resource's row. */
export interface LogLine {
  urn: string;
  severity: number;
  message: string;
  ephemeral: boolean;
}

/** What create and update answered: outputs, or the failure with the state that it saves. */
export type Answer =
  | { id: string; outputs: Props }
  | { error: string; saved?: { id: string; properties: Props; reasons: string[] } };

/** The provider as the engine runs it: a process of its own, spoken to over gRPC. */
export interface ProviderProcess {
  check(inputs: Props): Promise<{ inputs: Props; failures: { property: string; reason: string }[] }>;
  create(inputs: Props): Promise<Answer>;
  update(id: string, olds: Props, news: Props): Promise<Answer>;
  /** Undefined, or the message of what was thrown. */
  diff(id: string, olds: Props, news: Props): Promise<string | undefined>;
  read(id: string, props: Props): Promise<Props>;
  delete(id: string, props: Props): Promise<string>;
  log: LogLine[];
  /** What the process has written to its standard error. */
  stderr(): string;
  stop(): Promise<void>;
}

/** Starts the provider process with a fake engine that keeps its log lines. */
export async function startProviderProcess(env: Record<string, string>): Promise<ProviderProcess> {
  const log: LogLine[] = [];
  const { server, address } = await startEngine(log);
  const main = ofPulumi.resolve("./cmd/dynamic-provider");
  const child = spawn(process.execPath, [main, address], {
    cwd: join(__dirname, "..", ".."),
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stderr = "";
  child.stderr.on("data", (text: Buffer) => {
    stderr += String(text);
  });
  const port = await firstLine(child);
  const client = new providerService.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  await call(client, "configure", request("ConfigureRequest", { Args: toStruct({}) }));
  return {
    log,
    stderr: () => stderr,
    diff: (id, olds, news) =>
      call(client, "diff", request("DiffRequest", { Id: id, Olds: toStruct(olds), News: toStruct(news) })).then(
        () => undefined,
        (error) => error.details,
      ),
    async check(inputs) {
      const answer = await call(
        client,
        "check",
        request("CheckRequest", { News: toStruct(inputs), Olds: toStruct({}) }),
      );
      // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
      const failures = answer.getFailuresList().map((failure: any) => ({
        property: failure.getProperty(),
        reason: failure.getReason(),
      }));
      return { inputs: answer.getInputs().toJavaScript(), failures };
    },
    create: (inputs) => answerOf(call(client, "create", request("CreateRequest", { Properties: toStruct(inputs) }))),
    update: (id, olds, news) =>
      answerOf(
        call(client, "update", request("UpdateRequest", { Id: id, Olds: toStruct(olds), News: toStruct(news) })),
        id,
      ),
    async read(id, props) {
      const answer = await call(client, "read", request("ReadRequest", { Id: id, Properties: toStruct(props) }));
      return answer.getProperties().toJavaScript();
    },
    async delete(id, props) {
      return call(client, "delete", request("DeleteRequest", { Id: id, Properties: toStruct(props) })).then(
        () => "deleted",
        (error) => error.details,
      );
    },
    async stop() {
      client.close();
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
      server.forceShutdown();
    },
  };
}

/** A busy engine takes a line late: what it has not taken when a call ends, nobody may ever see. */
const TAKEN_AFTER_MS = 20;

async function startEngine(log: LogLine[]) {
  const server = new grpc.Server();
  server.addService(engineService.EngineService, {
    // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
    log({ request: line }: any, done: (error: unknown, answer: unknown) => void) {
      const take = () => {
        log.push({
          urn: line.getUrn(),
          severity: line.getSeverity(),
          message: line.getMessage(),
          ephemeral: line.getEphemeral(),
        });
        done(null, new emptyMessages.Empty());
      };
      setTimeout(take, TAKEN_AFTER_MS);
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error: unknown, bound: number) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { server, address: `127.0.0.1:${port}` };
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) {
    throw new Error("the provider process has no standard output");
  }
  for await (const line of createInterface(stdout)) {
    return line;
  }
  throw new Error("the provider process ended before it listened");
}

function toStruct(props: Props) {
  return structMessages.Struct.fromJavaScript(props);
}

function request(type: string, members: Record<string, unknown>) {
  const message = new providerMessages[type]();
  for (const [name, value] of Object.entries(members)) {
    message[`set${name}`](value);
  }
  return message;
}

// biome-ignore lint/suspicious/noExplicitAny: generated protocol code
function call(client: any, method: string, message: unknown): Promise<any> {
  return new Promise((resolve, reject) => {
    client[method](message, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
  });
}

// biome-ignore lint/suspicious/noExplicitAny: generated protocol code
async function answerOf(answer: Promise<any>, id?: string): Promise<Answer> {
  try {
    const message = await answer;
    return { id: id ?? message.getId(), outputs: message.getProperties().toJavaScript() };
    // biome-ignore lint/suspicious/noExplicitAny: gRPC's error with its metadata
  } catch (error: any) {
    const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
    return details === undefined ? { error: error.details } : { error: error.details, saved: savedState(details) };
  }
}

/** The ErrorResourceInitFailed that the engine saves the resource from. */
function savedState(details: Uint8Array) {
  const [any] = statusMessages.Status.deserializeBinary(details).getDetailsList();
  const failed = any.unpack(providerMessages.ErrorResourceInitFailed.deserializeBinary, any.getTypeName());
  return { id: failed.getId(), properties: failed.getProperties().toJavaScript(), reasons: failed.getReasonsList() };
}
