import { createRequire } from "node:module";
import { type Policies, validateResourceOfType } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { isUnknownValueError, reportAs, WAVE_CLASS } from "../../../../policy/src/policies/pulumiPolicy";
import { DRILL_WAVE_TYPE } from "../../../../provider/src/vocabulary";
import { urnOf } from "../factories";

/** The SDK's own server, as the analyzer process runs it, and its copies of the protocol; its types leave them out. */
const ofPolicy = createRequire(createRequire(__filename).resolve("@pulumi/policy"));
// biome-ignore lint/suspicious/noExplicitAny: code without types
const load = (name: string): any => ofPolicy(name);
const server = load("./server");
const messages = load("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = load("google-protobuf/google/protobuf/struct_pb");
const UNKNOWN_TEXT: string = load("./proxy").unknownStringValue;

interface Diagnostic {
  message: string;
  urn: string;
  enforcementlevel: number;
}
const ADVISORY = 0;

/** What the SDK's server answers the engine about one resource. */
function analyze(policies: Policies, type: string, props: Record<string, string> = {}): Promise<Diagnostic[]> {
  const request = new messages.AnalyzeRequest();
  request.setType(type);
  request.setUrn(urnOf("database"));
  request.setName("database");
  request.setProperties(Struct.fromJavaScript(props));
  request.setOptions(new messages.AnalyzerResourceOptions());
  return new Promise((resolve, reject) => {
    const analyzeRpc = server.makeAnalyzeRpcFun("pack", "1.0.0", "mandatory", policies);
    // biome-ignore lint/suspicious/noExplicitAny: generated protocol code
    analyzeRpc({ request }, (error: unknown, answer: any) =>
      error ? reject(error) : resolve(answer.toObject().diagnosticsList),
    );
  });
}

describe("@pulumi/policy, where its types do not say what we rely on", () => {
  it("takes a level, a message alone and a URN with a report", async () => {
    const urn = urnOf("app");
    const policies: Policies = [
      {
        name: "at-its-own-level",
        description: "Not part of the message.",
        enforcementLevel: "mandatory",
        validateResource: (_args, report) => reportAs(report, { message: "m", urn, enforcementLevel: "advisory" }),
      },
    ];
    expect(await analyze(policies, DRILL_WAVE_TYPE)).toMatchObject([{ message: "m", urn, enforcementlevel: ADVISORY }]);
  });

  it("matches resources by the type that a class carries", async () => {
    const validateResource = validateResourceOfType(WAVE_CLASS, (_props, _args, report) => report("m"));
    const policies: Policies = [
      { name: "waves-only", description: "d", enforcementLevel: "mandatory", validateResource },
    ];
    expect(await analyze(policies, DRILL_WAVE_TYPE)).toHaveLength(1);
    expect(await analyze(policies, "aws:s3/bucket:Bucket")).toEqual([]);
  });

  it("throws an error of its own kind for a value that is unknown at preview", async () => {
    const seen: unknown[] = [];
    const policies: Policies = [
      {
        name: "reads-all",
        description: "d",
        enforcementLevel: "mandatory",
        validateResource: ({ props }) => {
          try {
            seen.push(props["region"]);
            seen.push(props["wave"]);
          } catch (error) {
            seen.push(isUnknownValueError(error));
          }
        },
      },
    ];
    await analyze(policies, DRILL_WAVE_TYPE, { region: "us-west-2", wave: UNKNOWN_TEXT });
    expect(seen).toEqual(["us-west-2", true]);
    expect(isUnknownValueError(new Error("any other"))).toBe(false);
  });
});
