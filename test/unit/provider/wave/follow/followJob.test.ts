import { describe, expect, it } from "vitest";
import { NOT_SAID } from "../../../../../provider/src/drs/status";
import { NotFoundError, UnexpectedStateError, WaitTimeoutError } from "../../../../../provider/src/errors";
import { describeProgress, describeUnended, followJob } from "../../../../../provider/src/wave/follow/followJob";
import {
  aJob,
  aLog,
  aLogItem,
  aParticipant,
  aPlannedServer,
  aRefusal,
  aRunningJob,
  DB,
  START,
  WEB,
} from "../../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const PLANNED = [aPlannedServer(), aPlannedServer({ sourceServerId: WEB, hostname: "web-1" })];

const servers = [
  aParticipant({ launchStatus: "PENDING" }),
  aParticipant({ sourceServerId: WEB, launchStatus: "PENDING" }),
];

/** The context of a program that says nothing of how often to look. */
const unpaced = (world: FakeWorld) => ({ ...contextIn(world), pollMs: undefined });

describe(followJob.name, () => {
  it("returns the ended job with its whole log", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 100_000);
    const { job, log } = await followJob(contextIn(world), "drsjob-1", PLANNED);
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
    const { job } = await followJob(context, "drsjob-1", PLANNED);
    expect(job.servers.map((server) => server.launchStatus)).toEqual(["LAUNCHED", "FAILED"]);
    expect(context.lines).toEqual([
      "show 0/2 0s running, 1h30m left",
      "show 0/2 10s snapshot, 1h29m left",
      `show failed: web-1 (${WEB}) LAUNCH_FAILED: no capacity`,
      "show 1/2 20s launch failed, 1h29m left",
      "show 2/2 30s ended, 1h29m left",
    ]);
  });

  describe("reads the log", () => {
    it("when the job has changed or ended, after the look that saw it, and not otherwise", async () => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ servers }), 100_000);
      await followJob(contextIn(world), "drsjob-1", PLANNED);
      const [look, log] = ["listJobs drsjob-1", "listJobLogItems drsjob-1"];
      // 0 s PENDING, 10 s IN_PROGRESS, 90 s LAUNCHED, 100 s COMPLETED
      const unchanged = Array(7).fill(look);
      expect(world.calls).toEqual([look, log, look, log, ...unchanged, look, log, look, log]);
    });

    it("of a job that ends between the look and the log again at the next look: it judges by no log from before", async () => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ servers }), 5_000);
      const read = world.drs.listJobLogItems;
      const jobs = world.drs.listJobs;
      world.drs.listJobs = async (ids) => {
        const seen = await jobs(ids);
        // The job ends while the answer is on its way.
        world.clock.pass(world.countOf("listJobs") === 1 ? 6_000 : 0);
        return seen;
      };
      const readAt: number[] = [];
      world.drs.listJobLogItems = async (id) => {
        readAt.push(world.clock.monotonicMs());
        return read(id);
      };
      const { job, log } = await followJob(contextIn(world), "drsjob-1", PLANNED);
      expect({ status: job.status, last: log.at(-1)?.event, reads: readAt }).toEqual({
        status: "COMPLETED",
        last: "JOB_END",
        reads: [6_000, 16_000],
      });
    });

    it("once more, a second later, when an ended job's log lacks its end, and not a third time", async () => {
      const world = fakeWorld();
      world.addJob(aJob({ servers: launched }));
      const late = [aLogItem("SERVER_SKIPPED", 540, { sourceServerId: WEB })];
      const logs = [aLog(DB), [...aLog(DB), ...late]];
      world.drs.listJobLogItems = async () => logs.shift() ?? [];
      const context = contextIn(world);
      const { log } = await followJob(context, "drsjob-1", PLANNED);
      expect({
        log,
        sleeps: world.clock.sleeps,
        failed: context.lines.filter((line) => line.includes("failed:")),
      }).toEqual({
        log: [...aLog(DB), ...late],
        sleeps: [1000],
        failed: [`show failed: web-1 (${WEB}) SERVER_SKIPPED: DRS gives no reason`],
      });
    });

    it("at the deadline of a job that has not changed for long, to say what each server is at", async () => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ servers }), 10_000_000);
      const stuck = [DB, WEB].map((id) => aLogItem("CONVERSION_START", 52, { sourceServerId: id }));
      world.drs.listJobLogItems = async () => stuck.filter((item) => (item.at ?? 0) <= world.drs.now());
      const since = "at CONVERSION_START since 2026-11-24T10:00:52.000Z (1h29m08s)";
      await expect(followJob(unpaced(world), "drsjob-1", PLANNED)).rejects.toThrow(
        new WaitTimeoutError(
          "recovery job drsjob-1",
          "COMPLETED",
          `STARTED; db-1 (${DB}) ${since}; web-1 (${WEB}) ${since}`,
          5400,
        ),
      );
    });
  });

  it("follows a job on a service whose clock runs 60 times as fast, without looking a minute of it late", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 540_000);
    const { clock } = world;
    const local = { monotonicMs: () => clock.monotonicMs() / 60, sleep: (ms: number) => clock.sleep(ms * 60) };
    const { job } = await followJob({ ...unpaced(world), clock: local }, "drsjob-1", PLANNED);
    expect(job.status).toBe("COMPLETED");
    expect(clock.monotonicMs() - 540_000).toBeLessThan(60_000);
  });

  it("ends its watch however the wait ends", async () => {
    const world = fakeWorld();
    const { watchJob } = world.drs;
    let open = 0;
    world.drs.watchJob = (jobId) => {
      open += 1;
      const close = () => {
        open -= 1;
      };
      return { ...watchJob(jobId), close };
    };
    await expect(followJob(contextIn(world), "drsjob-1", PLANNED)).rejects.toThrow(NotFoundError);
    world.addJob(aRunningJob({ servers }), 50_000);
    await followJob(contextIn(world), "drsjob-1", PLANNED);
    expect(open).toBe(0);
  });

  it("tells a failure for which DRS gives no reason", async () => {
    const world = fakeWorld();
    world.outcomes.set(DB, [{ event: "SERVER_SKIPPED" }]);
    world.launchRunsForMs = 10_000;
    await world.drs.startRecovery({ servers: [{ sourceServerId: DB }], isDrill: true, tags: {} });
    const context = contextIn(world);
    await followJob(context, "drsjob-1", PLANNED);
    expect(context.lines.filter((line) => line.includes("failed:"))).toEqual([
      `show failed: db-1 (${DB}) SERVER_SKIPPED: DRS gives no reason`,
    ]);
  });

  it("warns of the failures that it has seen where it is not there for the end, which would name them", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 10_000_000);
    world.drs.listJobLogItems = async () => [
      aLogItem("LAUNCH_FAILED", 52, { sourceServerId: WEB, message: "no capacity" }),
    ];
    const context = contextIn(world);
    await expect(followJob(context, "drsjob-1", PLANNED)).rejects.toThrow(WaitTimeoutError);
    expect(context.lines.filter((line) => line.includes("LAUNCH_FAILED"))).toEqual([
      `show failed: web-1 (${WEB}) LAUNCH_FAILED: no capacity`,
      `warn web-1 (${WEB}) LAUNCH_FAILED: no capacity`,
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
    expect((await followJob(contextIn(world), "drsjob-1", PLANNED)).job.status).toBe("COMPLETED");
  });

  it("gives up on a job that nobody shows", async () => {
    const world = fakeWorld();
    await expect(followJob(contextIn(world), "drsjob-1", PLANNED)).rejects.toThrow(
      new NotFoundError("recovery job drsjob-1", 31),
    );
  });

  it("throws at the deadline: a wait that times out never looks like an end", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 100_000);
    const since = "at SNAPSHOT_END since 2026-11-24T10:00:20.000Z (40s)";
    const seen = `STARTED; db-1 (${DB}) ${since}; web-1 (${WEB}) ${since}`;
    await expect(followJob(contextIn(world, 60), "drsjob-1", PLANNED)).rejects.toThrow(
      new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", seen, 60),
    );
  });

  it("looks again at a job without a status, and takes one with an end for ended", async () => {
    const world = fakeWorld();
    const shown = [aRunningJob({ status: "unknown" }), aJob({ status: "unknown" })];
    world.drs.listJobs = async () => [shown.length > 1 ? shown.shift() : shown[0]].flatMap((job) => job ?? []);
    const { job } = await followJob(contextIn(world), "drsjob-1", PLANNED);
    expect(job.status).toBe("COMPLETED");
  });

  it("says at the deadline that a job has no status", async () => {
    const world = fakeWorld();
    world.drs.listJobs = async () => [aRunningJob({ status: "unknown" })];
    await expect(followJob(contextIn(world, 60), "drsjob-1", PLANNED)).rejects.toThrow(
      "last seen DRS does not say the job's status; ",
    );
  });

  it("throws for a status that AWS added", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ status: "PAUSED", servers }), 0);
    world.drs.listJobs = async () => [aRunningJob({ status: "PAUSED" })];
    await expect(followJob(contextIn(world), "drsjob-1", PLANNED)).rejects.toThrow(
      new UnexpectedStateError("recovery job drsjob-1", "PAUSED", ["PENDING", "STARTED", "COMPLETED"]),
    );
  });

  it("passes a failed look on", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob({ servers }), 100_000);
    world.failures.listJobLogItems = [aRefusal("AccessDeniedException", "drs:DescribeJobLogItems")];
    await expect(followJob(contextIn(world), "drsjob-1", PLANNED)).rejects.toThrow(
      aRefusal("AccessDeniedException", "drs:DescribeJobLogItems"),
    );
  });
});

describe(describeUnended.name, () => {
  it.each<{ label: string; log: Parameters<typeof describeUnended>[0]; expected: string[] }>([
    {
      label: "of which the log has nothing",
      log: [],
      expected: [`db-1 (${DB}) not in the job's log yet`, `web-1 (${WEB}) not in the job's log yet`],
    },
    {
      label: "of which one has launched, at its latest event",
      log: [
        ...aLog(),
        aLogItem("CONVERSION_START", 52, { sourceServerId: WEB }),
        aLogItem("SNAPSHOT_END", 1, { sourceServerId: WEB }),
      ],
      expected: [`web-1 (${WEB}) at CONVERSION_START since 2026-11-24T10:00:52.000Z (14m08s)`],
    },
    {
      label: "of which one failed, which is an end too",
      log: [aLogItem("LAUNCH_FAILED", 9)],
      expected: [`web-1 (${WEB}) not in the job's log yet`],
    },
    { label: "that have all ended", log: [...aLog(DB), ...aLog(WEB)], expected: [] },
  ])("says where each is of servers $label", ({ log, expected }) => {
    expect(describeUnended(log, PLANNED, START + 900_000)).toEqual(expected);
  });
});

const launched = [aParticipant(), aParticipant({ sourceServerId: WEB })];
const inProgress = launched.map((server) => ({ ...server, launchStatus: "IN_PROGRESS" }));
const progress = {
  job: aRunningJob({ servers: inProgress }),
  servers: PLANNED,
  log: [],
  now: START + 530_000,
  remainingMs: 4_870_000,
};

const { createdAt: _, ...withoutTime } = aRunningJob({ servers: inProgress });

describe(describeProgress.name, () => {
  it.each([
    { label: "before the first event", changes: {}, expected: "0/2 8m50s running" },
    {
      label: "before DRS began",
      changes: { job: aRunningJob({ status: "PENDING", servers: inProgress }) },
      expected: "0/2 8m50s pending",
    },
    {
      label: "by what the job says alone when its log was not read",
      changes: {
        log: undefined,
        job: aRunningJob({ servers: [aParticipant(), aParticipant({ sourceServerId: WEB, launchStatus: "PENDING" })] }),
      },
      expected: "1/2 8m50s running",
    },
    {
      label: "in the phase of the latest event",
      changes: { log: [aLogItem("CONVERSION_START", 52), aLogItem("SNAPSHOT_END", 1)] },
      expected: "0/2 8m50s conversion",
    },
    { label: "with one server launched", changes: { log: aLog() }, expected: "1/2 8m50s launch" },
    {
      label: "with one server failed, which is done too",
      changes: { log: [aLogItem("LAUNCH_FAILED", 9, { sourceServerId: WEB })] },
      expected: "1/2 8m50s launch failed",
    },
    {
      label: "with one server failed twice",
      changes: { log: [aLogItem("SNAPSHOT_FAIL", 8), aLogItem("SERVER_SKIPPED", 9)] },
      expected: "1/2 8m50s server skipped",
    },
    {
      label: "after the job's end",
      changes: { job: aJob({ servers: launched }), log: [...aLog(DB), ...aLog(WEB)] },
      expected: "2/2 8m50s ended",
    },
    {
      label: "of all that were asked for, where it lists fewer",
      changes: { job: aRunningJob({ servers: [aParticipant()] }) },
      expected: "1/2 8m50s running",
    },
    {
      label: "of its own servers, where only it says which they are",
      changes: { servers: [], log: aLog() },
      expected: "1/2 8m50s launch",
    },
    {
      label: "of which nobody says the servers",
      changes: { servers: [], job: aRunningJob({ servers: [] }) },
      expected: "8m50s running",
    },
    {
      label: "of which DRS says neither status nor time",
      changes: { job: { ...withoutTime, status: NOT_SAID } },
      expected: "0/2 status not known",
    },
  ])("tells where a job stands $label", ({ changes, expected }) => {
    expect(describeProgress({ ...progress, ...changes })).toBe(`${expected}, 1h21m left`);
  });
});
