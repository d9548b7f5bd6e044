/**
 * Stands in for Pulumi's Node language host, `pulumi-language-nodejs`, which an engine built from its sources lacks: runs
 * policy packs, and the programs of tests that call the CLI, with Pulumi's own runners and what these are told by the host.
 * It knows no runtime option, installs nothing and names no plugin. Automation API runs programs in its own process.
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
const {
  GetRequiredPackagesResponse,
  RunPluginResponse,
  RunResponse,
}: {
  GetRequiredPackagesResponse: new () => object;
  RunPluginResponse: new () => RunPluginResponse;
  RunResponse: new () => { setError(text: string): void; setBail(bail: boolean): void };
} = ofPulumi("./proto/language_pb.js");

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

/** The engine's wish to run a program. */
interface RunCall {
  readonly request: {
    getProject(): string;
    getStack(): string;
    getOrganization(): string;
    getInfo(): { getRootDirectory(): string; getProgramDirectory(): string; getEntryPoint(): string };
    getDryrun(): boolean;
    getParallel(): number;
    getMonitorAddress(): string;
    getConfigMap(): { toObject(): [string, string][] };
    getConfigsecretkeysList(): string[];
  };
  on(event: "cancelled", listener: () => void): void;
}

/** Bun's when the first argument says so, as the host of `runtime: bun` is Node's with an option. */
const RUNTIME = process.argv[2] === "bun" ? "bun" : "node";

/** A program that has told its user what is wrong ends with this code. */
const HAS_TOLD = 32;

/** Runs a program with the @pulumi/pulumi that it finds itself, by the Node or bun on `PATH`. */
function run(call: RunCall, answer: (error: null, response: unknown) => void): void {
  const { request } = call;
  const folder = request.getInfo().getProgramDirectory();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine: process.argv.at(-1),
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": request.getInfo().getRootDirectory(),
    stack: request.getStack(),
    pwd: folder,
    parallel: `${request.getParallel()}`,
  };
  const child = spawn(
    RUNTIME,
    [
      createRequire(join(folder, "package.json")).resolve("@pulumi/pulumi/cmd/run"),
      ...Object.entries(flags).flatMap(([name, value]) => (value ? [`--${name}`, value] : [])),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      request.getInfo().getEntryPoint(),
    ],
    {
      cwd: folder,
      env: {
        ...process.env,
        PULUMI_NODEJS_TYPESCRIPT: "true",
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().toObject())),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
      // Stdout is the engine's: it read the port there, and shows what comes after it.
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
  child.on("close", (code) => {
    const response = new RunResponse();
    if (code === HAS_TOLD) {
      response.setBail(true);
    } else if (code !== 0) {
      response.setError(`the program ended with exit code ${code}`);
    }
    answer(null, response);
  });
  call.on("cancelled", () => child.kill());
}

/** No plugin is fetched for a program: dynamic providers have theirs beside @pulumi/pulumi. */
function getRequiredPackages(_call: unknown, answer: (error: null, response: unknown) => void): void {
  answer(null, new GetRequiredPackagesResponse());
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
server.addService(LanguageRuntimeService, { getPluginInfo, getRequiredPackages, run, runPlugin });
server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) {
    throw error;
  }
  // The engine reads the port from here.
  console.log(port);
});
// The other end is the engine's: it is closed however the engine dies.
process.stdin.on("close", () => process.exit()).resume();
