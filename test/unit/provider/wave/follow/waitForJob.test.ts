import { describe, expect, it } from "vitest";
import { UnexpectedStateError, WaitTimeoutError } from "../../../../../provider/src/errors";
import { waitForJob } from "../../../../../provider/src/wave/follow/waitForJob";
import { aParticipant, aRefusal, aRunningJob, DB, WEB } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const servers = [
  aParticipant({ launchStatus: "PENDING" }),
  aParticipant({ sourceServerId: WEB, launchStatus: "PENDING" }),
];

describe(waitForJob.name, () => {
  it("returns the ended job with its whole log", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 100_000);
    const { job, log } = await waitForJob(contextIn(world), "drsjob-1");
    expect({ status: job.status, events: log.map((item) => item.event) }).toEqual({
      status: "COMPLETED",
      events: [
        "JOB_START",
        "SNAPSHOT_START",
        "SNAPSHOT_END",
        "LAUNCH_END",
        "SNAPSHOT_START",
        "SNAPSHOT_END",
        "LAUNCH_END",
        "JOB_END",
      ],
    });
    expect(world.clock.sleeps).toEqual(Array(10).fill(10_000));
  });

  it("waits for the end although a server has failed, and tells the failure once, when it comes", async () => {
    const world = fakeWorld();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
    world.launchRunsForMs = 30_000;
    await world.drs.startRecovery({
      servers: [{ sourceServerId: DB }, { sourceServerId: WEB }],
      isDrill: true,
      tags: {},
    });
    const context = contextIn(world);
    const { job } = await waitForJob(context, "drsjob-1");
    expect(job.servers.map((server) => server.launchStatus)).toEqual(["LAUNCHED", "FAILED"]);
    expect(context.lines).toEqual([
      "show JOB, 0 of 2 servers done, 0s elapsed, 1h30m00s left",
      "show SNAPSHOT, 0 of 2 servers done, 10s elapsed, 1h29m50s left",
      `warn ${WEB} LAUNCH_FAILED: no capacity`,
      "show LAUNCH_FAILED, 1 of 2 servers done, 20s elapsed, 1h29m40s left",
      "show job ended, 2 of 2 servers done, 30s elapsed, 1h29m30s left",
    ]);
  });

  it("tells a failure for which DRS gives no reason", async () => {
    const world = fakeWorld();
    world.outcomes.set(DB, [{ event: "SERVER_SKIPPED" }]);
    world.launchRunsForMs = 10_000;
    await world.drs.startRecovery({ servers: [{ sourceServerId: DB }], isDrill: true, tags: {} });
    const context = contextIn(world);
    await waitForJob(context, "drsjob-1");
    expect(context.lines.filter((line) => line.startsWith("warn"))).toEqual([
      `warn ${DB} SERVER_SKIPPED: DRS gives no reason`,
    ]);
  });

  it("bears empty answers: DescribeJobs is eventually consistent", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 50_000);
    const list = world.drs.listJobs;
    let looks = 0;
    world.drs.listJobs = async (ids) => {
      looks += 1;
      return looks <= 2 ? [] : list(ids);
    };
    expect((await waitForJob(contextIn(world), "drsjob-1")).job.status).toBe("COMPLETED");
  });

  it("gives up on a job that nobody shows", async () => {
    const world = fakeWorld();
    await expect(waitForJob(contextIn(world), "drsjob-1")).rejects.toThrow(
      new UnexpectedStateError("recovery job drsjob-1", "nothing 31 times in a row", ["COMPLETED"]),
    );
  });

  it("throws at the deadline: a wait that times out never looks like an end", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 100_000);
    await expect(waitForJob(contextIn(world, 60), "drsjob-1")).rejects.toThrow(
      new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", "STARTED", 60),
    );
  });

  it("throws for a status that AWS added", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ status: "PAUSED", servers }), 0);
    world.drs.listJobs = async () => [aRunningJob({ status: "PAUSED" })];
    await expect(waitForJob(contextIn(world), "drsjob-1")).rejects.toThrow(
      new UnexpectedStateError("recovery job drsjob-1", "PAUSED", ["PENDING", "STARTED", "COMPLETED"]),
    );
  });

  it("passes a failed look on", async () => {
    const world = fakeWorld();
    world.failures.listJobLogItems = [aRefusal("AccessDeniedException", "drs:DescribeJobLogItems")];
    await expect(waitForJob(contextIn(world), "drsjob-1")).rejects.toThrow(
      aRefusal("AccessDeniedException", "drs:DescribeJobLogItems"),
    );
  });
});
