import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

const ROOT = join(__dirname, "..", "..");
const fileOf = (...path: string[]) => JSON.parse(readFileSync(join(ROOT, ...path), "utf8"));

describe("a preview's advice on permissions", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is one line for a program of two waves, and stops nothing", async () => {
    const v2 = fileOf("test", "fixtures", "drsFullAccessV2.json").document;
    const guardrail = { Statement: { Effect: "Deny" as const, Action: "ec2:RunInstances", Resource: "*" } };
    const policies = [
      { policyName: "observe", document: fileOf("provider", "iam", "observe.json") },
      { policyName: "v2", document: v2 },
      { policyName: "guardrail", document: guardrail },
    ];
    project = await openDrillProject(aWorld({}, { iam: { users: [{ userName: "simulated", policies }] } }));
    const waves = {
      one: { sourceServers: [{ sourceServerId: APP }] },
      two: { sourceServers: [{ sourceServerId: DATABASE }] },
    };
    const { ok, messages } = await project.preview(waves);
    const advice = messages.filter((text) => text.includes("IAM would deny"));
    expect(ok).toBe(true);
    expect(advice).toEqual([
      expect.stringContaining(
        "DRS launches with the permissions of arn:aws:iam::111122223333:user/simulated, and IAM would deny it ec2:RunInstances " +
          "(image, instance, network-interface, security-group, volume, launch-template, subnet), by an explicit deny.",
      ),
    ]);
    expect(project.calls("SimulatePrincipalPolicy")).toBe(2);
  });
});
