import { describe, expect, it } from "vitest";
import { LaunchRefusedError, LaunchUnknownError, PreflightError } from "../../../../provider/src/errors";
import { launch } from "../../../../provider/src/wave/launch";
import {
  aJob,
  aLostAnswer,
  aParticipant,
  aPlan,
  aPlannedServer,
  aRefusal,
  aRunningJob,
  DB,
  NONCE,
  START,
  serverId,
} from "../factories";
import { contextIn, fakeWorld } from "../fakeWorld";

const request = (changes = {}) => ({
  plan: aPlan(),
  servers: [aPlannedServer()],
  attempt: 1,
  busyServers: "wait" as const,
  ...changes,
});

describe(launch.name, () => {
  it("starts one tagged job for the servers", async () => {
    const world = fakeWorld();
    const context = contextIn(world);
    const job = await launch(context, request());
    expect(world.calls).toEqual(["listJobs", `startRecovery ${DB}`]);
    expect({ jobId: job.jobId, initiatedBy: job.initiatedBy, tags: job.tags }).toEqual({
      jobId: "drsjob-1",
      initiatedBy: "START_DRILL",
      tags: { ExecutionId: "e".repeat(32), DrillNonce: NONCE, Attempt: "1", ServerCount: "1" },
    });
    expect(context.lines).toEqual(["keep started recovery job drsjob-1 for 1 server (attempt 1)"]);
  });

  it("passes a pinned snapshot on, and none when none is pinned", async () => {
    const world = fakeWorld();
    const sent: unknown[] = [];
    const start = world.drs.startRecovery;
    world.drs.startRecovery = (given) => {
      sent.push(given.servers);
      return start(given);
    };
    const servers = [aPlannedServer({ recoverySnapshotId: "pit-1" }), aPlannedServer({ sourceServerId: "s-2" })];
    await launch(contextIn(world), request({ servers }));
    expect(sent).toEqual([[{ sourceServerId: DB, recoverySnapshotId: "pit-1" }, { sourceServerId: "s-2" }]]);
  });

  it("adopts its own job instead of starting a second one", async () => {
    const world = fakeWorld();
    world.addJob(aRunningJob());
    const context = contextIn(world);
    expect((await launch(context, request())).jobId).toBe("drsjob-1");
    expect(world.calls).toEqual(["listJobs"]);
    expect(context.lines).toEqual(["keep adopts recovery job drsjob-1 (attempt 1), started 2026-11-24T10:00:00.000Z"]);
  });

  it("adopts no job of another attempt", async () => {
    const world = fakeWorld();
    world.addJob(aJob());
    const job = await launch(contextIn(world), request({ attempt: 2 }));
    expect({ jobId: job.jobId, attempt: job.tags["Attempt"] }).toEqual({ jobId: "drsjob-2", attempt: "2" });
  });

  describe("when the answer is lost", () => {
    it("finds the job that started, and starts no second one", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const context = contextIn(world);
      expect((await launch(context, request())).jobId).toBe("drsjob-1");
      expect(world.calls).toEqual(["listJobs", `startRecovery ${DB}`, "listJobs"]);
      expect(context.lines).toEqual([
        "warn calling drs:StartRecovery: ECONNRESET: socket hang up: looking for the job it may have started",
        "keep found recovery job drsjob-1 (attempt 1) after the answer was lost",
      ]);
    });

    it("finds a job that DescribeJobs shows late", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const list = world.drs.listJobs;
      let looks = 0;
      world.drs.listJobs = async (ids) => {
        looks += 1;
        return looks <= 3 ? [] : list(ids);
      };
      expect((await launch(contextIn(world), request())).jobId).toBe("drsjob-1");
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({
        starts: 1,
        sleeps: [10_000, 10_000], // the first of the three empty looks came before the start
      });
    });

    it("says that it does not know when no job is seen, and never sends again", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aLostAnswer()];
      await expect(launch(contextIn(world), request())).rejects.toThrow(
        new LaunchUnknownError("e".repeat(32), [DB], aLostAnswer()),
      );
      expect(world.calls).toEqual(["listJobs", `startRecovery ${DB}`, ...Array(6).fill("listJobs")]);
      expect(world.clock.sleeps).toEqual(Array(5).fill(10_000));
    });
  });

  describe("when servers are busy", () => {
    const busy = () => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {} }), 25_000);
      return world;
    };

    it("waits for the job that holds them, without asking DRS to refuse", async () => {
      const world = busy();
      const context = contextIn(world);
      await launch(context, request());
      expect(world.calls).toEqual(["listJobs", "listJobs", "listJobs", "listJobs", `startRecovery ${DB}`]);
      expect(context.lines.slice(0, 1)).toEqual([`show waiting: job drsjob-other (LAUNCH) holds ${DB}`]);
      expect(world.clock.sleeps).toEqual([10_000, 10_000, 10_000]);
    });

    it("refuses at once where the program says so", async () => {
      const world = busy();
      await expect(launch(contextIn(world), request({ busyServers: "fail" }))).rejects.toThrow(
        new PreflightError([`job drsjob-other (LAUNCH) holds ${DB} (preflight.busyServers is "fail")`]),
      );
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({ starts: 0, sleeps: [] });
    });

    it("gives up at the deadline, after a last look there", async () => {
      const world = busy();
      await expect(launch(contextIn(world, 15), request())).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`job drsjob-other (LAUNCH) holds ${DB}, still after 15 s`)),
      );
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({
        starts: 0,
        sleeps: [10_000, 5_000],
      });
    });
  });

  it.each(["ConflictException", "ServiceQuotaExceededException", "ThrottlingException"])(
    "tries again after %s, when the obstacle may have passed",
    async (awsError) => {
      const world = fakeWorld();
      world.failures.startRecovery = [aRefusal(awsError), aRefusal(awsError)];
      const context = contextIn(world);
      expect((await launch(context, request())).jobId).toBe("drsjob-1");
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({
        starts: 3,
        sleeps: [10_000, 10_000],
      });
      expect(context.lines[0]).toBe(`show waiting: calling drs:StartRecovery: ${awsError}: says AWS (request req-1)`);
    },
  );

  it("adopts its own job when a conflict comes from that very job", async () => {
    const world = fakeWorld();
    const list = world.drs.listJobs;
    world.addJob(aRunningJob(), 60_000);
    let looks = 0;
    world.drs.listJobs = async (ids) => {
      looks += 1;
      return looks === 1 ? [] : list(ids);
    };
    expect((await launch(contextIn(world), request())).jobId).toBe("drsjob-1");
    expect(world.countOf("startRecovery")).toBe(1);
  });

  it.each(["ConflictException", "ServiceQuotaExceededException"])(
    "gives up after 7 times %s with no job in sight that could lift it",
    async (awsError) => {
      const world = fakeWorld();
      world.failures.startRecovery = Array(99).fill(aRefusal(awsError));
      await expect(launch(contextIn(world), request())).rejects.toThrow(
        new LaunchRefusedError([DB], aRefusal(awsError)),
      );
      expect(world.countOf("startRecovery")).toBe(7);
    },
  );

  it("bears throttling until the deadline", async () => {
    const world = fakeWorld();
    world.failures.startRecovery = Array(99).fill(aRefusal("ThrottlingException"));
    await expect(launch(contextIn(world, 100), request())).rejects.toThrow(
      new LaunchRefusedError([DB], new Error(`${aRefusal("ThrottlingException").message}, still after 100 s`)),
    );
    expect(world.countOf("startRecovery")).toBe(11);
  });

  it.each(["ValidationException", "AccessDeniedException", "UninitializedAccountException"])(
    "passes %s on at once: no wait lifts it",
    async (awsError) => {
      const world = fakeWorld();
      world.failures.startRecovery = [aRefusal(awsError)];
      await expect(launch(contextIn(world), request())).rejects.toThrow(
        new LaunchRefusedError([DB], aRefusal(awsError)),
      );
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({ starts: 1, sleeps: [] });
    },
  );

  it("waits for DRS's quota of 20 jobs", async () => {
    const world = fakeWorld();
    for (let index = 0; index < 20; index += 1) {
      const servers = [aParticipant({ sourceServerId: serverId(100 + index) })];
      world.addJob(aRunningJob({ jobId: `drsjob-x${index}`, servers, tags: {}, createdAt: START }), 15_000);
    }
    const context = contextIn(world);
    await launch(context, request());
    expect(context.lines).toEqual([
      "show waiting: 20 jobs are in progress, DRS's quota is 20",
      "show waiting: 20 jobs are in progress, DRS's quota is 20",
      "keep started recovery job drsjob-21 for 1 server (attempt 1)",
    ]);
  });

  it("does not hide a mistake of ours behind a refusal", async () => {
    const world = fakeWorld();
    world.failures.startRecovery = [new TypeError("a bug")];
    await expect(launch(contextIn(world), request())).rejects.toThrow(new TypeError("a bug"));
  });
});
