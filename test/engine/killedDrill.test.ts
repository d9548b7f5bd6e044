import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { descendants, processes, until } from "./processes";
import { APP, aWorld } from "./worlds";

const APP_ALONE = { app: { sourceServers: [{ sourceServerId: APP }] } };

describe("a drill whose engine dies while it waits", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  /** Starts `up`, sends its engine or provider these signals once the job runs, and waits until the provider has gone. */
  async function cutOff(signals: NodeJS.Signals[], victim: "engine" | "provider" = "engine") {
    project = await openDrillProject(aWorld(), { speed: 60 });
    const up = project.up(APP_ALONE);
    await until(() => project.calls("DescribeJobLogItems") > 0);
    const ours = descendants(process.pid);
    const provider = ours.filter(({ args }) => args.includes("dynamic-provider"));
    const engine = ours.filter(({ args }) => /(^|\/)pulumi up/.test(args));
    expect({ providers: provider.length, engines: engine.length }).toEqual({ providers: 1, engines: 1 });
    for (const [index, signal] of signals.entries()) {
      for (const { pid } of victim === "engine" ? engine : provider) {
        process.kill(pid, signal);
      }
      // What follows is another signal for the engine only once it has taken this one.
      if (index < signals.length - 1) {
        await until(() => project.printed().includes("^C received"));
      }
    }
    const outcome = await up;
    await until(() => !processes().some(({ pid }) => provider.some((each) => each.pid === pid)));
    return outcome;
  }

  it("leaves no provider behind when the engine is killed, and the next up adopts the job", async () => {
    expect((await cutOff(["SIGKILL"])).ok).toBe(false);
    await project.cancel();
    const up = await project.up(APP_ALONE);
    expect(up.error).toBe("");
    expect((await project.waves())["app"]?.verdict).toBe("PASSED");
    expect(project.calls("StartRecovery")).toBe(1);
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });

  it("is cleaned up by a bare destroy, although the wave is in no state", async () => {
    await cutOff(["SIGKILL"]);
    await project.cancel();
    expect(await project.waves()).toEqual({});
    expect((await project.destroy()).error).toBe("");
    expect(project.calls("StartRecovery")).toBe(1);
    expect(project.simulator.world().jobs.map((job) => job.status)).toEqual(["COMPLETED", "COMPLETED"]);
    expect(project.alive()).toEqual([]);
  });

  it("fails when the provider alone is killed, and the next up adopts the job", async () => {
    const outcome = await cutOff(["SIGKILL"], "provider");
    expect(outcome.ok).toBe(false);
    const jobId = project.simulator.world().jobs[0]?.jobID;
    // The engine's error knows nothing of the job; the row says what happens to it.
    expect(outcome.messages.filter((message) => message.startsWith("started"))).toEqual([
      `started recovery job ${jobId} for 1 server (attempt 1); should this \`up\` be cut off, the next \`pulumi up\` goes on with it`,
    ]);
    expect(await project.waves()).toEqual({});
    const preview = await project.preview(APP_ALONE);
    expect(preview.messages.filter((message) => message.startsWith("will"))).toEqual([
      `will go on with its job ${jobId}: app-1; where --replace or a taint replaces the wave, terminates what it launched ` +
        "and launches again",
    ]);
    expect((await project.up(APP_ALONE)).error).toBe("");
    expect((await project.waves())["app"]?.verdict).toBe("PASSED");
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("is waited for and saved when the engine is interrupted once", async () => {
    await cutOff(["SIGINT"]);
    expect((await project.waves())["app"]?.verdict).toBe("PASSED");
    const up = await project.up(APP_ALONE);
    expect(up.steps).toMatchObject({ app: "same" });
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("starts one job after all when the engine was killed before the start was sent", async () => {
    project = await openDrillProject(aWorld());
    project.fault({ operation: "StartRecovery", kind: "hang" });
    const up = project.up(APP_ALONE);
    await until(() => project.calls("StartRecovery") > 0);
    for (const { pid } of descendants(process.pid).filter(({ args }) => /(^|\/)pulumi up/.test(args))) {
      process.kill(pid, "SIGKILL");
    }
    expect((await up).ok).toBe(false);
    await project.cancel();
    expect((await project.up(APP_ALONE)).error).toBe("");
    expect(project.simulator.world().jobs).toHaveLength(1);
    expect((await project.refresh()).error).toBe("");
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });

  it("names the job in the engine's log when it is interrupted twice", async () => {
    const outcome = await cutOff(["SIGINT", "SIGINT"]);
    const jobId = project.simulator.world().jobs[0]?.jobID;
    expect(outcome.messages.filter((message) => message.startsWith("interrupted"))).toEqual([
      `interrupted: recovery job ${jobId} goes on in AWS; \`pulumi up\` resumes the drill, \`pulumi destroy\` cleans it up`,
    ]);
    await project.cancel();
    expect((await project.destroy()).error).toBe("");
    expect(project.alive()).toEqual([]);
  });
});
