import { describe, expect, it } from "vitest";
import { LaunchUnknownError, PreflightError, WaitTimeoutError, WaveFailedError } from "../../../../provider/src/errors";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { fromOutputs } from "../../../../provider/src/wave/judge/outputs";
import { retryWave, runWave } from "../../../../provider/src/wave/runWave";
import { toWave } from "../../../../provider/src/wave/wave";
import {
  ACCOUNT,
  aDeclaredServer,
  aLostAnswer,
  anObservation,
  anObservedServer,
  aRecoveryInstance,
  aRefusal,
  aWave,
  DB,
  inputs,
  jobArn,
  NONCE,
  REGION,
  WEB,
} from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf } from "../fakeWorld";

const OURS = aWave().executionId;

function savedIn() {
  const saved: DrillWaveOutputs[] = [];
  return { saved, save: (outputs: DrillWaveOutputs) => void saved.push(outputs) };
}

describe(runWave.name, () => {
  it("runs a wave from the first look to the verdict, with one recovery job", async () => {
    const world = fakeWorld();
    const outputs = await runWave(contextIn(world), aWave(), undefined, () => {});
    const { servers, ...rest } = outputs;
    expect(rest).toEqual({
      jobId: "drsjob-1",
      jobArn: jobArn("drsjob-1"),
      executionId: OURS,
      account: ACCOUNT,
      region: REGION,
      pending: [],
      status: "COMPLETED",
      verdict: "PASSED",
      judgedTo: "statusChecks",
      startedAt: "2026-11-24T10:00:00.000Z",
      completedAt: "2026-11-24T10:09:00.000Z",
      launchTimeSeconds: 486, // 0.9 of a job of 540 s
      recoveryTimeSeconds: 540,
      recoveryTimeAtLeastSeconds: 486,
      recoveryPointSeconds: 3,
      attempts: [
        {
          attempt: 1,
          jobId: "drsjob-1",
          jobArn: jobArn("drsjob-1"),
          status: "COMPLETED",
          startedAt: "2026-11-24T10:00:00.000Z",
          completedAt: "2026-11-24T10:09:00.000Z",
          sourceServerIds: [DB, WEB],
          lagSeconds: { [DB]: 3, [WEB]: 3 },
        },
      ],
      cleanup: { status: "NOT_STARTED" },
      warnings: [],
    });
    expect(servers.map(({ sourceServerId, verifiedTo, attempt }) => ({ sourceServerId, verifiedTo, attempt }))).toEqual(
      [
        { sourceServerId: DB, verifiedTo: "statusChecks", attempt: 1 },
        { sourceServerId: WEB, verifiedTo: "statusChecks", attempt: 1 },
      ],
    );
    expect(world.calls.filter((call) => call.startsWith("start"))).toEqual([`startRecovery ${DB},${WEB}`]);
    expect(world.jobs()[0]?.tags).toEqual({
      ExecutionId: OURS,
      DrillNonce: NONCE,
      ExecutionType: "DRILL",
      ManagedBy: "DRS-Orchestration",
      Attempt: "1",
      ServerCount: "2",
    });
  });

  it("starts nothing for a server that is not there, and names it", async () => {
    const world = fakeWorld();
    const { saved, save } = savedIn();
    await expect(
      runWave(
        contextIn(world),
        aWave({ sourceServers: [{ sourceServerId: DB }, { sourceServerId: "s-gone" }] }),
        undefined,
        save,
      ),
    ).rejects.toThrow(new PreflightError(["s-gone is not a source server of this account in us-west-2"]));
    expect({ starts: world.countOf("startRecovery"), saved }).toEqual({ starts: 0, saved: [] });
  });

  it("starts nothing for no servers: DRS would take an empty filter for all of them", async () => {
    const world = fakeWorld();
    const { sourceServers: _servers, ...selecting } = inputs({ selector: { tags: { Tier: "none" } } });
    const wave = toWave(selecting, { region: REGION });
    const { saved, save } = savedIn();
    await expect(runWave(contextIn(world), wave, undefined, save)).rejects.toThrow(
      new PreflightError(["the wave has no servers"]),
    );
    expect({ calls: world.calls, saved }).toEqual({ calls: ["listJobs"], saved: [] });
  });

  it("starts nothing when a setting changed after policy judged it", async () => {
    const world = fakeWorld();
    const judged = anObservation({
      servers: [
        anObservedServer({
          launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC", launchDisposition: "STARTED" },
        }),
      ],
    });
    const { saved, save } = savedIn();
    await expect(runWave(contextIn(world), aWave(), judged, save)).rejects.toThrow(
      new PreflightError([
        `settings of db-1 (${DB}) changed after policy judged them: ` +
          "targetInstanceTypeRightSizingMethod was BASIC, is NONE",
      ]),
    );
    expect({ starts: world.countOf("startRecovery"), saved }).toEqual({ starts: 0, saved: [] });
  });

  it("starts nothing in the way of a real recovery", async () => {
    const world = fakeWorld();
    world.instances.push(aRecoveryInstance({ isDrill: false }));
    await expect(runWave(contextIn(world), aWave(), undefined, () => {})).rejects.toThrow(PreflightError);
    expect(world.countOf("startRecovery")).toBe(0);
  });

  it("keeps the warnings of the look before the launch", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
    const wave = aWave({ onUnreadableLaunchConfiguration: "useDefaults" });
    const { warnings } = await runWave(contextIn(world), wave, undefined, () => {});
    expect(warnings).toEqual([
      `launch configuration of ${DB} could not be read: calling drs:GetLaunchConfiguration: ` +
        "AccessDeniedException: says AWS (request req-1); defaults are assumed, and whether DRS launches it into an existing instance is not known",
    ]);
  });

  it("saves nothing when it is not known whether a job started", async () => {
    const world = fakeWorld();
    world.failures.startRecovery = [aLostAnswer()];
    const { saved, save } = savedIn();
    await expect(runWave(contextIn(world), aWave(), undefined, save)).rejects.toThrow(
      new LaunchUnknownError(OURS, [DB, WEB], aLostAnswer()),
    );
    expect({ starts: world.countOf("startRecovery"), saved }).toEqual({ starts: 1, saved: [] });
  });

  describe("after a crash", () => {
    const adopts = (jobId: string, attempt: number, started: string) =>
      `keep adopting recovery job ${jobId} (attempt ${attempt}, started ${started}), which is not in the stack's state. ` +
      "Run `pulumi refresh --clear-pending-creates` to clear the interrupted operation";

    it.each([
      { label: "the job runs", elapsedMs: 100_000, recovery: "8m06s to 9m00s" },
      { label: "the job has ended", elapsedMs: 600_000, recovery: "8m06s to 11m00s" },
    ])("adopts its own job while $label: no second start, no refusal by its own instances", async (row) => {
      const { elapsedMs, recovery } = row;
      const world = fakeWorld();
      await runWave(contextIn(world, 60), aWave(), undefined, () => {}).catch(() => {});
      world.clock.pass(elapsedMs);
      const context = contextIn(world);
      const outputs = await runWave(context, aWave(), undefined, () => {});
      const { verdict, jobId, account } = outputs;
      expect({ verdict, jobId, account, starts: world.countOf("startRecovery") }).toEqual({
        verdict: "PASSED",
        jobId: "drsjob-1",
        account: ACCOUNT,
        starts: 1,
      });
      expect(context.lines.filter((line) => line.startsWith("keep"))).toEqual([
        adopts("drsjob-1", 1, "2026-11-24T10:00:00.000Z"),
        `keep PASSED: recovery ${recovery}, data loss not known`,
      ]);
    });

    it("leaves the recovery point of an adopted job open: the lag before its launch is lost", async () => {
      const world = fakeWorld();
      await runWave(contextIn(world, 60), aWave(), undefined, () => {}).catch(() => {});
      const { recoveryPointSeconds, attempts, warnings } = await runWave(
        contextIn(world),
        aWave(),
        undefined,
        () => {},
      );
      expect({ recoveryPointSeconds, lagSeconds: attempts[0]?.lagSeconds, warnings }).toEqual({
        recoveryPointSeconds: undefined,
        lagSeconds: {},
        warnings: [
          `recovery point of ${DB} cannot be determined: the replication lag before the launch is not known`,
          `recovery point of ${WEB} cannot be determined: the replication lag before the launch is not known`,
        ],
      });
    });

    it("finds the job whose answer was lost and that was seen too late", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const list = world.drs.listJobs;
      world.drs.listJobs = async (ids) => (world.countOf("startRecovery") === 0 ? list(ids) : []);
      await expect(runWave(contextIn(world), aWave(), undefined, () => {})).rejects.toThrow(LaunchUnknownError);
      world.drs.listJobs = list;
      await runWave(contextIn(world), aWave(), undefined, () => {});
      expect(world.countOf("startRecovery")).toBe(1);
    });

    it("adopts the jobs of two attempts", async () => {
      const { world, saved } = await aFailedDrill();
      await retry(world, saved);
      const outputs = await runWave(contextIn(world), aWave(), undefined, () => {});
      const jobIds = outputs.attempts.map(({ jobId }) => jobId);
      expect({ verdict: outputs.verdict, jobIds, starts: world.countOf("startRecovery") }).toEqual({
        verdict: "PASSED",
        jobIds: ["drsjob-1", "drsjob-2"],
        starts: 2,
      });
    });

    it("concludes a drill that was judged before its instances were terminated, and launches nothing", async () => {
      const world = fakeWorld();
      const wave = aWave({ cleanup: "afterDrill" });
      await runWave(contextIn(world), wave, undefined, () => {});
      world.calls.length = 0;
      const { saved, save } = savedIn();
      const outputs = await runWave(contextIn(world), wave, undefined, save);
      const { verdict, cleanup } = outputs;
      expect({ verdict, cleanup, starts: world.countOf("startRecovery"), saved: saved.at(-1) }).toEqual({
        verdict: "PASSED",
        cleanup: { status: "COMPLETED" }, // the instances were gone already
        starts: 0,
        saved: outputs,
      });
    });
  });

  it.each<{ label: string; other: Partial<WaveInputs> }>([
    { label: "another trigger", other: { triggers: ["again"] } },
    { label: "another guard", other: { drillNonce: "other" } },
  ])("adopts no job of $label", async ({ other }) => {
    const world = fakeWorld();
    await runWave(contextIn(world), aWave(other), undefined, () => {});
    world.instances = [];
    world.ec2Instances.clear();
    await runWave(contextIn(world), aWave(), undefined, () => {});
    expect(world.countOf("startRecovery")).toBe(2);
  });
});

async function aFailedDrill() {
  const world = fakeWorld();
  world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
  const { saved, save } = savedIn();
  await expect(runWave(contextIn(world), aWave(), undefined, save)).rejects.toThrow(WaveFailedError);
  return { world, saved };
}

/** Launches WEB again, which the saved drill could not launch. */
function retry(world: FakeWorld, saved: readonly DrillWaveOutputs[], timeout = 5400) {
  const last = saved.at(-1);
  if (last === undefined) {
    throw new Error("the drill saved nothing");
  }
  const again = { servers: [aDeclaredServer({ sourceServerId: WEB })], observed: undefined };
  return retryWave(contextIn(world, timeout), fromOutputs(last, toWave(inputs(), last)), again, () => {});
}

describe(retryWave.name, () => {
  it("launches only the failed servers again, as the next attempt, and leaves what launched alone", async () => {
    const { world, saved } = await aFailedDrill();
    const outputs = await retry(world, saved);
    expect(world.calls.filter((call) => call.startsWith("start"))).toEqual([
      `startRecovery ${DB},${WEB}`,
      `startRecovery ${WEB}`,
    ]);
    const { Attempt, ServerCount, ExecutionId } = world.jobs()[0]?.tags ?? {};
    expect({ Attempt, ServerCount, ExecutionId }).toEqual({ Attempt: "2", ServerCount: "1", ExecutionId: OURS });
    expect(outputs.servers.map(({ attempt, recoveryInstanceId }) => ({ attempt, recoveryInstanceId }))).toEqual([
      { attempt: 1, recoveryInstanceId: instanceIdOf("drsjob-1", DB) },
      { attempt: 2, recoveryInstanceId: instanceIdOf("drsjob-2", WEB) },
    ]);
    const launched = outputs.attempts.map(({ sourceServerIds }) => sourceServerIds);
    expect({ verdict: outputs.verdict, jobId: outputs.jobId, launched }).toEqual({
      verdict: "PASSED",
      jobId: "drsjob-1",
      launched: [[DB, WEB], [WEB]],
    });
  });

  it("measures from the first attempt's creation: the outage did not restart with the retry", async () => {
    const { world, saved } = await aFailedDrill();
    world.clock.pass(60_000);
    const { launchTimeSeconds, recoveryTimeSeconds } = await retry(world, saved);
    expect({ launchTimeSeconds, recoveryTimeSeconds }).toEqual({
      launchTimeSeconds: 540 + 60 + 486,
      recoveryTimeSeconds: 540 + 60 + 540,
    });
  });

  it("fails for good when the last attempt fails too", async () => {
    const { world, saved } = await aFailedDrill();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
    await expect(retry(world, saved)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched is still running; `pulumi destroy` terminates it. " +
          "All attempts are used: change `triggers` to drill again.",
      ),
    );
  });

  it("looks before it starts: a server that cannot be launched now is not asked for", async () => {
    const { world, saved } = await aFailedDrill();
    for (const server of world.servers) {
      server.replicationState = "DISCONNECTED";
    }
    await expect(retry(world, saved)).rejects.toThrow(
      new PreflightError([`web-1 (${WEB}) cannot be launched: its replication is DISCONNECTED`]),
    );
    expect(world.countOf("startRecovery")).toBe(1);
  });

  it("adopts an attempt that no state knows of instead of starting a third", async () => {
    const { world, saved } = await aFailedDrill();
    await expect(retry(world, saved, 60)).rejects.toThrow(WaitTimeoutError);
    const outputs = await retry(world, saved);
    expect({ verdict: outputs.verdict, starts: world.countOf("startRecovery") }).toEqual({
      verdict: "PASSED",
      starts: 2,
    });
  });
});
