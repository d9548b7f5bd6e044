import { describe, expect, it } from "vitest";
import { DrsRequestError, LaunchRefusedError, PreflightError } from "../../../../../provider/src/errors";
import type { DrillWaveIntent } from "../../../../../provider/src/vocabulary";
import { executionIdOf } from "../../../../../provider/src/wave/plan";
import { startAttempt } from "../../../../../provider/src/wave/start/startAttempt";
import type { WaveRequest } from "../../../../../provider/src/wave/waveRequest";
import {
  aJob,
  anIntent,
  aParticipant,
  aRecoveryInstance,
  aRefusal,
  aRunningJob,
  DB,
  NONCE,
  REGION,
  serverId,
} from "../../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const INTENT = anIntent({ sourceServers: [{ sourceServerId: DB }] });
const FAILING = { preflight: { busyServers: "fail" as const } };

function aRequest(changes: Partial<DrillWaveIntent> = {}): WaveRequest {
  return { intent: { ...INTENT, ...changes }, drillNonce: NONCE, sourceServerIds: [DB] };
}

/** Tags of our job of this attempt. */
const ours = (attempt = 1) => ({
  ExecutionId: executionIdOf(INTENT, NONCE, REGION),
  DrillNonce: NONCE,
  Attempt: `${attempt}`,
});

/** Somebody else's job holds DB for this long. */
function aBusyWorld(runsForMs = 25_000) {
  const world = fakeWorld();
  world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, type: "TERMINATE" }), runsForMs);
  return world;
}

const LOOK = ["listSourceServers", "listRecoveryInstances", "getLaunchConfiguration"].map((verb) => `${verb} ${DB}`);
const HELD = `job drsjob-other (TERMINATE) holds ${DB}`;
const startsIn = (world: FakeWorld) => world.countOf("startRecovery");

describe(startAttempt.name, () => {
  it("looks for jobs, then at the servers, and then starts one job", async () => {
    const world = fakeWorld();
    const started = await startAttempt(contextIn(world), aRequest(), 1);
    expect(world.calls).toEqual(["listJobs", ...LOOK, `startRecovery ${DB}`]);
    if (!("job" in started)) throw new Error("nothing was started");
    const { job, plan, seen } = started;
    expect([job.tags, plan.servers.map(({ lagSeconds }) => lagSeconds), seen.problems]).toEqual([
      { ...ours(), ExecutionType: "DRILL", ManagedBy: "DRS-Orchestration", ServerCount: "1" },
      [3],
      [],
    ]);
  });

  describe("with a job of ours", () => {
    it.each([
      { label: "runs", job: aRunningJob({ tags: ours() }) },
      { label: "has ended", job: aJob({ tags: ours() }) },
    ])("adopts one that $label, and looks no further: its own servers are not in its way", async ({ job }) => {
      const world = fakeWorld();
      world.addJob(job, 600_000);
      const started = await startAttempt(contextIn(world), aRequest(FAILING), 1);
      expect(started).toEqual({ adopted: [{ job, attempt: 1 }] });
      expect(world.calls).toEqual(["listJobs"]);
    });

    it("adopts every attempt from the given one on", async () => {
      const world = fakeWorld();
      for (const attempt of [1, 2, 3]) world.addJob(aJob({ jobId: `drsjob-${attempt}`, tags: ours(attempt) }));
      const started = await startAttempt(contextIn(world), aRequest(), 2);
      expect("adopted" in started && started.adopted.map(({ attempt }) => attempt)).toEqual([2, 3]);
    });

    it("starts the attempt when only earlier ones are there", async () => {
      const world = fakeWorld();
      world.addJob(aJob({ tags: ours() }));
      const started = await startAttempt(contextIn(world), aRequest(), 2);
      expect("job" in started && started.job.tags["Attempt"]).toBe("2");
    });

    it("adopts one that DescribeJobs shows late, when DRS refuses for that very job", async () => {
      const world = fakeWorld();
      world.addJob(aRunningJob({ tags: ours() }), 60_000);
      const list = world.drs.listJobs;
      let looks = 0;
      world.drs.listJobs = async (ids) => {
        looks += 1;
        return looks === 1 ? [] : list(ids);
      };
      const started = await startAttempt(contextIn(world), aRequest(), 1);
      expect(["adopted" in started, startsIn(world)]).toEqual([true, 1]);
    });
  });

  describe("while another job is in the way", () => {
    it("waits, without asking DRS to refuse, and says for what", async () => {
      const world = aBusyWorld();
      const context = contextIn(world);
      await startAttempt(context, aRequest(), 1);
      expect(world.calls).toEqual(["listJobs", "listJobs", "listJobs", "listJobs", ...LOOK, `startRecovery ${DB}`]);
      expect(context.lines.slice(0, 3)).toEqual(Array(3).fill(`show waiting: ${HELD}`));
      expect(world.clock.sleeps).toEqual([10_000, 10_000, 10_000]);
    });

    it("starts nothing after the wait in the way of what came meanwhile", async () => {
      const world = aBusyWorld();
      const sleep = world.clock.sleep;
      world.clock.sleep = async (ms) => {
        await sleep(ms);
        world.instances = [aRecoveryInstance({ isDrill: false })];
      };
      await expect(startAttempt(contextIn(world), aRequest(), 1)).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) has the recovery instance i-00000001 of a recovery that is not a drill: ` +
            "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
        ]),
      );
      expect(startsIn(world)).toBe(0);
    });

    it("refuses at once where the program says so", async () => {
      const world = aBusyWorld();
      await expect(startAttempt(contextIn(world), aRequest(FAILING), 1)).rejects.toThrow(
        new PreflightError([`${HELD} (preflight.busyServers is "fail")`]),
      );
      expect([world.calls, world.clock.sleeps]).toEqual([["listJobs"], []]);
    });

    it("gives up at the deadline, after a last look there", async () => {
      const world = aBusyWorld();
      await expect(startAttempt(contextIn(world, 15), aRequest(), 1)).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${HELD}, still after 15 s`), "Wait for it"),
      );
      expect([world.calls, world.clock.sleeps]).toEqual([Array(3).fill("listJobs"), [10_000, 5_000]]);
    });

    it("waits for DRS's quota of 20 jobs", async () => {
      const world = fakeWorld();
      for (let index = 0; index < 20; index += 1) {
        const servers = [aParticipant({ sourceServerId: serverId(100 + index) })];
        world.addJob(aRunningJob({ jobId: `drsjob-x${index}`, servers, tags: {} }), 15_000);
      }
      const context = contextIn(world);
      await startAttempt(context, aRequest(), 1);
      expect(context.lines.filter((line) => line.startsWith("show waiting"))).toEqual(
        Array(2).fill("show waiting: 20 jobs are in progress, DRS's quota is 20"),
      );
    });
  });

  describe("when StartRecovery is refused", () => {
    it.each(["ConflictException", "ServiceQuotaExceededException", "ThrottlingException"])(
      "looks at everything again after %s, and tries again",
      async (awsError) => {
        const world = fakeWorld();
        world.failures.startRecovery = [aRefusal(awsError), aRefusal(awsError)];
        const context = contextIn(world);
        expect("job" in (await startAttempt(context, aRequest(), 1))).toBe(true);
        const round = ["listJobs", ...LOOK, `startRecovery ${DB}`];
        expect([world.calls, world.clock.sleeps]).toEqual([
          [...round, ...round, ...round],
          [10_000, 10_000],
        ]);
        expect(context.lines.filter((line) => line.startsWith("show waiting"))).toEqual(
          Array(2).fill(`show waiting: calling drs:StartRecovery: ${awsError}: says AWS (request req-1)`),
        );
      },
    );

    it.each(["ConflictException", "ServiceQuotaExceededException"])(
      "gives up after %s for more than 2 minutes with no job in sight that could lift it",
      async (awsError) => {
        const world = fakeWorld();
        world.failures.startRecovery = Array(99).fill(aRefusal(awsError));
        await expect(startAttempt(contextIn(world), aRequest(), 1)).rejects.toThrow(
          new LaunchRefusedError([DB], aRefusal(awsError), "Free the quota, or the servers"),
        );
        expect(world.clock.sleeps).toEqual(Array(13).fill(10_000)); // to 130 s: at 120 s a job may still show up
      },
    );

    it("waits on while a job can be seen that may lift it", async () => {
      const world = fakeWorld();
      const servers = [aParticipant({ sourceServerId: serverId(9) })];
      world.addJob(aRunningJob({ jobId: "drsjob-other", servers, tags: {} }), 600_000);
      world.failures.startRecovery = Array(61).fill(aRefusal("ServiceQuotaExceededException"));
      expect("job" in (await startAttempt(contextIn(world), aRequest(), 1))).toBe(true);
      expect(world.clock.sleeps).toEqual(Array(61).fill(10_000));
    });

    it("counts the time without a job in sight anew after one was seen", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = Array(20).fill(aRefusal("ConflictException"));
      const sleep = world.clock.sleep;
      world.clock.sleep = async (ms) => {
        await sleep(ms);
        // After 100 s somebody's job comes, and is there for 15 s.
        if (world.clock.sleeps.length !== 10) return;
        const createdAt = world.drs.now();
        world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, type: "TERMINATE", createdAt }), 15_000);
      };
      expect("job" in (await startAttempt(contextIn(world), aRequest(), 1))).toBe(true);
      expect(world.clock.sleeps.length).toBe(22); // twice for that job, and 20 times for a refusal
    });

    it("refuses at once where the program says so", async () => {
      const world = fakeWorld();
      const conflict = aRefusal("ConflictException");
      world.failures.startRecovery = [conflict];
      await expect(startAttempt(contextIn(world), aRequest(FAILING), 1)).rejects.toThrow(
        new PreflightError([`${conflict.message} (preflight.busyServers is "fail")`]),
      );
      expect(world.clock.sleeps).toEqual([]);
    });

    it("takes throttling for no busy server: it passes also where busy servers are a refusal", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aRefusal("ThrottlingException")];
      expect("job" in (await startAttempt(contextIn(world), aRequest(FAILING), 1))).toBe(true);
    });

    it("waits as long as AWS asks for, when that is longer", async () => {
      const world = fakeWorld();
      const throttled = (retryAfterSeconds: number) =>
        new DrsRequestError({
          action: "drs:StartRecovery",
          awsError: "ThrottlingException",
          text: "says AWS",
          refused: true,
          retryAfterSeconds,
        });
      world.failures.startRecovery = [throttled(30), throttled(3)];
      await startAttempt(contextIn(world), aRequest(), 1);
      expect(world.clock.sleeps).toEqual([30_000, 10_000]);
    });

    it("bears throttling until the deadline", async () => {
      const world = fakeWorld();
      const throttled = aRefusal("ThrottlingException");
      world.failures.startRecovery = Array(99).fill(throttled);
      await expect(startAttempt(contextIn(world, 100), aRequest(), 1)).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${throttled.message}, still after 100 s`), "Wait for it"),
      );
      expect(startsIn(world)).toBe(11);
    });
  });
});
