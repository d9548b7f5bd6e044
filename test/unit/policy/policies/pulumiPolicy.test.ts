import { createRequire } from "node:module";
import type { EnforcementLevel, ResourceValidationArgs } from "@pulumi/policy";
import { describe, expect, it } from "vitest";
import { readInputs } from "../../../../policy/src/policies/readWave";
import { reportAs } from "../../../../policy/src/policies/reportAs";

const fromHere = createRequire(__filename);

/** Parts of @pulumi/policy that its types do not promise, and on which the pack leans. A release without them fails here. */
const {
  unknownCheckingProxy,
  unknownStringValue,
}: { unknownCheckingProxy<T>(props: T): T; unknownStringValue: string } = fromHere("@pulumi/policy/proxy");
const { makeAnalyzeRpcFun } = fromHere("@pulumi/policy/server");
const { AnalyzeRequest, AnalyzerResourceOptions } = fromHere("@pulumi/pulumi/proto/analyzer_pb");
const { Struct } = fromHere("google-protobuf/google/protobuf/struct_pb");

describe("@pulumi/policy", () => {
  it("throws, for an input that is unknown at preview, an error that the pack tells from others", () => {
    const props = unknownCheckingProxy({ region: "us-west-2", tags: { Owner: unknownStringValue } });
    expect(readInputs(props)).toEqual({ inputs: { region: "us-west-2" }, unknownInputs: ["tags"] });
  });

  it("takes a report at a level and with a resource of its own", async () => {
    const other = { message: "no owner", urn: "urn:of:another", enforcementLevel: "advisory" as EnforcementLevel };
    const policy = {
      name: "acme-wave-require-owner",
      description: "Every wave has an owner.",
      enforcementLevel: "mandatory",
      validateResource: (_args: ResourceValidationArgs, report: Parameters<typeof reportAs>[0]) =>
        reportAs(report, other),
    };
    const analyze = makeAnalyzeRpcFun("acme", "1.0.0", "mandatory", [policy]);
    const request = new AnalyzeRequest();
    request.setType("acme:index:Wave");
    request.setUrn("urn:of:this");
    request.setProperties(Struct.fromJavaScript({}));
    request.setOptions(new AnalyzerResourceOptions());
    const [error, answer] = await new Promise<unknown[]>((resolve) =>
      analyze({ request }, (...given: unknown[]) => resolve(given)),
    );
    expect(error).toBeUndefined();
    expect((answer as { toObject(): unknown }).toObject()).toMatchObject({
      diagnosticsList: [
        { policyname: policy.name, message: expect.stringContaining("no owner"), urn: other.urn, enforcementlevel: 0 },
      ],
    });
  });
});
