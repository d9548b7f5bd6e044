import { describe, expect, it } from "vitest";
import { CleanupIncompleteError, WaitTimeoutError, WaveFailedError } from "../../../../provider/src/errors";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { concludeLostRecord, concludeWave, continueWave } from "../../../../provider/src/wave/continueWave";
import { newRun, type WaveRun, withJob, withRecords } from "../../../../provider/src/wave/run";
import {
  ACCOUNT,
  aFailedServer,
  anAttempt,
  aPlannedServer,
  aRefusal,
  aRun,
  aWave,
  DB,
  jobArn,
  WEB,
} from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf } from "../fakeWorld";

const WEB_PLANNED = aPlannedServer({ sourceServerId: WEB, hostname: "web-1" });
const PLANNED = [aPlannedServer(), WEB_PLANNED];

/** A wave of two servers whose job was just started. */
async function aStartedRun(world = fakeWorld(), args: Partial<WaveInputs> = {}) {
  const servers = [{ sourceServerId: DB }, { sourceServerId: WEB }];
  const job = await world.drs.startRecovery({ servers, isDrill: true, tags: {} });
  return { world, run: withJob(newRun(aWave(args), ACCOUNT, PLANNED, []), 1, job, PLANNED) };
}

function savedIn() {
  const saved: DrillWaveOutputs[] = [];
  return { saved, save: (outputs: DrillWaveOutputs) => void saved.push(outputs) };
}

describe(continueWave.name, () => {
  it("waits, verifies and judges; says after each step what state must keep", async () => {
    const { world, run } = await aStartedRun();
    const { saved, save } = savedIn();
    const outputs = await continueWave(contextIn(world), run, save);
    expect(saved.map(({ pending, status, verdict }) => ({ pending, status, verdict }))).toEqual([
      { pending: ["wait", "judge"], status: "PENDING", verdict: undefined },
      { pending: ["judge"], status: "COMPLETED", verdict: undefined },
      { pending: [], status: "COMPLETED", verdict: "PASSED" },
    ]);
    expect(outputs).toEqual(saved.at(-1));
    expect(
      outputs.servers.map(({ sourceServerId, recoveryInstanceId, recoveryTimeSeconds, recoveryPointSeconds }) => ({
        sourceServerId,
        recoveryInstanceId,
        recoveryTimeSeconds,
        recoveryPointSeconds,
      })),
    ).toEqual(
      [DB, WEB].map((sourceServerId) => ({
        sourceServerId,
        recoveryInstanceId: instanceIdOf("drsjob-1", sourceServerId),
        recoveryTimeSeconds: 540, // the first look at the servers, once the job of 540 s has ended
        recoveryPointSeconds: 3,
      })),
    );
  });

  it("starts nothing", async () => {
    const { world, run } = await aStartedRun();
    await continueWave(contextIn(world), run, () => {});
    expect({ starts: world.countOf("startRecovery"), terminations: world.countOf("startTermination") }).toEqual({
      starts: 1,
      terminations: 0,
    });
  });

  it("has saved what destroy needs when the wait times out", async () => {
    const { world, run } = await aStartedRun();
    const { saved, save } = savedIn();
    const since = "at SNAPSHOT_START since 2026-11-24T10:00:54.000Z (6s)";
    const seen = `STARTED; db-1 (${DB}) ${since}; web-1 (${WEB}) ${since}`;
    await expect(continueWave(contextIn(world, 60), run, save)).rejects.toThrow(
      new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", seen, 60),
    );
    expect(
      saved.map(({ jobId, jobArn: arn, pending, servers }) => ({ jobId, arn, pending, servers: servers.length })),
    ).toEqual([{ jobId: "drsjob-1", arn: jobArn("drsjob-1"), pending: ["wait", "judge"], servers: 2 }]);
  });

  it("fails with every failed server's reason, and keeps the verdict", async () => {
    const world = fakeWorld();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
    const { run } = await aStartedRun(world);
    const { saved, save } = savedIn();
    await expect(continueWave(contextIn(world), run, save)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched is still running; `pulumi destroy` terminates it. " +
          "`pulumi up` launches the failed servers again (attempt 2 of 2).",
      ),
    );
    expect(saved.at(-1)).toMatchObject({ verdict: "FAILED", pending: [] });
  });

  it("takes a COMPLETED job in which nothing launched for FAILED", async () => {
    const world = fakeWorld();
    for (const id of [DB, WEB]) {
      world.outcomes.set(id, [{ event: "SERVER_SKIPPED" }]);
    }
    const { run } = await aStartedRun(world);
    const { saved, save } = savedIn();
    await expect(continueWave(contextIn(world), run, save)).rejects.toThrow(WaveFailedError);
    expect(saved.at(-1)).toMatchObject({ status: "COMPLETED", verdict: "FAILED" });
  });

  it("judges a server that was launched again by its last attempt alone", async () => {
    const world = fakeWorld();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED" }]);
    const { run } = await aStartedRun(world);
    await continueWave(contextIn(world), run, () => {}).catch(() => {});
    const second = await world.drs.startRecovery({ servers: [{ sourceServerId: WEB }], isDrill: true, tags: {} });
    const both = withJob({ ...run, attempts: [anAttempt({ status: "STARTED", lagSeconds: { [DB]: 3 } })] }, 2, second, [
      WEB_PLANNED,
    ]);
    const outputs = await continueWave(contextIn(world), both, () => {});
    const servers = outputs.servers.map(({ attempt, launchStatus }) => ({ attempt, launchStatus }));
    expect({ verdict: outputs.verdict, jobId: outputs.jobId, servers }).toEqual({
      verdict: "PASSED",
      jobId: "drsjob-1",
      servers: [
        { attempt: 1, launchStatus: "LAUNCHED" },
        { attempt: 2, launchStatus: "LAUNCHED" },
      ],
    });
  });

  it("looks no more at an attempt that is judged", async () => {
    const world = fakeWorld();
    const run = aRun();
    await continueWave(contextIn(world), run, () => {});
    expect(world.calls).toEqual([]);
  });

  it("keeps the verdict of a drill that it terminates afterwards: a stopped server is judged as launched only", async () => {
    const stopped = aPlannedServer({ launchConfiguration: { launchDisposition: "STOPPED" } });
    const wave = aWave({ sourceServers: [{ sourceServerId: DB }], cleanup: "afterDrill" });
    const world = fakeWorld();
    const list = world.drs.listRecoveryInstances;
    world.drs.listRecoveryInstances = async (ids) =>
      (await list(ids)).map((each) => ({ ...each, ec2InstanceState: "STOPPED" }));
    const job = await world.drs.startRecovery({ servers: [{ sourceServerId: DB }], isDrill: true, tags: {} });
    const run = withJob(newRun(wave, ACCOUNT, [stopped], []), 1, job, [stopped]);
    const { saved, save } = savedIn();
    await continueWave(contextIn(world), run, save);
    expect(saved.map(({ pending, verdict }) => ({ pending, verdict }))).toEqual([
      { pending: ["wait", "judge"], verdict: undefined },
      { pending: ["judge"], verdict: undefined },
      { pending: ["cleanup"], verdict: "DEGRADED" },
      { pending: [], verdict: "DEGRADED" },
    ]);
  });
});

describe(concludeWave.name, () => {
  /** A judged drill whose instances run. */
  async function aJudgedRun(args: Partial<WaveInputs> = {}) {
    const { world, run } = await aStartedRun();
    const done = await continueWave(contextIn(world), run, () => {});
    const judged = { ...run, wave: aWave(args), attempts: done.attempts };
    return { world, run: withRecords(judged, done.servers, []) };
  }
  /** The same, with WEB not launched. */
  const failed = (run: WaveRun) => withRecords(run, [aFailedServer()], []);
  const afterDrill = { cleanup: "afterDrill" } as const;

  it("leaves what launched running by default", async () => {
    const { world, run } = await aJudgedRun();
    const context = contextIn(world);
    const outputs = await concludeWave(context, run, () => {});
    expect({ cleanup: outputs.cleanup, terminations: world.countOf("startTermination"), lines: context.lines }).toEqual(
      {
        cleanup: { status: "NOT_STARTED" },
        terminations: 0,
        lines: ["keep PASSED: recovery 8m06s to 9m00s, data loss 3s"],
      },
    );
  });

  it("terminates it after the drill where the program says so, with cleanup pending meanwhile", async () => {
    const { world, run } = await aJudgedRun(afterDrill);
    const { saved, save } = savedIn();
    const outputs = await concludeWave(contextIn(world), run, save);
    expect(saved.map(({ pending, verdict, cleanup }) => ({ pending, verdict, cleanup }))).toEqual([
      { pending: ["cleanup"], verdict: "PASSED", cleanup: { status: "NOT_STARTED" } },
      { pending: [], verdict: "PASSED", cleanup: { status: "COMPLETED", jobId: "drsjob-2" } },
    ]);
    expect(outputs).toEqual(saved.at(-1));
  });

  it("marks the job with the verdict before it terminates, and does not close it: its drill is in state", async () => {
    const { world, run } = await aJudgedRun(afterDrill);
    world.calls.length = 0;
    await concludeWave(contextIn(world), run, () => {});
    expect(world.calls.filter((call) => /^(tagJob|start)/.test(call))).toEqual([
      `tagJob ${jobArn("drsjob-1")},Judged`,
      `startTermination ${instanceIdOf("drsjob-1", DB)},${instanceIdOf("drsjob-1", WEB)}`,
    ]);
    const { Judged, Closed } = world.jobs().find((job) => job.jobId === "drsjob-1")?.tags ?? {};
    expect({ Judged, Closed }).toEqual({ Judged: "PASSED", Closed: undefined });
  });

  it("has cleanup pending in state when the cleanup fails, and keeps the verdict", async () => {
    const { world, run } = await aJudgedRun(afterDrill);
    world.failures.startTermination = [aRefusal("AccessDeniedException", "drs:TerminateRecoveryInstances")];
    const { saved, save } = savedIn();
    await expect(concludeWave(contextIn(world), run, save)).rejects.toThrow(CleanupIncompleteError);
    expect(saved.map(({ pending, verdict }) => ({ pending, verdict }))).toEqual([
      { pending: ["cleanup"], verdict: "PASSED" },
    ]);
  });

  it("never terminates a real recovery", async () => {
    const { world, run } = await aJudgedRun({ ...afterDrill, isDrill: false });
    await concludeWave(contextIn(world), run, () => {});
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("cleans up once", async () => {
    const { world, run } = await aJudgedRun(afterDrill);
    await concludeWave(contextIn(world), { ...run, cleanup: { status: "COMPLETED" } }, () => {});
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("keeps what launched for the next attempt while one is left after a failure", async () => {
    const { world, run } = await aJudgedRun(afterDrill);
    await expect(concludeWave(contextIn(world), failed(run), () => {})).rejects.toThrow(WaveFailedError);
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("terminates it after a failure when no attempt is left, and still fails", async () => {
    const { world, run } = await aJudgedRun({ ...afterDrill, retries: { maximumAttempts: 1 } });
    const { saved, save } = savedIn();
    await expect(concludeWave(contextIn(world), failed(run), save)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched was terminated. All attempts are used: change `triggers` to drill again.",
      ),
    );
    expect({
      terminations: world.countOf("startTermination"),
      status: saved.at(-1)?.cleanup.status,
      verdict: saved.at(-1)?.verdict,
    }).toEqual({ terminations: 1, status: "COMPLETED", verdict: "FAILED" });
  });

  it("judges nothing before every server has a record", async () => {
    const { run } = await aStartedRun();
    await expect(concludeWave(contextIn(fakeWorld()), run, () => {})).rejects.toThrow(
      new Error("a wave was judged before every server had a record"),
    );
  });
});

describe(concludeLostRecord.name, () => {
  const AFTER_DRILL = { cleanup: "afterDrill" } as const;

  /** An adopted drill of two servers, whose instances are gone. */
  async function aLostRun(world: FakeWorld, args: Partial<WaveInputs>) {
    const { run } = await aStartedRun(world, args);
    world.clock.pass(600_000);
    world.jobs();
    world.instances = [];
    world.ec2Instances.clear();
    return run;
  }

  async function concludeIn(world: FakeWorld, verdict: string, args: Partial<WaveInputs> = AFTER_DRILL) {
    const { saved, save } = savedIn();
    const concluded = concludeLostRecord(contextIn(world), await aLostRun(world, args), verdict, save);
    const error = await concluded.then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    return { error, saved, last: saved.at(-1) };
  }

  it("takes every server for verified when the drill had PASSED, warns that the measures are lost, and launches nothing", async () => {
    const world = fakeWorld();
    const { error, saved, last } = await concludeIn(world, "PASSED");
    const { verdict, cleanup, recoveryTimeSeconds } = last ?? {};
    expect({ error, verdict, cleanup, recoveryTimeSeconds }).toEqual({
      error: undefined,
      verdict: "PASSED",
      cleanup: { status: "COMPLETED" },
      recoveryTimeSeconds: undefined,
    });
    expect(
      last?.servers.map(({ verifiedTo, launchStatus, attempt }) => ({ verifiedTo, launchStatus, attempt })),
    ).toEqual([
      { verifiedTo: "statusChecks", launchStatus: "LAUNCHED", attempt: 1 },
      { verifiedTo: "statusChecks", launchStatus: "LAUNCHED", attempt: 1 },
    ]);
    expect(last?.warnings).toEqual([
      "the drill was judged PASSED before; its record was lost, and its measures with it",
    ]);
    expect(saved.map(({ pending }) => pending)).toEqual([["wait", "judge"], ["cleanup"], []]);
    expect(world.countOf("startRecovery")).toBe(1);
  });

  it("has what the job tells of a server: its phases, and its settings as check saw them", async () => {
    const { last } = await concludeIn(fakeWorld(), "PASSED");
    expect(last?.servers[0]).toEqual({
      sourceServerId: DB,
      hostname: "db-1",
      impactLevel: "CRITICAL",
      launchStatus: "LAUNCHED",
      launchConfiguration: { launchDisposition: "STARTED" },
      verifiedTo: "statusChecks",
      postLaunchActions: [],
      phases: [{ name: "SNAPSHOT", startedAt: "2026-11-24T10:00:54.000Z", endedAt: "2026-11-24T10:01:48.000Z" }],
      attempt: 1,
    });
  });

  it("is verified to the level that the program asks for, and no further", async () => {
    const { last } = await concludeIn(fakeWorld(), "PASSED", { ...AFTER_DRILL, success: "running" });
    expect(last?.servers.map(({ verifiedTo }) => verifiedTo)).toEqual(["running", "running"]);
  });

  it("fails a drill that had not PASSED: which server was verified how far is gone", async () => {
    const { error, last } = await concludeIn(fakeWorld(), "DEGRADED");
    expect({ verdict: last?.verdict, pending: last?.pending }).toEqual({ verdict: "FAILED", pending: [] });
    expect(error).toEqual(
      new WaveFailedError(
        "Judging the wave: 0 of 2 critical servers recovered, expected 2: " +
          `db-1 (${DB}) NOT_RECOVERED: verified to launched; web-1 (${WEB}) NOT_RECOVERED: verified to launched. ` +
          "Change `triggers` to drill again.",
      ),
    );
  });

  it("gives DRS's reason for a server that did not launch", async () => {
    const world = fakeWorld();
    world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
    const { last } = await concludeIn(world, "FAILED", { ...AFTER_DRILL, retries: { maximumAttempts: 1 } });
    expect(
      last?.servers.map(({ launchStatus, verifiedTo, failure }) => ({ launchStatus, verifiedTo, failure })),
    ).toEqual([
      { launchStatus: "LAUNCHED", verifiedTo: "launched", failure: undefined },
      { launchStatus: "FAILED", verifiedTo: undefined, failure: { event: "LAUNCH_FAILED", message: "no capacity" } },
    ]);
  });
});
