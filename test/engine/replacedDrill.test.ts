import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

const drill = (...triggers: string[]) => ({ app: { sourceServers: [{ sourceServerId: APP }], triggers } });

describe("a drill whose triggers change", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is torn down and drilled again, each time as a drill of its own, also when a trigger comes back", async () => {
    project = await openDrillProject(aWorld());
    const executions: (string | undefined)[] = [];
    for (const trigger of ["1", "2", "1"]) {
      const up = await project.up(drill(trigger));
      expect(up.error).toBe("");
      executions.push((await project.waves())["app"]?.jobId);
    }
    expect(new Set(executions).size).toBe(3);
    expect(project.calls("StartRecovery")).toBe(3);
    expect(project.alive()).toHaveLength(1);
  });

  it("is drilled anew after a destroy, and when it is replaced by name: no closed job is adopted", async () => {
    project = await openDrillProject(aWorld());
    await project.up(drill("1"));
    expect((await project.destroy()).error).toBe("");
    expect((await project.up(drill("1"))).error).toBe("");
    expect((await project.up(drill("1"), { replace: "app" })).error).toBe("");
    expect(
      new Set(
        project.simulator
          .world()
          .jobs.filter((job) => job.type === "LAUNCH")
          .map((job) => job.jobID),
      ).size,
    ).toBe(3);
    expect(project.calls("StartRecovery")).toBe(3);
    expect(project.alive()).toHaveLength(1);
  });

  it("is not torn down for a drill that cannot start", async () => {
    project = await openDrillProject(aWorld());
    await project.up(drill("1"));
    const { app } = await project.waves();
    const refused = await project.up({
      app: { sourceServers: [{ sourceServerId: APP }], triggers: ["2"], preflight: { maximumLagSeconds: 1 } },
    });
    expect(refused.ok).toBe(false);
    expect(refused.messages.join("\n")).toContain(
      `app-1 (${APP}) lags up to 1m00s behind, at most 1s allowed (preflight.maximumLagSeconds). Nothing was started.`,
    );
    expect((await project.waves())["app"]?.jobId).toBe(app?.jobId);
    expect(project.alive()).toHaveLength(1);
    expect(project.calls("TerminateRecoveryInstances")).toBe(0);
  });
});

describe("a drill in the way of a real recovery", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("refuses to start, and names the instance that a launch would terminate", async () => {
    const recoveryInstances = [{ sourceServerID: DATABASE, ec2InstanceID: "i-0aaaaaaaaaaaaaaa1", isDrill: false }];
    project = await openDrillProject(aWorld({}, { recoveryInstances }));
    const up = await project.up({ database: { sourceServers: [{ sourceServerId: DATABASE }] } });
    expect(up.ok).toBe(false);
    expect(up.messages.join("\n")).toContain(
      `db-1 (${DATABASE}) has the recovery instance i-0aaaaaaaaaaaaaaa1 of a recovery that is not a drill`,
    );
    expect(project.calls("StartRecovery")).toBe(0);
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual(["i-0aaaaaaaaaaaaaaa1"]);
  });
});

describe("two stacks of one name in two backends", () => {
  let first: DrillProject;
  let second: DrillProject;
  afterEach(async () => {
    await second.close();
    await first.close();
  });

  it("drill each for itself: neither adopts or terminates the other's", async () => {
    first = await openDrillProject(aWorld());
    second = await openDrillProject(aWorld(), { simulator: first.simulator });
    expect((await first.up(drill("1"))).error).toBe("");
    const refused = await second.up(drill("1"));
    expect(refused.messages.join("\n")).toContain("of another drill");
    expect((await second.destroy()).error).toBe("");
    expect(first.alive()).toHaveLength(1);
    expect((await first.destroy()).error).toBe("");
    expect((await second.up(drill("1"))).error).toBe("");
    expect(first.calls("StartRecovery")).toBe(2);
  });
});
