import { describe, expect, it } from "vitest";
import { WaitTimeoutError, WaveFailedError } from "../../../../provider/src/errors";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { concludeWave, continueWave, drillJobsOf } from "../../../../provider/src/wave/continueWave";
import { withJob } from "../../../../provider/src/wave/waveRun";
import {
  aFailedServer,
  anAttempt,
  anIntent,
  aPlan,
  aPlannedServer,
  aRun,
  aServer,
  DB,
  jobArn,
  WEB,
} from "../factories";
import { contextIn, fakeWorld, instanceIdOf } from "../fakeWorld";

const WEB_PLANNED = aPlannedServer({ sourceServerId: WEB, hostname: "web-1" });
const PLAN = aPlan({ servers: [aPlannedServer(), WEB_PLANNED] });

/** A wave of two servers whose job was just started. */
async function aStartedRun(world = fakeWorld(), changes: Parameters<typeof aRun>[0] = {}) {
  const servers = [{ sourceServerId: DB }, { sourceServerId: WEB }];
  const job = await world.drs.startRecovery({ servers, isDrill: true, tags: {} });
  const empty = aRun({ intent: anIntent(), plan: PLAN, attempts: [], servers: [], ...changes });
  return { world, run: withJob(empty, 1, job, PLAN.servers) };
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
        recoveryTimeSeconds: 486, // 0.9 of a job of 540 s
        recoveryPointSeconds: 3,
      })),
    );
  });

  it("starts nothing", async () => {
    const { world, run } = await aStartedRun();
    await continueWave(contextIn(world), run, () => {});
    expect([world.countOf("startRecovery"), world.countOf("startTermination")]).toEqual([1, 0]);
  });

  it("has saved what destroy needs when the wait times out", async () => {
    const { world, run } = await aStartedRun();
    const { saved, save } = savedIn();
    await expect(continueWave(contextIn(world, 60), run, save)).rejects.toThrow(
      new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", "STARTED", 60),
    );
    expect(saved.map(({ jobId, jobArn: arn, pending, servers }) => [jobId, arn, pending, servers.length])).toEqual([
      ["drsjob-1", jobArn("drsjob-1"), ["wait", "judge"], 2],
    ]);
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
    for (const id of [DB, WEB]) world.outcomes.set(id, [{ event: "SERVER_SKIPPED" }]);
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
    expect([
      outputs.verdict,
      outputs.jobId,
      outputs.servers.map(({ attempt, launchStatus }) => [attempt, launchStatus]),
    ]).toEqual([
      "PASSED",
      "drsjob-1",
      [
        [1, "LAUNCHED"],
        [2, "LAUNCHED"],
      ],
    ]);
  });

  it("looks no more at an attempt that is judged", async () => {
    const world = fakeWorld();
    const run = aRun();
    await continueWave(contextIn(world), run, () => {});
    expect(world.calls).toEqual([]);
  });
});

describe(concludeWave.name, () => {
  /** A judged drill whose one instance runs. */
  async function aJudgedRun(changes: Parameters<typeof aRun>[0] = {}) {
    const { world, run } = await aStartedRun(fakeWorld());
    const done = await continueWave(contextIn(world), run, () => {});
    return { world, run: { ...run, attempts: done.attempts, servers: done.servers, ...changes } };
  }
  const afterDrill = anIntent({ cleanup: "afterDrill" });

  it("leaves what launched running by default", async () => {
    const { world, run } = await aJudgedRun();
    const context = contextIn(world);
    const outputs = await concludeWave(context, run, () => {});
    expect([outputs.cleanup, world.countOf("startTermination"), context.lines]).toEqual([
      { status: "NOT_STARTED" },
      0,
      ["show passed"],
    ]);
  });

  it("terminates it after the drill where the program says so, with cleanup pending meanwhile", async () => {
    const { world, run } = await aJudgedRun({ intent: afterDrill });
    const { saved, save } = savedIn();
    const outputs = await concludeWave(contextIn(world), run, save);
    expect(saved.map(({ pending, verdict, cleanup }) => ({ pending, verdict, cleanup }))).toEqual([
      { pending: ["cleanup"], verdict: "PASSED", cleanup: { status: "NOT_STARTED" } },
      { pending: [], verdict: "PASSED", cleanup: { status: "COMPLETED", jobId: "drsjob-2" } },
    ]);
    expect(outputs).toEqual(saved.at(-1));
  });

  it("never terminates a real recovery", async () => {
    const { world, run } = await aJudgedRun({ intent: afterDrill });
    await concludeWave(contextIn(world), { ...run, plan: { ...run.plan, isDrill: false } }, () => {});
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("cleans up once", async () => {
    const { world, run } = await aJudgedRun({ intent: afterDrill, cleanup: { status: "COMPLETED" } });
    await concludeWave(contextIn(world), run, () => {});
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("keeps what launched for the next attempt while one is left after a failure", async () => {
    const { world, run } = await aJudgedRun({ intent: afterDrill });
    const failed = { ...run, servers: [run.servers[0] ?? aServer(), aFailedServer()] };
    await expect(concludeWave(contextIn(world), failed, () => {})).rejects.toThrow(WaveFailedError);
    expect(world.countOf("startTermination")).toBe(0);
  });

  it("terminates it after a failure when no attempt is left, and still fails", async () => {
    const intent = anIntent({ cleanup: "afterDrill", retries: { maximumAttempts: 1 } });
    const { world, run } = await aJudgedRun({ intent });
    const failed = { ...run, servers: [run.servers[0] ?? aServer(), aFailedServer()] };
    const { saved, save } = savedIn();
    await expect(concludeWave(contextIn(world), failed, save)).rejects.toThrow(WaveFailedError);
    expect([world.countOf("startTermination"), saved.at(-1)?.cleanup.status, saved.at(-1)?.verdict]).toEqual([
      1,
      "COMPLETED",
      "FAILED",
    ]);
  });

  it("judges nothing before every server has a record", async () => {
    await expect(concludeWave(contextIn(fakeWorld()), aRun({ plan: PLAN }), () => {})).rejects.toThrow(
      new Error("a wave was judged before every server had a record"),
    );
  });
});

describe(drillJobsOf.name, () => {
  it("has every attempt's job, also one without an ARN, and every instance that state knows", () => {
    const { jobArn: _jobArn, ...bare } = anAttempt({ attempt: 2, jobId: "drsjob-2", sourceServerIds: [WEB] });
    expect(drillJobsOf({ attempts: [anAttempt(), bare], servers: [aServer(), aFailedServer()] })).toEqual({
      jobs: [
        { jobId: "drsjob-1", arn: jobArn("drsjob-1"), sourceServerIds: [DB, WEB] },
        { jobId: "drsjob-2", sourceServerIds: [WEB] },
      ],
      instanceIds: ["i-00000001"],
    });
  });
});
