import { createRequire } from "node:module";

/** Pulumi's own copies of gRPC, of its protocol and of Automation API's server; their types are not published. */
const ofPulumi = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
const grpc: {
  Server: new (
    options: object,
  ) => {
    addService(service: unknown, methods: object): void;
    bindAsync(address: string, credentials: unknown, bound: (error: Error | null, port: number) => void): void;
    forceShutdown(): void;
  };
  ServerCredentials: { createInsecure(): unknown };
} = ofPulumi("@grpc/grpc-js");
const { LanguageRuntimeService } = ofPulumi("./proto/language_grpc_pb.js");
const { grpcChannelOptions }: { grpcChannelOptions: object } = ofPulumi("./runtime");
const { LanguageServer }: { LanguageServer: new (program: () => Promise<void>) => object } =
  ofPulumi("./automation/server");

/** A program that engines run for as long as it is open. */
export interface ProgramHost {
  /** Of the language host, for the engine's option `--client`. */
  address: string;
  close(): void;
}

/**
 * Serves a program of this process to an engine that somebody else runs, as Automation API does for an engine that it runs
 * itself: the engine then needs no language host.
 */
export async function hostProgram(program: () => Promise<void>): Promise<ProgramHost> {
  const server = new grpc.Server(grpcChannelOptions);
  server.addService(LanguageRuntimeService, new LanguageServer(program));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
