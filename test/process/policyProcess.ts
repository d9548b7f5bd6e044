import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Pulumi's own copies of gRPC and of its protocol. */
const ofPulumi = createRequire(createRequire(__filename).resolve("@pulumi/pulumi"));
// biome-ignore lint/suspicious/noExplicitAny: generated protocol code without types that cover both sides
const load = (name: string): any => ofPulumi(name);
const grpc = load("@grpc/grpc-js");
const service = load("./proto/analyzer_grpc_pb.js");
const messages = load("./proto/analyzer_pb.js");
const structMessages = load("google-protobuf/google/protobuf/struct_pb.js");

type Props = Record<string, unknown>;

/** What the engine sends for a value that it does not know yet. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const LEVELS = ["advisory", "mandatory", "disabled", "remediate"];

/** A resource as the engine shows it. */
export interface ShownResource {
  type: string;
  urn: string;
  name: string;
  props: Props;
  dependencies?: string[];
}

/** A diagnostic of the analyzer, as the engine gets it. */
export interface Diagnostic {
  policy: string;
  message: string;
  level: string;
  severity: number;
  urn: string;
}

/** A policy pack as the engine runs it: a process of its own, spoken to over gRPC. */
export interface PolicyProcess {
  policies(): Promise<{ name: string; level: string; schema: Props }[]>;
  configure(config: Record<string, { level: string } & Props>): Promise<void>;
  analyze(resource: ShownResource): Promise<Diagnostic[]>;
  /** The inputs after remediation, and which policies changed them. */
  remediate(resource: ShownResource): Promise<{ props: Props; by: string[] }>;
  analyzeStack(resources: ShownResource[]): Promise<Diagnostic[]>;
  stop(): Promise<void>;
}

/** Starts the pack in this folder as Pulumi's language host does. */
export async function startPolicyProcess(pack: string): Promise<PolicyProcess> {
  const main = ofPulumi.resolve("./cmd/run-policy-pack");
  // The pack answers the engine, and asks it nothing: an address is all it needs.
  const child = spawn(process.execPath, [main, "127.0.0.1:1", pack], {
    cwd: join(pack),
    stdio: ["ignore", "pipe", "inherit"],
  });
  const address = `127.0.0.1:${await firstLine(child)}`;
  const client = new service.AnalyzerClient(address, grpc.credentials.createInsecure());
  return {
    async policies() {
      const { Empty } = load("google-protobuf/google/protobuf/empty_pb.js");
      const info = await call(client, "getAnalyzerInfo", new Empty());
      // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
      return info.getPoliciesList().map((policy: any) => ({
        name: policy.getName(),
        level: LEVELS[policy.getEnforcementlevel()],
        schema: policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {},
      }));
    },
    async configure(config) {
      const request = new messages.ConfigureAnalyzerRequest();
      for (const [name, { level, ...props }] of Object.entries(config)) {
        const policy = new messages.PolicyConfig();
        policy.setEnforcementlevel(LEVELS.indexOf(level));
        policy.setProperties(toStruct(props));
        request.getPolicyconfigMap().set(name, policy);
      }
      await call(client, "configure", request);
    },
    async analyze(resource) {
      return diagnosticsOf(await call(client, "analyze", fill(new messages.AnalyzeRequest(), resource)));
    },
    async remediate(resource) {
      const answer = await call(client, "remediate", fill(new messages.AnalyzeRequest(), resource));
      // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
      const remediations: any[] = answer.getRemediationsList();
      const last = remediations.at(-1)?.getProperties()?.toJavaScript() ?? resource.props;
      return { props: last, by: remediations.map((each) => each.getPolicyname()) };
    },
    async analyzeStack(resources) {
      const request = new messages.AnalyzeStackRequest();
      request.setResourcesList(resources.map((each) => fill(new messages.AnalyzerResource(), each)));
      return diagnosticsOf(await call(client, "analyzeStack", request));
    },
    async stop() {
      client.close();
      child.kill();
      await new Promise((resolve) => child.once("exit", resolve));
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: generated protocol code
function fill(message: any, { type, urn, name, props, dependencies = [] }: ShownResource): any {
  message.setType(type);
  message.setUrn(urn);
  message.setName(name);
  message.setProperties(toStruct(props));
  message.setOptions(new messages.AnalyzerResourceOptions());
  message.setDependenciesList?.(dependencies);
  return message;
}

// biome-ignore lint/suspicious/noExplicitAny: generated protocol code
function diagnosticsOf(answer: any): Diagnostic[] {
  // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
  return answer.getDiagnosticsList().map((each: any) => ({
    policy: each.getPolicyname(),
    message: each.getMessage(),
    level: LEVELS[each.getEnforcementlevel()],
    severity: each.getSeverity(),
    urn: each.getUrn(),
  }));
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) {
    throw new Error("the pack has no standard output");
  }
  for await (const line of createInterface(stdout)) {
    return line;
  }
  throw new Error("the pack ended before it listened");
}

function toStruct(props: Props) {
  return structMessages.Struct.fromJavaScript(JSON.parse(JSON.stringify(props)));
}

// biome-ignore lint/suspicious/noExplicitAny: generated protocol code
function call(client: any, method: string, message: unknown): Promise<any> {
  return new Promise((resolve, reject) => {
    client[method](message, (error: unknown, answer: unknown) => (error ? reject(error) : resolve(answer)));
  });
}
