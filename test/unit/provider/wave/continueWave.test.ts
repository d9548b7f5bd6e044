import { describe, expect, it } from "vitest";
import { CleanupIncompleteError, WaitTimeoutError, WaveFailedError } from "../../../../provider/src/errors";
import type { DrillWaveOutputs } from "../../../../provider/src/vocabulary";
import { concludeWave, continueWave, serversOf } from "../../../../provider/src/wave/continueWave";
import { withJob } from "../../../../provider/src/wave/waveRun";
import {
  aFailedServer,
  anAttempt,
  anIntent,
  aPlan,
  aPlannedServer,
  aRefusal,
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

describe(continueWave.name, () => {
  it("keeps the verdict of a drill that it terminates afterwards: a stopped server is judged as launched only", async () => {
    const stopped = aPlannedServer({ launchConfiguration: { launchDisposition: "STOPPED" } });
    const intent = anIntent({ sourceServers: [{ sourceServerId: DB }], cleanup: "afterDrill" });
    const world = fakeWorld();
    const list = world.drs.listRecoveryInstances;
    world.drs.listRecoveryInstances = async (ids) =>
      (await list(ids)).map((each) => ({ ...each, ec2InstanceState: "STOPPED" }));
    const job = await world.drs.startRecovery({ servers: [{ sourceServerId: DB }], isDrill: true, tags: {} });
    const plan = aPlan({ servers: [stopped] });
    const run = withJob(aRun({ intent, plan, attempts: [], servers: [] }), 1, job, plan.servers);
    const saved: DrillWaveOutputs[] = [];
    await continueWave(contextIn(world), run, (outputs) => saved.push(outputs));
    expect(saved.map(({ pending, verdict }) => [pending, verdict])).toEqual([
      [["wait", "judge"], undefined],
      [["judge"], undefined],
      [["cleanup"], "DEGRADED"],
      [[], "DEGRADED"],
    ]);
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

  it("marks the job with the verdict before it terminates, and does not close it: its drill is in state", async () => {
    const { world, run } = await aJudgedRun({ intent: afterDrill });
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
    const { world, run } = await aJudgedRun({ intent: afterDrill });
    world.failures.startTermination = [aRefusal("AccessDeniedException", "drs:TerminateRecoveryInstances")];
    const { saved, save } = savedIn();
    await expect(concludeWave(contextIn(world), run, save)).rejects.toThrow(CleanupIncompleteError);
    expect(saved.map(({ pending, verdict }) => [pending, verdict])).toEqual([[["cleanup"], "PASSED"]]);
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
    await expect(concludeWave(contextIn(world), failed, save)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "Every attempt is used: change `triggers` to drill again.",
      ),
    );
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

describe(serversOf.name, () => {
  const both = anAttempt({ sourceServerIds: [DB, WEB], lagSeconds: { [DB]: 7 } });
  const second = anAttempt({ attempt: 2, jobId: "drsjob-2", sourceServerIds: [WEB] });

  it("has the lag that each server had when the attempt was started", () => {
    const { lagSeconds: _lag, ...unknown } = WEB_PLANNED;
    const plan = aPlan({ servers: [aPlannedServer(), unknown] });
    expect(serversOf(aRun({ plan, attempts: [both] }), 1)).toEqual([aPlannedServer({ lagSeconds: 7 }), unknown]);
  });

  it("leaves a server that was launched again to the later attempt", () => {
    const run = aRun({ plan: PLAN, attempts: [both, second] });
    const ids = [1, 2, 3].map((attempt) => serversOf(run, attempt).map(({ sourceServerId }) => sourceServerId));
    expect(ids).toEqual([[DB], [WEB], []]);
  });
});
