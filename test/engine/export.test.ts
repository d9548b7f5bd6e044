import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { WorldFile } from "drs-simulator";
import { afterEach, describe, expect, it } from "vitest";
import { run } from "../unit/provider/export/evaluated";
import { type DrillProject, drillwave, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

const BIN = join(__dirname, "..", "..", "provider", "bin", "drillwave-settings.js");
const SYNCHRONIZED = join(__dirname, "..", "integration", "export", "synchronized.json");

/** Runs the command as a person does, against the project's simulator. */
function exportSettings(project: DrillProject, ...options: string[]) {
  const args = ["export", "--region", "us-west-2", "--endpoint-url", project.simulator.url, ...options];
  const env = { ...process.env, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" };
  return new Promise<{ code: number; out: string; error: string }>((resolve) => {
    execFile(process.execPath, [BIN, ...args], { env }, (failure, out, error) => {
      resolve({ code: typeof failure?.code === "number" ? failure.code : 0, out, error });
    });
  });
}

/** Requests that change something, by the simulator's journal. */
function writes({ simulator }: DrillProject): string[] {
  const reads = /^(Describe|Get|List)/;
  return simulator.journal
    .entries()
    .map(({ operation }) => operation)
    .filter((operation) => !reads.test(operation));
}

/** Every kind of thing that the args can say, and some that they cannot. */
function anOddWorld(): WorldFile {
  return aWorld({
    [DATABASE]: {
      launchConfiguration: {
        targetInstanceTypeRightSizingMethod: "NONE",
        launchDisposition: "STOPPED",
        copyPrivateIp: false,
        copyTags: true,
        licensing: { osByol: true },
        recoveryMode: "FAST",
        name: "the database",
      },
      launchTemplate: {
        instanceType: "r5.large",
        subnetId: "subnet-0123456789abcdef0",
        securityGroupIds: ["sg-0123456789abcdef1", "sg-0123456789abcdef0"],
        privateIp: "10.0.0.77",
        associatePublicIp: false,
        httpTokens: "required",
        tags: { "cost center": 'the "first"', "a.b": "" },
      },
    },
    [APP]: { launchConfiguration: { targetInstanceTypeRightSizingMethod: "IN_AWS", copyPrivateIp: true } },
    [WEB]: { launchTemplate: { data: { CpuOptions: { CoreCount: 2 }, InstanceType: "m5.large" } } },
  });
}

describe("the first `up` of an exported program", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it.each([
    {
      of: "an estate that a synchronizer has set, by its tiers",
      world: () => JSON.parse(readFileSync(SYNCHRONIZED, "utf8")),
      options: [],
      resources: 12,
    },
    {
      of: "the same, a resource for each server",
      world: () => JSON.parse(readFileSync(SYNCHRONIZED, "utf8")),
      options: ["--single"],
      resources: 12,
    },
    { of: "servers with every setting", world: anOddWorld, options: [], resources: 3 },
  ])("writes nothing: $of", async ({ world, options, resources }) => {
    project = await openDrillProject(world());
    const { code, out } = await exportSettings(project, ...options);
    expect(code).toBe(0);
    const program = () => run(out, drillwave);
    const preview = await project.preview({}, { program });
    const asStored = preview.messages.filter((each) => each === "as stored, nothing to change");
    expect({ error: preview.error, asStored: asStored.length }).toEqual({ error: "", asStored: resources });
    expect((await project.up({}, { program })).error).toBe("");
    expect(writes(project)).toEqual([]);
    const managed = (await project.resources()).filter(
      ({ type }) => type === drillwave.LaunchConfiguration.__pulumiType,
    );
    expect(managed.length).toBe(resources);
    expect((await project.destroy()).error).toBe("");
    expect(writes(project)).toEqual([]);
  });
});
