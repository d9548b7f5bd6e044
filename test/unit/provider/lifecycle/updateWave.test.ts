import { describe, expect, it } from "vitest";
import { WaveFailedError } from "../../../../provider/src/errors";
import type { WaveInputs } from "../../../../provider/src/lifecycle/state";
import { updateWave } from "../../../../provider/src/lifecycle/updateWave";
import type { DrillWaveOutputs, PendingStep } from "../../../../provider/src/vocabulary";
import { runWave } from "../../../../provider/src/wave/runWave";
import { toWave } from "../../../../provider/src/wave/wave";
import { aFailedServer, aServer, aWave, DB, failedOutputs, inputs, WEB } from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf, type Outcome } from "../fakeWorld";

/** What a wave that was created in this world saved last. */
async function aDrill(world: FakeWorld, given: Partial<WaveInputs> = {}, timeoutSeconds = 5400) {
  const saved: DrillWaveOutputs[] = [];
  const context = contextIn(world, timeoutSeconds);
  await runWave(context, aWave(given), undefined, (outputs) => void saved.push(outputs)).catch(() => {});
  const last = saved.at(-1);
  if (last === undefined) {
    throw new Error("the drill saved nothing");
  }
  return last;
}

/** Updates the wave of these outputs to what the program says now. */
function update(
  world: FakeWorld,
  outputs: DrillWaveOutputs,
  now: Partial<WaveInputs> = {},
  context = contextIn(world),
) {
  const wave = toWave(inputs(now), outputs);
  return updateWave(context, wave, { outputs, observed: undefined }, () => {});
}

const failing = (...outcomes: Outcome[]) => {
  const world = fakeWorld();
  world.outcomes.set(WEB, outcomes);
  return world;
};
const NO_CAPACITY = { event: "LAUNCH_FAILED", message: "no capacity" };

describe(updateWave.name, () => {
  it("resumes a wait, and starts nothing", async () => {
    const world = fakeWorld();
    const outputs = await update(world, await aDrill(world, {}, 60));
    expect({ verdict: outputs.verdict, starts: world.countOf("startRecovery") }).toEqual({
      verdict: "PASSED",
      starts: 1,
    });
  });

  it("launches the failed servers again, and no others", async () => {
    const world = failing(NO_CAPACITY);
    const outputs = await update(world, await aDrill(world));
    expect({ verdict: outputs.verdict, starts: world.calls.filter((call) => call.startsWith("start")) }).toEqual({
      verdict: "PASSED",
      starts: [`startRecovery ${DB},${WEB}`, `startRecovery ${WEB}`],
    });
  });

  it("launches again only what the program still counts as critical", async () => {
    const world = failing(NO_CAPACITY);
    const sourceServers = [{ sourceServerId: DB }, { sourceServerId: WEB, impactLevel: "OPTIONAL" as const }];
    const outputs = await update(world, await aDrill(world), { sourceServers });
    expect({ verdict: outputs.verdict, starts: world.countOf("startRecovery") }).toEqual({
      verdict: "DEGRADED",
      starts: 1,
    });
  });

  it("fails again, calling nothing, when every attempt is used", async () => {
    const world = fakeWorld();
    const once = { retries: { maximumAttempts: 1 } };
    await expect(update(world, failedOutputs(), once)).rejects.toThrow(
      new WaveFailedError(
        `Judging the wave: 1 of 2 critical servers recovered, expected 2: web-1 (${WEB}) LAUNCH_FAILED: no capacity. ` +
          "What launched is still running; `pulumi destroy` terminates it. " +
          "All attempts are used: change `triggers` to drill again.",
      ),
    );
    expect(world.calls).toEqual([]);
  });

  it("judges under the args as they are now, calling nothing", async () => {
    const world = fakeWorld();
    const outputs = await update(world, failedOutputs(), { minimumLaunched: 1 });
    expect({ verdict: outputs.verdict, servers: outputs.servers, calls: world.calls }).toEqual({
      verdict: "DEGRADED",
      servers: [aServer(), aFailedServer()],
      calls: [],
    });
  });

  it.each<{ label: string; pending: PendingStep[] }>([
    { label: "that was interrupted", pending: ["cleanup"] },
    { label: "that the program asks for now", pending: [] },
  ])("does a cleanup $label", async ({ pending: before }) => {
    const world = fakeWorld();
    const drill = { ...(await aDrill(world)), pending: before };
    const { cleanup, pending, verdict } = await update(world, drill, { cleanup: "afterDrill" });
    expect({ cleanup, pending, verdict }).toEqual({
      cleanup: { status: "COMPLETED", jobId: "drsjob-2" },
      pending: [],
      verdict: "PASSED",
    });
    expect(world.calls.filter((call) => call.startsWith("startTermination"))).toEqual([
      `startTermination ${instanceIdOf("drsjob-1", DB)},${instanceIdOf("drsjob-1", WEB)}`,
    ]);
  });

  it("keeps the level that a cleaned-up drill was judged at, although the program asks for more now", async () => {
    const world = fakeWorld();
    const drill = await aDrill(world, { cleanup: "afterDrill", success: "launched" });
    world.calls.length = 0;
    const { verdict, servers } = await update(world, drill, { cleanup: "afterDrill", success: "statusChecks" });
    expect({ verdict, verifiedTo: servers.map(({ verifiedTo }) => verifiedTo), calls: world.calls }).toEqual({
      verdict: "PASSED",
      verifiedTo: ["launched", "launched"],
      calls: [],
    });
  });

  describe("says once, to stay,", () => {
    /** What is said to stay while the drill's wave is updated. */
    async function said(world: FakeWorld, drill: DrillWaveOutputs, now: Partial<WaveInputs> = {}) {
      const context = contextIn(world);
      await update(world, drill, now, context).catch(() => {});
      return context.lines.filter((line) => !line.startsWith("show"));
    }
    const FIGURES = "recovery 8m06s to 9m00s, data loss 3s";
    const GOES_ON = "should this `up` be cut off, the next `pulumi up` goes on with it";

    it("what a wait that it resumed came to", async () => {
      const world = fakeWorld();
      expect(await said(world, await aDrill(world, {}, 60))).toEqual([
        `keep going on with recovery job drsjob-1; ${GOES_ON}`,
        `keep PASSED: ${FIGURES}`,
      ]);
    });

    it("what a retry came to, and of a failed one nothing beside its error", async () => {
      const started = `keep started recovery job drsjob-2 for 1 server (attempt 2); ${GOES_ON}`;
      const [passing, failingAgain] = [failing(NO_CAPACITY), failing(NO_CAPACITY, NO_CAPACITY)];
      expect({
        passed: await said(passing, await aDrill(passing)),
        failed: await said(failingAgain, await aDrill(failingAgain)),
      }).toEqual({
        passed: [started, expect.stringMatching(/^keep PASSED: recovery 1\dm\d\ds to 1\dm\d\ds, data loss 3s$/)],
        // Said while the job ran.
        failed: [started],
      });
    });

    it("that it terminated what the drill launched", async () => {
      const world = fakeWorld();
      const lines = await said(world, await aDrill(world), { cleanup: "afterDrill" });
      expect(lines).toEqual([
        expect.stringMatching(/^keep terminating 2 recovery instances/),
        `keep PASSED: ${FIGURES}; what launched was terminated`,
      ]);
    });

    it.each<{ label: string; now: Partial<WaveInputs>; lines: string[] }>([
      { label: "nothing where other names change nothing", now: { wave: "db", recoveryPlan: "orders" }, lines: [] },
      {
        label: "nothing where only other timeouts are asked for",
        now: { customTimeouts: { create: "2h" } },
        lines: [],
      },
      {
        label: "how a finished drill meets an objective that is new",
        now: { objectives: { recoveryTimeSeconds: 3600 } },
        lines: [`keep PASSED: ${FIGURES}`],
      },
      {
        label: "why a finished drill misses an objective that is new",
        now: { objectives: { recoveryTimeSeconds: 60 } },
        lines: [`warn DEGRADED: ${FIGURES}; recovery time objective 1m00s missed by db-1 and web-1 (at worst 8m06s)`],
      },
    ])("$label", async ({ now, lines }) => {
      const world = fakeWorld();
      expect(await said(world, await aDrill(world), now)).toEqual(lines);
    });
  });
});
