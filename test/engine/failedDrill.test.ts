import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

const APP_AND_DATABASE = { both: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] } };
const NO_CAPACITY = "An error occurred (InsufficientInstanceCapacity) when calling the RunInstances operation";

describe("a wave in which a critical server does not launch", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("fails although its job is COMPLETED, names server and cause, and stops the later waves", async () => {
    project = await openDrillProject(aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED", message: NO_CAPACITY } } }));
    const up = await project.up({
      app: { sourceServers: [{ sourceServerId: APP }] },
      web: { sourceServers: [{ sourceServerId: WEB }] },
    });
    expect(up.ok).toBe(false);
    expect(up.messages.filter((message) => message.includes("Judging")).join()).toContain(
      `Judging the wave: 0 of 1 critical servers recovered, expected 1: app-1 (${APP}) LAUNCH_FAILED: ${NO_CAPACITY}. ` +
        "No recovery instance of it is known. `pulumi up` launches the failed servers again (attempt 2 of 2).",
    );
    expect(project.simulator.world().jobs.map((job) => job.status)).toEqual(["COMPLETED"]);
    expect(project.calls("StartRecovery")).toBe(1);
    expect(await project.waves()).toMatchObject({ app: { verdict: "FAILED", status: "COMPLETED", pending: [] } });
  });

  it("launches the failed server alone at the next up, and recovers", async () => {
    const outcome = { event: "LAUNCH_FAILED" as const, message: NO_CAPACITY, times: 1 };
    project = await openDrillProject(aWorld({ [APP]: { outcome } }));
    expect((await project.up(APP_AND_DATABASE)).ok).toBe(false);
    const again = await project.up(APP_AND_DATABASE);
    expect(again.error).toBe("");
    const [first, second] = project.simulator.journal.entries("StartRecovery").map((entry) => entry.request);
    expect(first).toMatchObject({ sourceServers: [{ sourceServerID: APP }, { sourceServerID: DATABASE }] });
    expect(second).toMatchObject({
      sourceServers: [{ sourceServerID: APP }],
      tags: { Attempt: "2", ServerCount: "1" },
    });
    const { both } = await project.waves();
    expect(both).toMatchObject({ verdict: "PASSED", jobId: both?.attempts[0]?.jobId });
    expect(both?.servers).toMatchObject([
      { sourceServerId: APP, attempt: 2 },
      { sourceServerId: DATABASE, attempt: 1 },
    ]);
    expect(project.alive()).toHaveLength(2);
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });

  it("starts nothing more when the attempts are used up, and fails still, also after a refresh", async () => {
    project = await openDrillProject(aWorld({ [APP]: { outcome: { event: "LAUNCH_FAILED", message: NO_CAPACITY } } }));
    await project.up(APP_AND_DATABASE);
    await project.up(APP_AND_DATABASE);
    await project.refresh();
    const third = await project.up(APP_AND_DATABASE);
    expect(third.ok).toBe(false);
    expect(third.messages.join("\n")).toContain("All attempts are used: change `triggers` to drill again.");
    expect(project.calls("StartRecovery")).toBe(2);
  });
});

describe("a wave whose wait was cut off", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  /** A job of nine minutes takes two seconds: it has not ended at the first look, on a busy machine too. */
  const LOOKED_AT_WHILE_IT_RUNS = 300;

  /** Refuses the first look at the job's log: the job has started, and the operation ends. */
  function cutOff() {
    project.fault({
      operation: "DescribeJobLogItems",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
      message: "no",
    });
  }

  it("is in state with its job, and the next up resumes it and starts nothing", async () => {
    project = await openDrillProject(aWorld(), { speed: LOOKED_AT_WHILE_IT_RUNS });
    cutOff();
    expect((await project.up(APP_AND_DATABASE)).ok).toBe(false);
    const { both: before } = await project.waves();
    expect(before).toMatchObject({ pending: ["wait", "judge"], status: "PENDING" });
    const again = await project.up(APP_AND_DATABASE);
    expect(again.error).toBe("");
    const { both: after } = await project.waves();
    expect(after).toMatchObject({ verdict: "PASSED", jobId: before?.jobId, pending: [] });
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("resumes after a refresh too", async () => {
    project = await openDrillProject(aWorld(), { speed: LOOKED_AT_WHILE_IT_RUNS });
    cutOff();
    await project.up(APP_AND_DATABASE);
    expect((await project.refresh()).error).toBe("");
    expect((await project.up(APP_AND_DATABASE)).error).toBe("");
    expect((await project.waves())["both"]).toMatchObject({ verdict: "PASSED" });
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("is destroyed with its job still running: waits for the job, then terminates what it launched", async () => {
    project = await openDrillProject(aWorld(), { speed: 120 });
    cutOff();
    await project.up(APP_AND_DATABASE);
    expect(project.alive()).toEqual([]);
    expect((await project.destroy()).error).toBe("");
    const [job] = project.simulator.world().jobs.filter((each) => each.type === "LAUNCH");
    expect(job).toMatchObject({ status: "COMPLETED", tags: { Closed: expect.stringMatching(/^\d{4}-/) } });
    expect(project.simulator.world().instances.map((each) => each.ec2State)).toEqual(["TERMINATED", "TERMINATED"]);
  });
});
