import { describe, expect, it } from "vitest";
import { DrsRequestError, LaunchRefusedError, PreflightError } from "../../../../../provider/src/errors";
import type { WaveInputs } from "../../../../../provider/src/lifecycle/state";
import { type AttemptRequest, startAttempt } from "../../../../../provider/src/wave/start/startAttempt";
import {
  ACCOUNT,
  aJob,
  aLostAnswer,
  anObservation,
  anObservedServer,
  aParticipant,
  aRecoveryInstance,
  aRefusal,
  aRunningJob,
  aWave,
  DB,
  NONCE,
  serverId,
  WEB,
} from "../../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const FAILING = { preflight: { busyServers: "fail" as const } };

/** Asks for the first attempt of a wave of one server. */
function aRequest(args: Partial<WaveInputs> = {}, changes: Partial<AttemptRequest> = {}): AttemptRequest {
  const wave = aWave({ sourceServers: [{ sourceServerId: DB }], ...args });
  return { wave, servers: wave.servers, attempt: 1, observed: undefined, ...changes };
}

/** Tags of our job of this attempt. */
const ours = (attempt = 1) => ({
  ExecutionId: aRequest().wave.executionId,
  DrillNonce: NONCE,
  Attempt: `${attempt}`,
});

/** The job that was started, and what was known before; fails where jobs were adopted. */
async function startedBy(starting: ReturnType<typeof startAttempt>) {
  const start = await starting;
  if (!("started" in start)) {
    throw new Error("nothing was started");
  }
  return start.started;
}

/** Somebody else's job holds DB for this long. */
function aBusyWorld(runsForMs = 25_000) {
  const world = fakeWorld();
  world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, type: "TERMINATE" }), runsForMs);
  return world;
}

const VERBS = ["listSourceServers", "listRecoveryInstances", "getLaunchConfiguration", "listLaunchActions"];
const LOOK = VERBS.map((verb) => `${verb} ${DB}`);
const HELD = `job drsjob-other (TERMINATE) holds ${DB}`;
const startsIn = (world: FakeWorld) => world.countOf("startRecovery");

describe(startAttempt.name, () => {
  it("looks for jobs, then at the servers, and then starts one job", async () => {
    const world = fakeWorld();
    const { job } = await startedBy(startAttempt(contextIn(world), aRequest()));
    expect(world.calls).toEqual(["listJobs", ...LOOK, `startRecovery ${DB}`]);
    expect(job.tags).toEqual({ ...ours(), ExecutionType: "DRILL", ManagedBy: "DRS-Orchestration", ServerCount: "1" });
  });

  it("tells what was known of each server before, as the program and DRS say it", async () => {
    const sourceServers = [
      { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-00000000000000001" },
      { sourceServerId: WEB, impactLevel: "OPTIONAL" as const },
    ];
    const world = fakeWorld();
    world.snapshots.set(DB, [{ recoverySnapshotId: "pit-00000000000000001", takenAt: world.drs.now() }]);
    const { account, servers, warnings } = await startedBy(startAttempt(contextIn(world), aRequest({ sourceServers })));
    const launchConfiguration = { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" };
    expect({ account, servers, warnings }).toEqual({
      account: ACCOUNT,
      servers: [
        {
          sourceServerId: DB,
          hostname: "db-1",
          role: "database",
          impactLevel: "CRITICAL",
          recoverySnapshotId: "pit-00000000000000001",
          launchConfiguration,
          lagSeconds: 3,
        },
        { sourceServerId: WEB, hostname: "web-1", impactLevel: "OPTIONAL", launchConfiguration, lagSeconds: 3 },
      ],
      warnings: [],
    });
  });

  it("tells what had to be assumed", async () => {
    const world = fakeWorld();
    const denied = aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration");
    world.failures.getLaunchConfiguration = [denied];
    const request = aRequest({ onUnreadableLaunchConfiguration: "useDefaults" });
    const { warnings } = await startedBy(startAttempt(contextIn(world), request));
    expect(warnings).toEqual([
      `launch configuration of ${DB} could not be read: ${denied.message}; defaults are assumed, and whether DRS launches it into an existing instance is not known`,
    ]);
  });

  it("launches the given servers alone: a later attempt has fewer than the wave", async () => {
    const world = fakeWorld();
    const wave = aWave();
    const servers = wave.servers.filter((server) => server.sourceServerId === WEB);
    const { job } = await startedBy(startAttempt(contextIn(world), aRequest({}, { wave, servers, attempt: 2 })));
    expect({ started: world.calls.at(-1), attempt: job.tags["Attempt"] }).toEqual({
      started: `startRecovery ${WEB}`,
      attempt: "2",
    });
  });

  it("starts nothing on settings that changed after policies judged them", async () => {
    const world = fakeWorld();
    const judged = anObservedServer({ launchConfiguration: { launchDisposition: "STARTED" } });
    const observed = anObservation({ servers: [judged] });
    await expect(startAttempt(contextIn(world), aRequest({}, { observed }))).rejects.toThrow(
      new PreflightError([
        `settings of db-1 (${DB}) changed after policy judged them: ` +
          "targetInstanceTypeRightSizingMethod was not set, is NONE",
      ]),
    );
    expect(startsIn(world)).toBe(0);
  });

  describe("with a job of ours", () => {
    it.each([
      { label: "runs", job: aRunningJob({ tags: ours() }) },
      { label: "has ended", job: aJob({ tags: ours() }) },
    ])("adopts one that $label, and looks no further: its own servers are not in its way", async ({ job }) => {
      const world = fakeWorld();
      world.addJob(job, 600_000);
      expect(await startAttempt(contextIn(world), aRequest(FAILING))).toEqual({ adopted: [{ job, attempt: 1 }] });
      expect(world.calls).toEqual(["listJobs"]);
    });

    it("adopts every attempt from the given one on", async () => {
      const world = fakeWorld();
      for (const attempt of [1, 2, 3]) {
        world.addJob(aJob({ jobId: `drsjob-${attempt}`, tags: ours(attempt) }));
      }
      const start = await startAttempt(contextIn(world), aRequest({}, { attempt: 2 }));
      expect("adopted" in start && start.adopted.map(({ attempt }) => attempt)).toEqual([2, 3]);
    });

    it("starts the attempt when only earlier ones are there", async () => {
      const world = fakeWorld();
      world.addJob(aJob({ tags: ours() }));
      const { job } = await startedBy(startAttempt(contextIn(world), aRequest({}, { attempt: 2 })));
      expect(job.tags["Attempt"]).toBe("2");
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
      const start = await startAttempt(contextIn(world), aRequest());
      const adopted = "adopted" in start ? start.adopted.map(({ job }) => job.jobId) : [];
      expect({ adopted, starts: startsIn(world) }).toEqual({ adopted: ["drsjob-1"], starts: 1 });
    });
  });

  describe("while another job is in the way", () => {
    it("waits, without asking DRS to refuse, and says for what", async () => {
      const world = aBusyWorld();
      const context = contextIn(world);
      await startAttempt(context, aRequest());
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
      await expect(startAttempt(contextIn(world), aRequest())).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) has the recovery instance i-00000001 of a recovery that is not a drill: ` +
            "a launch would terminate what is there (replaceRecoveryInstances: true allows that)",
        ]),
      );
      expect(startsIn(world)).toBe(0);
    });

    it("refuses at once where the program says so", async () => {
      const world = aBusyWorld();
      await expect(startAttempt(contextIn(world), aRequest(FAILING))).rejects.toThrow(
        new PreflightError([`${HELD} (preflight.busyServers is "fail")`]),
      );
      expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({ calls: ["listJobs"], sleeps: [] });
    });

    it("gives up at the deadline, after a last look there", async () => {
      const world = aBusyWorld();
      await expect(startAttempt(contextIn(world, 15), aRequest())).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${HELD}, still after 15 s`), "Wait for it"),
      );
      expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({
        calls: Array(3).fill("listJobs"),
        sleeps: [10_000, 5_000],
      });
    });

    it("says what was in the way also when the last look's request is cut", async () => {
      const world = aBusyWorld();
      const cut = aLostAnswer("drs:DescribeJobs");
      world.failures.listJobs = [undefined, undefined, cut];
      await expect(startAttempt(contextIn(world, 15), aRequest())).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${HELD}, then ${cut.message}, still after 15 s`), "Wait for it"),
      );
      expect(startsIn(world)).toBe(0);
    });

    it("waits for DRS's quota of 20 jobs", async () => {
      const world = fakeWorld();
      for (let index = 0; index < 20; index += 1) {
        const servers = [aParticipant({ sourceServerId: serverId(100 + index) })];
        world.addJob(aRunningJob({ jobId: `drsjob-x${index}`, servers, tags: {} }), 15_000);
      }
      const context = contextIn(world);
      await startAttempt(context, aRequest());
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
        await startedBy(startAttempt(context, aRequest()));
        const round = ["listJobs", ...LOOK, `startRecovery ${DB}`];
        expect({ calls: world.calls, sleeps: world.clock.sleeps }).toEqual({
          calls: [...round, ...round, ...round],
          sleeps: [10_000, 10_000],
        });
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
        await expect(startAttempt(contextIn(world), aRequest())).rejects.toThrow(
          new LaunchRefusedError([DB], aRefusal(awsError), "Free the quota, or the servers"),
        );
        expect(world.clock.sleeps).toEqual(Array(13).fill(10_000)); // to 130 s: at 120 s a job may still show up
      },
    );

    it("does not wait for a job that has an end, although DRS does not say its status", async () => {
      const world = fakeWorld();
      const ended = aJob({ jobId: "drsjob-other", tags: {}, servers: [], status: "unknown" });
      const { listJobs } = world.drs;
      world.drs.listJobs = async (ids, since) => [...(await listJobs(ids, since)), ended];
      world.failures.startRecovery = Array(99).fill(aRefusal("ConflictException"));
      await expect(startAttempt(contextIn(world), aRequest())).rejects.toThrow(
        new LaunchRefusedError([DB], aRefusal("ConflictException"), "Free the quota, or the servers"),
      );
    });

    it("waits on while a job can be seen that may lift it", async () => {
      const world = fakeWorld();
      const servers = [aParticipant({ sourceServerId: serverId(9) })];
      world.addJob(aRunningJob({ jobId: "drsjob-other", servers, tags: {} }), 600_000);
      world.failures.startRecovery = Array(61).fill(aRefusal("ServiceQuotaExceededException"));
      await startedBy(startAttempt(contextIn(world), aRequest()));
      expect(world.clock.sleeps).toEqual(Array(61).fill(10_000));
    });

    it("counts the time without a job in sight anew after one was seen", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = Array(20).fill(aRefusal("ConflictException"));
      const sleep = world.clock.sleep;
      world.clock.sleep = async (ms) => {
        await sleep(ms);
        // After 100 s somebody's job comes, and is there for 15 s.
        if (world.clock.sleeps.length !== 10) {
          return;
        }
        const createdAt = world.drs.now();
        world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, type: "TERMINATE", createdAt }), 15_000);
      };
      await startedBy(startAttempt(contextIn(world), aRequest()));
      expect(world.clock.sleeps.length).toBe(22); // twice for that job, and 20 times for a refusal
    });

    it("refuses at once where the program says so", async () => {
      const world = fakeWorld();
      const conflict = aRefusal("ConflictException");
      world.failures.startRecovery = [conflict];
      await expect(startAttempt(contextIn(world), aRequest(FAILING))).rejects.toThrow(
        new PreflightError([`${conflict.message} (preflight.busyServers is "fail")`]),
      );
      expect(world.clock.sleeps).toEqual([]);
    });

    it("takes throttling for no busy server: it passes also where busy servers are a refusal", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aRefusal("ThrottlingException")];
      await startedBy(startAttempt(contextIn(world), aRequest(FAILING)));
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
      await startAttempt(contextIn(world), aRequest());
      expect(world.clock.sleeps).toEqual([30_000, 10_000]);
    });

    it("says to fix the access when no look succeeded until the deadline: there was nothing to wait for", async () => {
      const world = fakeWorld();
      const cut = aLostAnswer("drs:DescribeJobs");
      world.drs.listJobs = async () => {
        await world.clock.sleep(20_000);
        throw cut;
      };
      await expect(startAttempt(contextIn(world, 15), aRequest())).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${cut.message}, still after 15 s`), "Fix the access to AWS"),
      );
    });

    it("bears throttling until the deadline", async () => {
      const world = fakeWorld();
      const throttled = aRefusal("ThrottlingException");
      world.failures.startRecovery = Array(99).fill(throttled);
      await expect(startAttempt(contextIn(world, 100), aRequest())).rejects.toThrow(
        new LaunchRefusedError([DB], new Error(`${throttled.message}, still after 100 s`), "Wait for it"),
      );
      expect(startsIn(world)).toBe(11);
    });
  });
});
