import { describe, expect, it } from "vitest";
import { refreshOutputs } from "../../../../../provider/src/wave/end/refresh";
import { aJob, anAttempt, aRecoveryInstance, aRunningJob, DB, failedOutputs, outputs, WEB } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

function aWorldAfterTheDrill() {
  const world = fakeWorld();
  world.addJob(aJob());
  world.instances.push(
    aRecoveryInstance(),
    aRecoveryInstance({ recoveryInstanceId: "i-00000002", ec2InstanceId: "i-00000002", sourceServerId: WEB }),
  );
  return world;
}

describe(refreshOutputs.name, () => {
  it("changes nothing while everything is as state has it", async () => {
    const world = aWorldAfterTheDrill();
    expect(await refreshOutputs(contextIn(world), outputs())).toEqual(outputs());
    expect(world.calls).toEqual(["listJobs drsjob-1", `listRecoveryInstances ${DB},${WEB}`]);
  });

  it("tells what became of a job, and keeps what is pending", async () => {
    const world = aWorldAfterTheDrill();
    const { completedAt: _a, ...running } = anAttempt({ status: "STARTED" });
    const {
      completedAt: _b,
      verdict: _v,
      ...before
    } = outputs({
      status: "STARTED",
      pending: ["wait", "judge"],
      attempts: [running],
    });
    const { verdict: _w, ...after } = outputs({ pending: ["wait", "judge"] });
    expect(await refreshOutputs(contextIn(world), before)).toEqual(after);
  });

  it.each(["unknown", "STARTED"])("keeps the end of a job that is shown as %s now", async (status) => {
    const world = aWorldAfterTheDrill();
    world.drs.listJobs = async () => [aJob({ status })];
    expect(await refreshOutputs(contextIn(world), outputs())).toEqual(outputs());
  });

  it("keeps what state knows of a job that DRS shows no longer: not found is not gone", async () => {
    const world = aWorldAfterTheDrill();
    world.drs.listJobs = async () => [];
    expect(await refreshOutputs(contextIn(world), outputs())).toEqual(outputs());
  });

  it("warns of instances that are gone, and never turns the drill into deleted", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = world.instances.slice(0, 1);
    const context = contextIn(world);
    expect(await refreshOutputs(context, outputs())).toEqual(outputs());
    expect(context.lines).toEqual(["warn recovery instances that DRS no longer lists: i-00000002"]);
  });

  it.each([
    { label: "listed no longer", instances: [] },
    {
      label: "terminated",
      instances: ["i-00000001", "i-00000002"].map((recoveryInstanceId) =>
        aRecoveryInstance({ recoveryInstanceId, ec2InstanceState: "TERMINATED" }),
      ),
    },
  ])("says GONE when all are $label, and keeps the verdict of then", async ({ instances }) => {
    const world = aWorldAfterTheDrill();
    world.instances = instances;
    expect(await refreshOutputs(contextIn(world), outputs())).toEqual(outputs({ cleanup: { status: "GONE" } }));
  });

  it("says nothing of instances that our own cleanup terminated", async () => {
    const world = aWorldAfterTheDrill();
    world.instances = [];
    const context = contextIn(world);
    const cleaned = outputs({ cleanup: { status: "COMPLETED", jobId: "drsjob-2" } });
    expect(await refreshOutputs(context, cleaned)).toEqual(cleaned);
    expect(context.lines).toEqual([]);
  });

  it("says GONE only of a drill that launched something and whose job has ended", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob(), 60_000);
    const { completedAt: _c, ...running } = anAttempt({ status: "STARTED" });
    const refreshed = await refreshOutputs(contextIn(world), failedOutputs({ attempts: [running], status: "STARTED" }));
    expect(refreshed.cleanup).toEqual({ status: "NOT_STARTED" });
  });
});
