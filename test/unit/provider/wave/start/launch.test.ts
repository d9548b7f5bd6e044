import { describe, expect, it } from "vitest";
import { LaunchRefusedError, LaunchUnknownError } from "../../../../../provider/src/errors";
import { type Launch, launch } from "../../../../../provider/src/wave/start/launch";
import { aLostAnswer, aPlannedServer, aRefusal, aWave, DB, NONCE } from "../../factories";
import { contextIn, fakeWorld } from "../../fakeWorld";

const WAVE = aWave({ sourceServers: [{ sourceServerId: DB }] });
const ID = WAVE.executionId;

const request = (changes: Partial<Launch> = {}): Launch => ({
  wave: WAVE,
  servers: [aPlannedServer()],
  attempt: 1,
  ...changes,
});

/** The job that was launched; fails for a refusal. */
async function jobOf(launched: ReturnType<typeof launch>) {
  const outcome = await launched;
  if (!("job" in outcome)) {
    throw new Error("no job was started", { cause: outcome.refusal });
  }
  return outcome.job;
}

describe(launch.name, () => {
  it("starts one tagged job for the servers, and looks at nothing", async () => {
    const world = fakeWorld();
    const context = contextIn(world);
    const { jobId, initiatedBy, tags } = await jobOf(launch(context, request()));
    expect(world.calls).toEqual([`startRecovery ${DB}`]);
    expect({ jobId, initiatedBy, tags }).toEqual({
      jobId: "drsjob-1",
      initiatedBy: "START_DRILL",
      tags: {
        ExecutionId: ID,
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
        Attempt: "1",
        ServerCount: "1",
      },
    });
    expect(context.lines).toEqual([
      "keep started recovery job drsjob-1 for 1 server (attempt 1); should this `up` be cut off, the next `pulumi up` goes on with it",
    ]);
  });

  it("tags a further attempt as such", async () => {
    const { tags } = await jobOf(launch(contextIn(fakeWorld()), request({ attempt: 2 })));
    expect(tags["Attempt"]).toBe("2");
  });

  it("starts a real recovery only for a wave that is one", async () => {
    const wave = aWave({ isDrill: false });
    const { initiatedBy, tags } = await jobOf(launch(contextIn(fakeWorld()), request({ wave })));
    expect({ initiatedBy, type: tags["ExecutionType"] }).toEqual({ initiatedBy: "START_RECOVERY", type: "RECOVERY" });
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

  describe("when the answer is lost", () => {
    it("finds the job that started, and starts no second one", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const context = contextIn(world);
      expect((await jobOf(launch(context, request()))).jobId).toBe("drsjob-1");
      expect(world.calls).toEqual([`startRecovery ${DB}`, "listJobs"]);
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
      expect((await jobOf(launch(contextIn(world), request()))).jobId).toBe("drsjob-1");
      expect({ starts: world.countOf("startRecovery"), sleeps: world.clock.sleeps }).toEqual({
        starts: 1,
        sleeps: [10_000, 10_000, 10_000],
      });
    });

    it("takes no job of another attempt for the one that it asked for", async () => {
      const world = fakeWorld();
      await launch(contextIn(world), request());
      world.clock.pass(600_000);
      world.failures.startRecovery = [aLostAnswer()];
      await expect(launch(contextIn(world), request({ attempt: 2 }))).rejects.toThrow(
        new LaunchUnknownError(ID, [DB], aLostAnswer()),
      );
    });

    it("says that it does not know when no job is seen for 2 minutes, and never sends again", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aLostAnswer()];
      await expect(launch(contextIn(world), request())).rejects.toThrow(
        new LaunchUnknownError(ID, [DB], aLostAnswer()),
      );
      expect(world.calls).toEqual([`startRecovery ${DB}`, ...Array(13).fill("listJobs")]);
      expect(world.clock.sleeps).toEqual(Array(12).fill(10_000));
    });

    it("takes an answer that took long for no late look: a job may have shown up since it was asked for", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const list = world.drs.listJobs;
      let looks = 0;
      world.drs.listJobs = async (ids) => {
        looks += 1;
        if (looks > 1) {
          return list(ids);
        }
        world.clock.pass(125_000);
        return [];
      };
      expect((await jobOf(launch(contextIn(world), request()))).jobId).toBe("drsjob-1");
      expect(looks).toBe(2);
    });

    it("says so at the deadline, when that comes first", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aLostAnswer()];
      await expect(launch(contextIn(world, 15), request())).rejects.toThrow(
        new LaunchUnknownError(ID, [DB], aLostAnswer()),
      );
      expect(world.clock.sleeps).toEqual([10_000, 5_000]);
    });

    it("says so, and why, when no look is answered", async () => {
      const world = fakeWorld();
      const denied = aRefusal("AccessDeniedException", "drs:DescribeJobs");
      world.failures.startRecovery = [aLostAnswer()];
      world.failures.listJobs = Array(13).fill(denied);
      await expect(launch(contextIn(world), request())).rejects.toThrow(new LaunchUnknownError(ID, [DB], denied));
      expect(world.countOf("startRecovery")).toBe(1);
    });
  });

  it.each([
    { awsError: "ConflictException", busy: true },
    { awsError: "ServiceQuotaExceededException", busy: true },
    { awsError: "ThrottlingException", busy: false }, // no server is busy: it passes by a slower pace
  ])("gives $awsError back as one that may pass, and does not wait", async ({ awsError, busy }) => {
    const world = fakeWorld();
    const refusal = aRefusal(awsError);
    world.failures.startRecovery = [refusal];
    expect(await launch(contextIn(world), request())).toEqual({ refusal, busy });
    expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({ calls: [`startRecovery ${DB}`], sleeps: [] });
  });

  it.each(["ValidationException", "AccessDeniedException", "UninitializedAccountException"])(
    "throws for %s: no wait lifts it",
    async (awsError) => {
      const world = fakeWorld();
      world.failures.startRecovery = [aRefusal(awsError)];
      await expect(launch(contextIn(world), request())).rejects.toThrow(
        new LaunchRefusedError([DB], aRefusal(awsError)),
      );
      expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({
        calls: [`startRecovery ${DB}`],
        sleeps: [],
      });
    },
  );

  it("does not hide a mistake of ours behind a refusal", async () => {
    const world = fakeWorld();
    world.failures.startRecovery = [new TypeError("a bug")];
    await expect(launch(contextIn(world), request())).rejects.toThrow(new TypeError("a bug"));
  });
});
