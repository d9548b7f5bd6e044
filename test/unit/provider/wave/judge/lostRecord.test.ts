import { describe, expect, it } from "vitest";
import { WaveFailedError } from "../../../../../provider/src/errors";
import type { DrillWaveIntent, DrillWaveOutputs } from "../../../../../provider/src/vocabulary";
import { concludeLostRecord } from "../../../../../provider/src/wave/judge/lostRecord";
import { withJob } from "../../../../../provider/src/wave/waveRun";
import { anIntent, aPlan, aPlannedServer, aRun, DB, WEB } from "../../factories";
import { contextIn, type FakeWorld, fakeWorld } from "../../fakeWorld";

const PLAN = aPlan({ servers: [aPlannedServer(), aPlannedServer({ sourceServerId: WEB, hostname: "web-1" })] });
const AFTER_DRILL = { cleanup: "afterDrill" } as const;

/** An adopted drill of two servers, whose instances are gone. */
async function aLostRun(world: FakeWorld, changes: Partial<DrillWaveIntent> = AFTER_DRILL) {
  const servers = [{ sourceServerId: DB }, { sourceServerId: WEB }];
  const job = await world.drs.startRecovery({ servers, isDrill: true, tags: {} });
  world.clock.pass(600_000);
  world.jobs();
  world.instances = [];
  world.ec2Instances.clear();
  const empty = aRun({ intent: anIntent(changes), plan: PLAN, attempts: [], servers: [] });
  return withJob(empty, 1, job, PLAN.servers);
}

async function concludeIn(world: FakeWorld, verdict: string, changes?: Partial<DrillWaveIntent>) {
  const saved: DrillWaveOutputs[] = [];
  const run = await aLostRun(world, changes);
  const concluded = concludeLostRecord(contextIn(world), run, verdict, (outputs) => void saved.push(outputs));
  const error = await concluded.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return { error, saved, last: saved.at(-1) };
}

describe(concludeLostRecord.name, () => {
  it("takes every server for verified when the drill had PASSED, warns that the measures are lost, and launches nothing", async () => {
    const world = fakeWorld();
    const { error, saved, last } = await concludeIn(world, "PASSED");
    expect([error, last?.verdict, last?.cleanup, last?.recoveryTimeSeconds]).toEqual([
      undefined,
      "PASSED",
      { status: "COMPLETED" },
      undefined,
    ]);
    expect(last?.servers.map(({ verifiedTo, launchStatus, attempt }) => [verifiedTo, launchStatus, attempt])).toEqual([
      ["statusChecks", "LAUNCHED", 1],
      ["statusChecks", "LAUNCHED", 1],
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
    expect([last?.verdict, last?.pending]).toEqual(["FAILED", []]);
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
      {
        launchStatus: "FAILED",
        verifiedTo: undefined,
        failure: { event: "LAUNCH_FAILED", message: "no capacity" },
      },
    ]);
  });

  it("names the launch status of a server that failed without a reason", async () => {
    const world = fakeWorld();
    world.outcomes.set(WEB, [{ event: "SERVER_SKIPPED", launchStatus: "PENDING" }]);
    const { last } = await concludeIn(world, "FAILED");
    expect(last?.servers[1]?.failure).toEqual({ event: "SERVER_SKIPPED", message: "its launch status is PENDING" });
  });
});
