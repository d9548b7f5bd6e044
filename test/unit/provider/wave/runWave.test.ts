import { describe, expect, it } from "vitest";
import { LaunchUnknownError, PreflightError, WaitTimeoutError, WaveFailedError } from "../../../../provider/src/errors";
import type { DrillWaveIntent, DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { executionIdOf, planWave } from "../../../../provider/src/wave/plan";
import { retryWave, runWave } from "../../../../provider/src/wave/runWave";
import type { WaveRequest } from "../../../../provider/src/wave/waveRequest";
import { fromOutputs } from "../../../../provider/src/wave/waveRun";
import {
  ACCOUNT,
  aLostAnswer,
  anIntent,
  anObservation,
  anObservedServer,
  aRecoveryInstance,
  aRefusal,
  DB,
  jobArn,
  NONCE,
  REGION,
  WEB,
} from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf } from "../fakeWorld";

const OURS = executionIdOf(anIntent(), NONCE, REGION);

const aRequest = (changes: Partial<WaveRequest> = {}): WaveRequest => ({
  intent: anIntent(),
  drillNonce: NONCE,
  sourceServerIds: [DB, WEB],
  ...changes,
});

function savedIn() {
  const saved: DrillWaveOutputs[] = [];
  return { saved, save: (outputs: DrillWaveOutputs) => void saved.push(outputs) };
}

describe(runWave.name, () => {
  it("runs a wave from the first look to the verdict, with one recovery job", async () => {
    const world = fakeWorld();
    const outputs = await runWave(contextIn(world), aRequest(), () => {});
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
      recoveryTimeSeconds: 486,
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
    expect(servers.map(({ sourceServerId, verifiedTo, attempt }) => [sourceServerId, verifiedTo, attempt])).toEqual([
      [DB, "statusChecks", 1],
      [WEB, "statusChecks", 1],
    ]);
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
    await expect(runWave(contextIn(world), aRequest({ sourceServerIds: [DB, "s-gone"] }), save)).rejects.toThrow(
      new PreflightError(["s-gone is not a source server of this account in us-west-2"]),
    );
    expect([world.countOf("startRecovery"), saved]).toEqual([0, []]);
  });

  it("starts nothing for no servers: DRS would take an empty filter for all of them", async () => {
    const world = fakeWorld();
    const request = aRequest({ intent: { selector: { tags: { Tier: "none" } } }, sourceServerIds: [] });
    const { saved, save } = savedIn();
    await expect(runWave(contextIn(world), request, save)).rejects.toThrow(
      new PreflightError(["the wave has no servers"]),
    );
    expect([world.calls, saved]).toEqual([["listJobs"], []]);
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
    await expect(runWave(contextIn(world), aRequest({ judged }), save)).rejects.toThrow(
      new PreflightError([
        `settings of db-1 (${DB}) changed after policy judged them: ` +
          "targetInstanceTypeRightSizingMethod was BASIC, is NONE",
      ]),
    );
    expect([world.countOf("startRecovery"), saved]).toEqual([0, []]);
  });

  it("starts nothing in the way of a real recovery", async () => {
    const world = fakeWorld();
    world.instances.push(aRecoveryInstance({ isDrill: false }));
    await expect(runWave(contextIn(world), aRequest(), () => {})).rejects.toThrow(PreflightError);
    expect(world.countOf("startRecovery")).toBe(0);
  });

  it("keeps the warnings of the look before the launch", async () => {
    const world = fakeWorld();
    world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
    const intent = anIntent({ onUnreadableLaunchConfiguration: "useDefaults" });
    const { warnings } = await runWave(contextIn(world), aRequest({ intent }), () => {});
    expect(warnings).toEqual([
      `launch configuration of ${DB} could not be read: calling drs:GetLaunchConfiguration: ` +
        "AccessDeniedException: says AWS (request req-1); defaults are assumed",
    ]);
  });

  it("saves nothing when it is not known whether a job started", async () => {
    const world = fakeWorld();
    world.failures.startRecovery = [aLostAnswer()];
    const { saved, save } = savedIn();
    await expect(runWave(contextIn(world), aRequest(), save)).rejects.toThrow(
      new LaunchUnknownError(OURS, [DB, WEB], aLostAnswer()),
    );
    expect([world.countOf("startRecovery"), saved]).toEqual([1, []]);
  });

  describe("after a crash", () => {
    const adopts = (jobId: string, attempt: number, started: string) =>
      `keep adopts recovery job ${jobId} (attempt ${attempt}), started ${started}: it was in no state. ` +
      "`pulumi refresh --clear-pending-creates` clears what the engine notes of the interrupted operation";
    const unknownLag = ({ hostname, id }: { hostname: string; id: string }) =>
      `recovery point of ${hostname} (${id}) cannot be determined: the replication lag before the launch is not known`;

    it.each([
      { label: "the job runs", elapsedMs: 100_000 },
      { label: "the job has ended", elapsedMs: 600_000 },
    ])("adopts its own job while $label: no second start, no refusal by its own instances", async ({ elapsedMs }) => {
      const world = fakeWorld();
      await runWave(contextIn(world, 60), aRequest(), () => {}).catch(() => {});
      world.clock.pass(elapsedMs);
      const context = contextIn(world);
      const outputs = await runWave(context, aRequest(), () => {});
      expect([outputs.verdict, outputs.jobId, outputs.account, world.countOf("startRecovery")]).toEqual([
        "PASSED",
        "drsjob-1",
        ACCOUNT,
        1,
      ]);
      expect(context.lines.filter((line) => line.startsWith("keep"))).toEqual([
        adopts("drsjob-1", 1, "2026-11-24T10:00:00.000Z"),
      ]);
    });

    it("leaves the recovery point of an adopted job open: the lag before its launch is lost", async () => {
      const world = fakeWorld();
      await runWave(contextIn(world, 60), aRequest(), () => {}).catch(() => {});
      const { recoveryPointSeconds, attempts, warnings } = await runWave(contextIn(world), aRequest(), () => {});
      expect([recoveryPointSeconds, attempts[0]?.lagSeconds, warnings]).toEqual([
        undefined,
        {},
        [unknownLag({ hostname: DB, id: "" }), unknownLag({ hostname: WEB, id: "" })].map((text) =>
          text.replace(" ()", ""),
        ),
      ]);
    });

    it("finds the job whose answer was lost and that was seen too late", async () => {
      const world = fakeWorld();
      world.loseNextAnswer = aLostAnswer();
      const list = world.drs.listJobs;
      world.drs.listJobs = async (ids) => (world.countOf("startRecovery") === 0 ? list(ids) : []);
      await expect(runWave(contextIn(world), aRequest(), () => {})).rejects.toThrow(LaunchUnknownError);
      world.drs.listJobs = list;
      await runWave(contextIn(world), aRequest(), () => {});
      expect(world.countOf("startRecovery")).toBe(1);
    });

    it("adopts the jobs of two attempts", async () => {
      const { world, saved } = await aFailedDrill();
      await retry(world, saved);
      const outputs = await runWave(contextIn(world), aRequest(), () => {});
      expect([outputs.verdict, outputs.attempts.map(({ jobId }) => jobId), world.countOf("startRecovery")]).toEqual([
        "PASSED",
        ["drsjob-1", "drsjob-2"],
        2,
      ]);
    });

    it("concludes a drill that was judged before its instances were terminated, and launches nothing", async () => {
      const world = fakeWorld();
      const intent = anIntent({ cleanup: "afterDrill" });
      await runWave(contextIn(world), aRequest({ intent }), () => {});
      world.calls.length = 0;
      const { saved, save } = savedIn();
      const outputs = await runWave(contextIn(world), aRequest({ intent }), save);
      expect([outputs.verdict, outputs.cleanup, world.countOf("startRecovery"), saved.at(-1)]).toEqual([
        "PASSED",
        { status: "COMPLETED" }, // the instances were gone already
        0,
        outputs,
      ]);
    });
  });

  it.each<{ label: string; other: DrillWaveIntent; nonce: string }>([
    { label: "another trigger", other: anIntent({ triggers: ["again"] }), nonce: NONCE },
    { label: "another guard", other: anIntent(), nonce: "other" },
  ])("adopts no job of $label", async ({ other, nonce }) => {
    const world = fakeWorld();
    await runWave(contextIn(world), aRequest({ intent: other, drillNonce: nonce }), () => {});
    world.instances = [];
    world.ec2Instances.clear();
    await runWave(contextIn(world), aRequest(), () => {});
    expect(world.countOf("startRecovery")).toBe(2);
  });
});

async function aFailedDrill() {
  const world = fakeWorld();
  world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
  const { saved, save } = savedIn();
  await expect(runWave(contextIn(world), aRequest(), save)).rejects.toThrow(WaveFailedError);
  return { world, saved };
}

/** Launches WEB again, which the saved drill could not launch. */
function retry(world: FakeWorld, saved: readonly DrillWaveOutputs[], timeout = 5400) {
  const last = saved.at(-1);
  if (last === undefined) throw new Error("the drill saved nothing");
  const run = fromOutputs(last, anIntent(), planWave(anIntent(), NONCE, anObservation()));
  return retryWave(contextIn(world, timeout), run, aRequest({ sourceServerIds: [WEB] }), () => {});
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
    expect(outputs.servers.map(({ attempt, recoveryInstanceId }) => [attempt, recoveryInstanceId])).toEqual([
      [1, instanceIdOf("drsjob-1", DB)],
      [2, instanceIdOf("drsjob-2", WEB)],
    ]);
    expect([outputs.verdict, outputs.jobId, outputs.attempts.map(({ sourceServerIds }) => sourceServerIds)]).toEqual([
      "PASSED",
      "drsjob-1",
      [[DB, WEB], [WEB]],
    ]);
  });

  it("measures from the first attempt's creation: the outage did not restart with the retry", async () => {
    const { world, saved } = await aFailedDrill();
    world.clock.pass(60_000);
    const { recoveryTimeSeconds } = await retry(world, saved);
    expect(recoveryTimeSeconds).toBe(540 + 60 + 486);
  });

  it("fails for good when the last attempt fails too", async () => {
    const { world, saved } = await aFailedDrill();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
    await expect(retry(world, saved)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched is still running; `pulumi destroy` terminates it. " +
          "Every attempt is used: change `triggers` to drill again.",
      ),
    );
  });

  it("looks before it starts: a server that cannot be launched now is not asked for", async () => {
    const { world, saved } = await aFailedDrill();
    for (const server of world.servers) server.replicationState = "DISCONNECTED";
    await expect(retry(world, saved)).rejects.toThrow(
      new PreflightError([`web-1 (${WEB}) cannot be launched: its replication is DISCONNECTED`]),
    );
    expect(world.countOf("startRecovery")).toBe(1);
  });

  it("adopts an attempt that no state knows of instead of starting a third", async () => {
    const { world, saved } = await aFailedDrill();
    await expect(retry(world, saved, 60)).rejects.toThrow(WaitTimeoutError);
    const outputs = await retry(world, saved);
    expect([outputs.verdict, world.countOf("startRecovery")]).toEqual(["PASSED", 2]);
  });
});
