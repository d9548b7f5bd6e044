import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type DrillProject, drillwave, openDrillProject } from "./drillProject";
import { APP, aWorld } from "./worlds";

/** A wave whose program says nothing of where AWS is called. */
const drill = { app: { sourceServers: [{ sourceServerId: APP }], region: undefined, connection: undefined } };

const taken = (variable: string) =>
  "the Region us-west-2 is taken, because the stack's configuration (aws:region) comes before the environment, where " +
  `AWS_REGION is ${variable}; the arg \`region\` comes before both`;

const open = (region: string) =>
  openDrillProject(aWorld(), {
    providerEnvironment: (simulator) => ({ AWS_ENDPOINT_URL: simulator.url, AWS_REGION: region }),
  });

describe("where a stack's configuration says AWS is called", () => {
  let project: DrillProject;
  beforeEach(() => {
    vi.stubEnv("AWS_REGION", "");
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await project.close();
  });

  it("is where a drill runs, is refreshed and destroyed, whatever both environments say; preview says so once", async () => {
    project = await open("us-east-1");
    await project.configure({ "aws:region": "us-west-2" });
    vi.stubEnv("AWS_REGION", "eu-central-1");
    const preview = await project.preview(drill);
    expect(preview.messages.filter((message) => message.includes("is taken"))).toEqual([taken("eu-central-1")]);
    expect((await project.up(drill)).error).toBe("");
    expect((await project.waves())["app"]?.region).toBe("us-west-2");
    const inputs = (await project.resources()).filter(({ type }) => type.includes("Drill")).map((each) => each.inputs);
    expect(inputs.map(({ region }) => region)).toEqual(["us-west-2", "us-west-2"]);
    await project.configure({ "aws:region": "us-east-2" });
    expect((await project.refresh()).error).toBe("");
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });

  it("is said by the provider where its environment alone names another", async () => {
    project = await open("us-east-1");
    await project.configure({ "aws:region": "us-west-2" });
    const preview = await project.preview(drill);
    expect(preview.messages.filter((message) => message.includes("is taken"))).toEqual([taken("us-east-1")]);
  });

  it("is no other drill where it names what the environment named before", async () => {
    project = await open("us-west-2");
    expect((await project.up(drill)).error).toBe("");
    const before = (await project.waves())["app"]?.jobId;
    await project.configure({ "aws:region": "us-west-2" });
    const preview = await project.preview(drill);
    expect(preview.steps["app"]).toBe("same");
    expect((await project.up(drill)).error).toBe("");
    expect([(await project.waves())["app"]?.jobId, project.calls("StartRecovery")]).toEqual([before, 1]);
  });

  it("is refused with keys, which would lie in state, before anything is registered", async () => {
    project = await open("us-west-2");
    await project.configure({ "aws:accessKey": "AKIASIMULATOR0000000", "aws:secretKey": "simulator" });
    const up = await project.up(drill);
    expect(up.ok).toBe(false);
    const said = up.messages.filter((message) => message.includes("AKIA") || message.includes("aws:accessKey"));
    expect(said.join("\n")).toContain("it has aws:accessKey, aws:secretKey, which DrillWave does not copy");
    expect(said.join("\n")).not.toMatch(/AKIA|^ +at /m);
    const { resources } = project;
    expect((await resources()).filter(({ type }) => type === drillwave.DRILL_GUARD_TYPE)).toEqual([]);
  });
});
