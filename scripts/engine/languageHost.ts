/**
 * Stands in for Pulumi's Node language host, `pulumi-language-nodejs`, which an engine built from its sources lacks: runs
 * policy packs, and nothing else, as the host does. Programs need none, since Automation API runs them in its own process.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** Pulumi's own copies of gRPC and of its protocol; their types are not published. */
const ofPulumi = createRequire(require.resolve("@pulumi/pulumi"));
const grpc: {
  Server: new () => {
    addService(service: unknown, methods: object): void;
    bindAsync(address: string, credentials: unknown, bound: (error: Error | null, port: number) => void): void;
  };
  ServerCredentials: { createInsecure(): unknown };
} = ofPulumi("@grpc/grpc-js");
const { LanguageRuntimeService } = ofPulumi("./proto/language_grpc_pb.js");
const { PluginInfo } = ofPulumi("./proto/plugin_pb.js");
const { RunPluginResponse }: { RunPluginResponse: new () => RunPluginResponse } = ofPulumi("./proto/language_pb.js");

interface RunPluginResponse {
  setStdout(text: Buffer): void;
  setStderr(text: Buffer): void;
  setExitcode(code: number): void;
}

/** The engine's wish to run a plugin, and the stream on which it hears of it. */
interface RunPluginCall {
  readonly request: {
    getInfo(): { getProgramDirectory(): string };
    getArgsList(): string[];
    getEnvList(): string[];
  };
  write(response: RunPluginResponse): void;
  end(): void;
  on(event: "cancelled", listener: () => void): void;
}

/** Runs a pack with the @pulumi/pulumi that it finds itself, by the Node on `PATH`. */
function runPlugin(call: RunPluginCall): void {
  const { request } = call;
  const pack = request.getInfo().getProgramDirectory();
  const runner = createRequire(join(pack, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const env = Object.fromEntries(request.getEnvList().map((each) => splitOnce(each, "=")));
  // A pack finds its package.json in the folder that it runs in.
  const child = spawn("node", [runner, ...request.getArgsList(), "."], { cwd: pack, env });
  const tell = (fill: (response: RunPluginResponse) => void) => {
    const response = new RunPluginResponse();
    fill(response);
    call.write(response);
  };
  child.stdout.on("data", (text: Buffer) => tell((response) => response.setStdout(text)));
  child.stderr.on("data", (text: Buffer) => tell((response) => response.setStderr(text)));
  child.on("close", (code) => {
    tell((response) => response.setExitcode(code ?? 1));
    call.end();
  });
  call.on("cancelled", () => child.kill());
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return [text.slice(0, at), text.slice(at + 1)];
}

/** The engine asks every language host for its version, and makes nothing of ours. */
function getPluginInfo(_call: unknown, answer: (error: null, info: unknown) => void): void {
  answer(null, new PluginInfo());
}

const server = new grpc.Server();
server.addService(LanguageRuntimeService, { getPluginInfo, runPlugin });
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  // The engine reads the port from here.
  console.log(port);
});
// The other end is the engine's: it is closed however the engine dies.
process.stdin.on("close", () => process.exit()).resume();
