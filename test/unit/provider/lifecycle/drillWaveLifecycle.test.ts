import { describe, expect, it } from "vitest";
import {
  CleanupIncompleteError,
  PreflightError,
  WaitTimeoutError,
  WrongPlaceError,
} from "../../../../provider/src/errors";
import { drillWaveLifecycle } from "../../../../provider/src/lifecycle/drillWaveLifecycle";
import type { Operation } from "../../../../provider/src/lifecycle/openContext";
import { Previews } from "../../../../provider/src/lifecycle/previews";
import type { PartialFailure } from "../../../../provider/src/lifecycle/savingState";
import type { WaveInputs, WaveState } from "../../../../provider/src/lifecycle/state";
import { UNKNOWN_VALUE } from "../../../../provider/src/vocabulary";
import {
  aJob,
  aLostAnswer,
  anAttempt,
  aRecoveryInstance,
  aRefusal,
  aRunningJob,
  aServer,
  DB,
  failedOutputs,
  inputs,
  jobArn,
  NONCE,
  WEB,
} from "../factories";
import { contextIn, type FakeWorld, fakeWorld, instanceIdOf, type Outcome } from "../fakeWorld";
import { isPlain } from "./isPlain";

/** What goes to the engine, once it is seen that the engine can carry it. */
function carried<T>(answer: T): T {
  expect(isPlain(answer), "plain enough for the engine").toBe(true);
  return answer;
}

/** The engine's calls, in one world. A `timeout` ends operations early. */
function inWorld(world: FakeWorld) {
  const operations: Operation[] = [];
  const lines: string[] = [];
  const provider = drillWaveLifecycle(async (operation) => {
    operations.push(operation);
    const context = contextIn(world, operation.timeoutSeconds, operation.pollMs);
    context.status.show = (text) => void lines.push(`show ${text}`);
    context.status.warn = (text) => void lines.push(`warn ${text}`);
    return context;
  });
  const { create, update, diff, read } = provider;
  if (!create || !update || !diff || !read || !provider.delete) {
    throw new Error("the lifecycle is incomplete");
  }
  return {
    operations,
    lines,
    create: async (given: WaveInputs) => carried((await create(given)) as { id: string; outs: WaveState }),
    update: async (olds: WaveState, news: WaveInputs) =>
      carried((await update("drsjob-1", olds, news)).outs as WaveState),
    diff: (olds: WaveState, news: WaveInputs) => diff("drsjob-1", olds, news),
    delete: provider.delete.bind(provider, "drsjob-1"),
    read: async (olds: WaveState) => carried((await read("drsjob-1", olds)) as { id: string; props: WaveState }),
  };
}

/** What the call throws, as the engine reads it: with a state that it can carry, if there is one. */
async function partialFailureOf(call: Promise<unknown>): Promise<PartialFailure> {
  const thrown: PartialFailure = await call.then(
    () => {
      throw new Error("it did not throw");
    },
    (error) => error,
  );
  if ("properties" in thrown) {
    carried(thrown.properties);
  }
  return thrown;
}

/** A world in which DRS stores settings. */
function aWorldOfSettings(): FakeWorld {
  const world = fakeWorld();
  for (const id of [DB, WEB]) {
    const settings = { targetInstanceTypeRightSizingMethod: "NONE", launchDisposition: "STARTED" } as const;
    world.configurations.set(id, { settings, launchTemplateId: "lt-1" });
  }
  world.launchTemplates.set("lt-1", { launchTemplateId: "lt-1", version: 1, instanceType: "m5.large" });
  return world;
}

/** A server whose job still runs. */
function aPendingServer(sourceServerId: string, hostname: string): WaveState["servers"][number] {
  const { recoveryInstanceId: _instance, verifiedTo: _level, ...server } = aServer({ sourceServerId, hostname });
  return { ...server, launchStatus: "PENDING" };
}

const SHORT = inputs({ customTimeouts: { create: "60s" } });
const aFailingWorld = () => {
  const world = fakeWorld();
  world.outcomes.set(WEB, [{ event: "LAUNCH_FAILED", message: "no capacity" }]);
  return world;
};

describe(drillWaveLifecycle.name, () => {
  describe("create", () => {
    it("returns the first job's id, and the args beside the outputs", async () => {
      const world = fakeWorld();
      const { id, outs } = await inWorld(world).create(inputs({ cleanup: "onDestroy", wave: "db" }));
      expect({
        id,
        verdict: outs.verdict,
        wave: outs.wave,
        requestedCleanup: outs.requestedCleanup,
        drillNonce: outs.drillNonce,
        __provider: outs.__provider,
      }).toEqual({
        id: "drsjob-1",
        verdict: "PASSED",
        wave: "db",
        requestedCleanup: "onDestroy",
        drillNonce: NONCE,
        __provider: inputs().__provider,
      });
    });

    it("opens AWS where the args say, for as long as the timeouts say", async () => {
      const engine = inWorld(fakeWorld());
      const connection = { profile: "drill" };
      await engine.create(
        inputs({
          region: "us-west-2",
          connection,
          customTimeouts: { create: "2h" },
          polling: { intervalSeconds: 5 },
          __urn: "urn:x",
        }),
      );
      expect(engine.operations).toEqual([
        { region: "us-west-2", connection, urn: "urn:x", timeoutSeconds: 7200, pollMs: 5000 },
      ]);
    });

    it("launches the servers that check resolved, and resolves no selector again", async () => {
      const world = fakeWorld();
      const { sourceServers: _servers, ...rest } = inputs();
      await inWorld(world).create({ ...rest, selector: { tags: { Tier: "none" } }, resolvedServers: [DB] });
      expect(world.calls.filter((call) => call.startsWith("startRecovery"))).toEqual([`startRecovery ${DB}`]);
    });

    it("launches the declared servers, whatever a selector was resolved to before", async () => {
      const world = fakeWorld();
      await inWorld(world).create(inputs({ resolvedServers: ["s-stale"] }));
      expect(world.calls.filter((call) => call.startsWith("startRecovery"))).toEqual([`startRecovery ${DB},${WEB}`]);
    });

    it("throws what starts nothing as it is: there is nothing to save", async () => {
      const world = fakeWorld();
      world.instances.push(aRecoveryInstance({ isDrill: false }));
      const thrown = await partialFailureOf(inWorld(world).create(inputs()));
      expect({ name: thrown.name, hasId: "id" in thrown }).toEqual({ name: "PreflightError", hasId: false });
    });

    it("throws a lost launch as it is: no job is known that state could name", async () => {
      const world = fakeWorld();
      world.failures.startRecovery = [aLostAnswer()];
      const thrown = await partialFailureOf(inWorld(world).create(inputs()));
      expect({ name: thrown.name, hasId: "id" in thrown }).toEqual({ name: "LaunchUnknownError", hasId: false });
    });

    it("saves everything that destroy needs from the first job on", async () => {
      const world = fakeWorld();
      const thrown = await partialFailureOf(inWorld(world).create(SHORT));
      const since = "at SNAPSHOT_START since 2026-11-24T10:00:54.000Z (6s)";
      const seen = `STARTED; db-1 (${DB}) ${since}; web-1 (${WEB}) ${since}`;
      const timeout = new WaitTimeoutError("recovery job drsjob-1", "COMPLETED", seen, 60).message;
      expect({ id: thrown.id, reasons: thrown.reasons }).toEqual({ id: "drsjob-1", reasons: [timeout] });
      const state = thrown.properties as WaveState;
      expect(state).toMatchObject({
        __provider: SHORT.__provider,
        drillNonce: NONCE,
        jobId: "drsjob-1",
        jobArn: jobArn("drsjob-1"),
        pending: ["wait", "judge"],
        attempts: [{ jobId: "drsjob-1", sourceServerIds: [DB, WEB] }],
        region: "us-west-2",
        account: "111122223333",
      });
      await inWorld(world).delete(state);
      expect(world.instances).toEqual([]);
    });

    it("judges a server whose final launch status is PENDING, and has nothing left to do", async () => {
      const world = fakeWorld();
      world.outcomes.set(WEB, [{ event: "SERVER_SKIPPED", launchStatus: "PENDING" }]);
      const engine = inWorld(world);
      const given = inputs({
        sourceServers: [{ sourceServerId: DB }, { sourceServerId: WEB, impactLevel: "OPTIONAL" }],
      });
      const { outs } = await engine.create(given);
      expect({ verdict: outs.verdict, diff: await engine.diff(outs, given), row: engine.lines.at(-1) }).toEqual({
        verdict: "DEGRADED",
        diff: { changes: false, replaces: [], deleteBeforeReplace: true },
        row:
          `warn DEGRADED: recovery 8m06s to 9m00s, data loss 3s; web-1 (${WEB}) did not recover: SERVER_SKIPPED: ` +
          "DRS gives no reason; its launch status is PENDING",
      });
    });

    it("tells what is true when AWS is not reached, before and after the job", async () => {
      const world = fakeWorld();
      const denied = aRefusal("AccessDeniedException", "drs:DescribeJobs");
      world.failures.listJobs = [denied, undefined, denied];
      const before = await partialFailureOf(inWorld(world).create(inputs()));
      const after = await partialFailureOf(inWorld(world).create(inputs()));
      expect({
        before: before.message,
        savesBefore: "id" in before,
        after: after.message,
        savedAfter: after.id,
      }).toEqual({
        before: `${denied.message}. Nothing was started. Grant drs:DescribeJobs, then run \`pulumi up\`.`,
        savesBefore: false,
        after: `${denied.message}. Recovery job drsjob-1 goes on in AWS. Grant drs:DescribeJobs; \`pulumi up\` resumes and starts nothing.`,
        savedAfter: "drsjob-1",
      });
    });

    it("leaves the jobs of a drill that it cleans up itself open: they are marked as judged", async () => {
      const world = fakeWorld();
      const { outs } = await inWorld(world).create(inputs({ cleanup: "afterDrill" }));
      const { Judged, Closed } = world.jobs().find(({ jobId }) => jobId === outs.jobId)?.tags ?? {};
      expect({ verdict: outs.verdict, Judged, Closed }).toEqual({
        verdict: "PASSED",
        Judged: "PASSED",
        Closed: undefined,
      });
    });

    it("saves a failed verdict", async () => {
      const thrown = await partialFailureOf(inWorld(aFailingWorld()).create(inputs()));
      expect(thrown.properties).toMatchObject({ verdict: "FAILED", pending: [] });
    });
  });

  describe("update", () => {
    async function aTimedOutDrill(world = fakeWorld()) {
      const engine = inWorld(world);
      const { properties } = await partialFailureOf(engine.create(SHORT));
      return { world, engine, state: properties as WaveState };
    }
    async function aDrill(given = inputs()) {
      const world = fakeWorld();
      const engine = inWorld(world);
      return { world, engine, state: (await engine.create(given)).outs };
    }

    it("resumes a wait that timed out, and starts nothing", async () => {
      const { world, engine, state } = await aTimedOutDrill();
      expect(await engine.diff(state, SHORT)).toMatchObject({ changes: true, replaces: [] });
      const resumed = await engine.update(state, SHORT);
      expect({
        verdict: resumed.verdict,
        pending: resumed.pending,
        jobId: resumed.jobId,
        starts: world.countOf("startRecovery"),
      }).toEqual({ verdict: "PASSED", pending: [], jobId: "drsjob-1", starts: 1 });
      expect(await engine.diff(resumed, SHORT)).toMatchObject({ changes: false });
    });

    it("reaches the same state as a drill that was never interrupted", async () => {
      const { engine, state } = await aTimedOutDrill();
      const resumed = await engine.update(state, inputs());
      const { engine: other } = { engine: inWorld(fakeWorld()) };
      expect(resumed).toEqual((await other.create(inputs())).outs);
    });

    it("saves again when it times out again", async () => {
      const { engine, state } = await aTimedOutDrill();
      const thrown = await partialFailureOf(engine.update(state, { ...SHORT, customTimeouts: { update: "60s" } }));
      expect({ id: thrown.id, __provider: (thrown.properties as WaveState).__provider }).toEqual({
        id: "drsjob-1",
        __provider: SHORT.__provider,
      });
    });

    it("launches failed servers again as attempt 2, under the same id", async () => {
      const world = aFailingWorld();
      const engine = inWorld(world);
      const failed = (await partialFailureOf(engine.create(inputs()))).properties as WaveState;
      const retried = await engine.update(failed, inputs());
      expect({
        verdict: retried.verdict,
        jobId: retried.jobId,
        jobIds: retried.attempts.map(({ jobId }) => jobId),
      }).toEqual({ verdict: "PASSED", jobId: "drsjob-1", jobIds: ["drsjob-1", "drsjob-2"] });
    });

    it("keeps the warnings of a retry", async () => {
      const world = aFailingWorld();
      const engine = inWorld(world);
      const given = inputs({ onUnreadableLaunchConfiguration: "useDefaults" });
      const failed = (await partialFailureOf(engine.create(given))).properties as WaveState;
      world.failures.getLaunchConfiguration = [aRefusal("AccessDeniedException", "drs:GetLaunchConfiguration")];
      const { warnings } = await engine.update(failed, given);
      expect(warnings).toEqual([
        `launch configuration of ${WEB} could not be read: calling drs:GetLaunchConfiguration: ` +
          "AccessDeniedException: says AWS (request req-1); defaults are assumed, and whether DRS launches it into an existing instance is not known",
      ]);
    });

    describe("when the state of a second attempt is lost", () => {
      const IN_A_MINUTE = inputs({ customTimeouts: { create: "60s", update: "60s" } });

      /** What create saves that adopts both attempts; the second runs. */
      async function anAdoptedDrill(outcomes: Outcome[]) {
        const world = fakeWorld();
        world.outcomes.set(WEB, outcomes);
        const engine = inWorld(world);
        const failed = (await partialFailureOf(engine.create(inputs()))).properties as WaveState;
        await partialFailureOf(engine.update(failed, IN_A_MINUTE));
        const { properties } = await partialFailureOf(engine.create(IN_A_MINUTE));
        return { world, engine, state: properties as WaveState };
      }

      it("has every server in state while it follows the attempt that it adopted", async () => {
        const { world, state } = await anAdoptedDrill([{ event: "LAUNCH_FAILED" }]);
        expect(state.servers.map(({ sourceServerId }) => sourceServerId)).toEqual([DB, WEB]);
        expect({ pending: state.pending, starts: world.countOf("startRecovery") }).toEqual({
          pending: ["wait", "judge"],
          starts: 2,
        });
      });

      it.each([
        { label: "PASSED", outcomes: [{ event: "LAUNCH_FAILED" }] },
        { label: "FAILED", outcomes: [{ event: "LAUNCH_FAILED" }, { event: "LAUNCH_FAILED" }] },
      ])("judges every server: $label", async ({ label, outcomes }) => {
        const { engine, state } = await anAdoptedDrill(outcomes);
        const end = await engine.update(state, inputs()).catch((error) => error.properties as WaveState);
        expect({ verdict: end.verdict, servers: end.servers.length }).toEqual({ verdict: label, servers: 2 });
      });
    });

    it("leaves state as it was when a retry is refused before it started anything", async () => {
      const world = aFailingWorld();
      const engine = inWorld(world);
      const failed = (await partialFailureOf(engine.create(inputs()))).properties as WaveState;
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      const thrown = await partialFailureOf(engine.update(failed, inputs()));
      expect({ name: thrown.name, hasId: "id" in thrown }).toEqual({ name: "PreflightError", hasId: false });
    });

    it("fails again when every attempt is used, and starts nothing", async () => {
      const world = aFailingWorld();
      const engine = inWorld(world);
      const once = inputs({ retries: { maximumAttempts: 1 } });
      const failed = (await partialFailureOf(engine.create(once))).properties as WaveState;
      const thrown = await partialFailureOf(engine.update(failed, once));
      expect({ id: thrown.id, starts: world.countOf("startRecovery") }).toEqual({ id: "drsjob-1", starts: 1 });
      expect(thrown.properties).toEqual(failed);
    });

    it("judges a finished drill under new objectives, and launches nothing", async () => {
      const { world, engine, state } = await aDrill();
      const news = inputs({ objectives: { recoveryTimeSeconds: 1 } });
      const judged = await engine.update(state, news);
      expect({
        verdict: judged.verdict,
        objectivesMet: judged.objectivesMet,
        objectives: judged.objectives,
        starts: world.countOf("startRecovery"),
      }).toEqual({ verdict: "DEGRADED", objectivesMet: false, objectives: { recoveryTimeSeconds: 1 }, starts: 1 });
    });

    it("brings the jobs' tags to what the program says", async () => {
      const { world, engine, state } = await aDrill(inputs({ tags: { old: "1" } }));
      await engine.update(state, inputs({ tags: { new: "2" } }));
      const { old, new: fresh } = world.jobs()[0]?.tags ?? {};
      expect({ old, fresh }).toEqual({ old: undefined, fresh: "2" });
    });

    it("verifies a finished drill further when the program asks for more", async () => {
      const { world, engine, state } = await aDrill(inputs({ success: "launched" }));
      const verified = await engine.update(state, inputs({ success: "statusChecks" }));
      expect({
        verifiedTo: verified.servers.map(({ verifiedTo }) => verifiedTo),
        starts: world.countOf("startRecovery"),
      }).toEqual({ verifiedTo: ["statusChecks", "statusChecks"], starts: 1 });
    });

    it("terminates what launched when cleanup becomes afterDrill", async () => {
      const { world, engine, state } = await aDrill();
      const cleaned = await engine.update(state, inputs({ cleanup: "afterDrill" }));
      expect({ cleanup: cleaned.cleanup, instances: world.instances }).toEqual({
        cleanup: { status: "COMPLETED", jobId: "drsjob-2" },
        instances: [],
      });
    });

    it("terminates after the drill what a later attempt launched, although a cleanup had ended before it", async () => {
      const world = aFailingWorld();
      const engine = inWorld(world);
      const attempts = (maximumAttempts: number) => inputs({ cleanup: "afterDrill", retries: { maximumAttempts } });
      const failed = (await partialFailureOf(engine.create(attempts(1)))).properties as WaveState;
      expect({ verdict: failed.verdict, cleanup: failed.cleanup.status, instances: world.instances }).toEqual({
        verdict: "FAILED",
        cleanup: "COMPLETED",
        instances: [],
      });
      const retried = await engine.update(failed, attempts(2));
      expect({ verdict: retried.verdict, cleanup: retried.cleanup, instances: world.instances }).toEqual({
        verdict: "PASSED",
        cleanup: { status: "COMPLETED", jobId: "drsjob-4" },
        instances: [],
      });
    });

    it("calls state's Region, whatever the environment says, and changes nothing in another account", async () => {
      const { world, engine, state } = await aDrill();
      world.drs.listJobs = async () => [];
      world.servers = [];
      await expect(engine.update(state, inputs({ tags: { a: "1" } }))).rejects.toThrow(WrongPlaceError);
      expect({ region: engine.operations.at(-1)?.region, tags: world.countOf("tagJob") }).toEqual({
        region: "us-west-2",
        tags: 0,
      });
    });
  });

  describe("diff", () => {
    async function aDrill(world = fakeWorld()) {
      const engine = inWorld(world);
      return { world, engine, state: (await engine.create(inputs())).outs };
    }
    const observedIn = async (world: FakeWorld, given: WaveInputs) =>
      (await drillWaveLifecycle(async () => contextIn(world)).check?.({}, given))?.inputs as WaveInputs;

    it("says in the row what up will do, and nothing where it will do nothing", async () => {
      const { engine, state } = await aDrill();
      const before = engine.lines.length;
      await engine.diff(state, inputs());
      await engine.diff({ ...state, pending: ["wait", "judge"] }, inputs());
      expect(engine.lines.slice(before)).toEqual(["show will resume drsjob-1"]);
    });

    it("allows another drill although this one's instances run: the delete comes first", async () => {
      const { world, engine, state } = await aDrill();
      const news = await observedIn(world, inputs({ triggers: ["again"] }));
      expect(await engine.diff(state, news)).toEqual({
        changes: true,
        replaces: ["triggers"],
        deleteBeforeReplace: true,
      });
    });

    it("refuses another drill that could not start, before anything is torn down", async () => {
      const { world, engine, state } = await aDrill();
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      const news = await observedIn(world, inputs({ triggers: ["again"] }));
      await expect(engine.diff(state, news)).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) cannot be launched: its replication is DISCONNECTED`,
          `web-1 (${WEB}) cannot be launched: its replication is DISCONNECTED`,
        ]),
      );
    });

    it("refuses it also where check did not observe", async () => {
      const { world, engine, state } = await aDrill();
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      const news = await observedIn(world, inputs({ observe: "off", triggers: ["again"] }));
      await expect(engine.diff({ ...state, observe: "off" }, news)).rejects.toThrow(
        new PreflightError([
          `db-1 (${DB}) cannot be launched: its replication is DISCONNECTED`,
          `web-1 (${WEB}) cannot be launched: its replication is DISCONNECTED`,
        ]),
      );
    });

    it.each([
      { label: "is edited too", __guardId: NONCE, replaces: ["triggers"] },
      { label: "is new", __guardId: UNKNOWN_VALUE, replaces: ["triggers", "drillNonce"] },
    ])("allows another drill whose guard $label, so that its nonce is unknown at preview", async (row) => {
      const { world, engine, state } = await aDrill();
      const edited = inputs({ triggers: ["again"], polling: { intervalSeconds: 5 }, drillNonce: UNKNOWN_VALUE });
      const news = await observedIn(world, { ...edited, __guardId: row.__guardId } as WaveInputs);
      expect(await engine.diff(state, news)).toEqual({
        changes: true,
        replaces: row.replaces,
        deleteBeforeReplace: true,
      });
    });

    it("drills again what a destroy has ended in part", async () => {
      const { world, engine, state } = await aDrill();
      await world.drs.tagJob(jobArn("drsjob-1"), { Closed: "2026-11-24T11:00:00.000Z" });
      expect(await engine.diff(state, await observedIn(world, inputs()))).toEqual({
        changes: true,
        replaces: ["jobId"],
        deleteBeforeReplace: true,
      });
      expect(engine.lines.at(-1)).toBe(
        "show another drill: a destroy that did not finish has closed this drill's jobs: " +
          "drsjob-1 (2026-11-24T11:00:00.000Z)",
      );
    });

    it("refuses to launch over what a destroy that did not finish leaves running on purpose", async () => {
      const { world, engine, state } = await aDrill();
      await world.drs.tagJob(jobArn("drsjob-1"), { Closed: "2026-11-24T11:00:00.000Z" });
      await expect(engine.diff({ ...state, requestedCleanup: "never" }, inputs())).rejects.toThrow(
        "Comparing the wave with its drill: a destroy that did not finish has closed this drill's jobs: " +
          "drsjob-1 (2026-11-24T11:00:00.000Z). What they launched was left running, and nothing was changed. " +
          "Fix: finish it with `pulumi destroy`, then run `pulumi up`.",
      );
    });

    describe("in a preview", () => {
      const __urn = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic/drs:DrillWave::db";

      /** What check and diff of this program say to stay, and the rows that diff shows. */
      async function previewed(world: FakeWorld, state: WaveState, given: Partial<WaveInputs>, __isPreview = true) {
        const said: string[] = [];
        const status = {
          show: () => {},
          keep: (text: string) => void said.push(`keep ${text}`),
          warn: (text: string) => void said.push(`warn ${text}`),
        };
        const lifecycle = drillWaveLifecycle(
          async () => {
            const context = contextIn(world);
            context.status.show = (text) => void said.push(`show ${text}`);
            context.status.warn = status.warn;
            return context;
          },
          new Previews(() => status),
        );
        const news = { ...inputs(given), __urn, __isPreview };
        const checked = (await lifecycle.check?.(state, news))?.inputs as WaveInputs;
        const difference = await lifecycle.diff?.("drsjob-1", state, checked);
        // The engine checks a wave again that is replaced, now without its state.
        if ((difference?.replaces ?? []).length > 0) {
          await lifecycle.check?.({}, { ...news, drillNonce: news.drillNonce === NONCE ? NONCE : UNKNOWN_VALUE });
        }
        expect(said).toEqual([...new Set(said)]);
        expect(said.filter((line) => line.includes("could not start"))).toEqual([]);
        return said.filter((line) => /^(show|(keep|warn) (will|may)) /.test(line));
      }
      const SERVERS = "db-1 and web-1 (NONE, m5.large)";
      const AGAIN = "terminate 2 recovery instances and launch 2 servers again, because";

      it.each<{ label: string; given: Partial<WaveInputs>; results?: Partial<WaveState>; lines: string[] }>([
        {
          label: "another drill",
          given: { triggers: ["again"] },
          lines: [`keep will ${AGAIN} triggers changed: ${SERVERS}`],
        },
        {
          label: "another drill that is a real recovery",
          given: { isDrill: false, allowRecovery: true },
          lines: [
            `keep will terminate 2 recovery instances and launch 2 servers in a real recovery again, because isDrill changed: ${SERVERS}`,
          ],
        },
        {
          label: "another drill, of more than changed",
          given: { triggers: ["again"], isDrill: true, sourceServers: [{ sourceServerId: DB }], cleanup: "afterDrill" },
          lines: [
            "keep will terminate 2 recovery instances and launch 1 server again, because sourceServers and triggers changed: " +
              'db-1 (NONE, m5.large); then terminate what launched (cleanup is "afterDrill")',
          ],
        },
        {
          label: "another drill because of its guard",
          given: { drillNonce: "another" },
          lines: [
            `warn will ${AGAIN} its guard db-guard is new or replaced: ${SERVERS}. ` +
              "To keep the drill, rename or move wave and guard together",
          ],
        },
        {
          label: "another drill because of its guard and of the program",
          given: { drillNonce: "another", triggers: ["again"] },
          lines: [
            `warn will ${AGAIN} triggers changed, and its guard db-guard is new or replaced: ${SERVERS}. ` +
              "To keep the drill, rename or move wave and guard together",
          ],
        },
        {
          label: "another drill perhaps",
          given: { triggers: [UNKNOWN_VALUE] },
          lines: [
            "keep may terminate 2 recovery instances and launch 2 servers again: not known yet whether triggers changed; " +
              SERVERS,
          ],
        },
        {
          label: "another drill of one that cleaned up after itself",
          given: { triggers: ["again"] },
          results: { cleanup: { status: "COMPLETED" } },
          // They are there in this world, and a launch terminates whatever is.
          lines: [`keep will ${AGAIN} triggers changed: ${SERVERS}`],
        },
        {
          label: "another drill of one that still runs",
          given: { triggers: ["again"], observe: "off" },
          results: {
            pending: ["wait", "judge"],
            servers: [aPendingServer(DB, "db-1"), aPendingServer(WEB, "web-1")],
          },
          lines: [
            "keep will terminate what job drsjob-1 launches and launch 2 servers again, because triggers changed: " +
              'db-1 and web-1 (settings not known: observe is "off")',
          ],
        },
        {
          label: "another drill of one whose instances are left running",
          given: { triggers: ["again"], observe: "off" },
          results: { requestedCleanup: "never" },
          lines: [
            'keep will launch 2 servers again, because triggers changed: db-1 and web-1 (settings not known: observe is "off")',
          ],
        },
        {
          label: "a wait that is gone on with",
          given: {},
          results: { pending: ["wait", "judge"] },
          lines: ["keep will go on with job drsjob-1: db-1 and web-1"],
        },
        {
          label: "a retry",
          given: {},
          results: failedOutputs(),
          lines: [
            "keep will launch 1 failed server again, attempt 2 of 2: web-1 (NONE, m5.large); " +
              "1 earlier recovery instance of theirs will be terminated",
          ],
        },
        {
          label: "a clean-up",
          given: { cleanup: "afterDrill" },
          lines: ['keep will terminate 2 recovery instances: cleanup is "afterDrill"'],
        },
        { label: "a change in place", given: { tags: { a: "b" } }, lines: [] },
        { label: "no change", given: {}, lines: [] },
      ])("says once of $label: $lines", async ({ given, results = {}, lines }) => {
        const { world, state } = await aDrill(aWorldOfSettings());
        expect(await previewed(world, { ...state, ...results }, given)).toEqual(lines);
      });

      it("says nothing to stay in `up`, where the row says what is done", async () => {
        const { world, state } = await aDrill(aWorldOfSettings());
        expect(await previewed(world, state, { triggers: ["again"] }, false)).toEqual([
          "show another drill: triggers changed",
        ]);
      });

      it("says nothing of a wave that is refused", async () => {
        const { world, state } = await aDrill(aWorldOfSettings());
        for (const server of world.servers) {
          server.replicationState = "DISCONNECTED";
        }
        await expect(previewed(world, state, { triggers: ["again"] })).rejects.toThrow(PreflightError);
      });

      it("counts the instances that are there: one was terminated by hand", async () => {
        const { world, state } = await aDrill(aWorldOfSettings());
        world.instances = world.instances.filter(({ sourceServerId }) => sourceServerId === DB);
        world.ec2Instances.delete(instanceIdOf("drsjob-1", WEB));
        expect(await previewed(world, state, { triggers: ["again"] })).toEqual([
          `keep will terminate 1 recovery instance and launch 2 servers again, because triggers changed: ${SERVERS}`,
        ]);
      });
    });

    it("asks for its own jobs by id, once", async () => {
      const { world, engine, state } = await aDrill();
      const calls = world.calls.length;
      await engine.diff(state, inputs());
      expect(world.calls.slice(calls)).toEqual(["listJobs drsjob-1"]);
    });

    it.each([
      { label: "says that it does not know, where check did not look", observe: "off" as const, said: true },
      { label: "says nothing where check has said that AWS cannot be read", observe: "live" as const, said: false },
    ])("$label, and leaves the drill as it is", async ({ observe, said }) => {
      const { world, engine, state } = await aDrill();
      const lost = aLostAnswer("drs:DescribeJobs");
      world.failures.listJobs = [lost];
      const before = { ...state, observe };
      expect(await engine.diff(before, inputs({ observe }))).toMatchObject({ changes: false, replaces: [] });
      const warned = `warn not known whether this drill's instances are still there: ${lost.message}`;
      expect(engine.lines.filter((line) => line.startsWith("warn"))).toEqual(said ? [warned] : []);
    });

    it("refuses another drill in the way of a job, where the program does not wait for busy servers", async () => {
      const { world, engine, state } = await aDrill();
      world.addJob(aRunningJob({ jobId: "drsjob-other", tags: {}, createdAt: world.drs.now() }), 60_000);
      const news = inputs({ triggers: ["again"], preflight: { busyServers: "fail" } });
      await expect(engine.diff(state, await observedIn(world, news))).rejects.toThrow(
        new PreflightError([`job drsjob-other (LAUNCH) holds ${DB} (preflight.busyServers is "fail")`]),
      );
    });

    it("tears nothing down while it is not known whether this is another drill", async () => {
      const { world, engine, state } = await aDrill();
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      expect(await engine.diff(state, inputs({ triggers: [UNKNOWN_VALUE] }))).toEqual({
        changes: true,
        replaces: [],
        deleteBeforeReplace: true,
      });
    });

    it("warns of what changed outside the program, which is no change", async () => {
      const { world, engine, state } = await aDrill();
      world.configurations.set(WEB, { settings: { targetInstanceTypeRightSizingMethod: "BASIC" } });
      expect(await engine.diff(state, await observedIn(world, inputs()))).toMatchObject({ changes: false });
      expect(engine.lines.filter((line) => line.startsWith("warn"))).toEqual(
        ["targetInstanceTypeRightSizingMethod was NONE, is BASIC", "launchDisposition was STARTED, is not set"].map(
          (change) => `warn launch configuration of web-1 (${WEB}) changed since the drill: ${change}`,
        ),
      );
    });

    it("throws when check looked into another account than state's", async () => {
      const { world, engine, state } = await aDrill();
      const news = await observedIn(world, inputs());
      await expect(engine.diff({ ...state, account: "999999999999" }, news)).rejects.toThrow(
        new WrongPlaceError(
          "Looking for recovery job drsjob-1: it is in account 999999999999 in us-west-2, " +
            "but the credentials belong to account 111122223333. Nothing was changed. Use the credentials that ran the drill.",
        ),
      );
    });

    it("does not look whether a finished drill could start again", async () => {
      const { world, engine, state } = await aDrill();
      for (const server of world.servers) {
        server.replicationState = "DISCONNECTED";
      }
      const news = await observedIn(world, inputs());
      expect(await engine.diff(state, news)).toMatchObject({ changes: false });
    });

    it("throws when the environment names another Region than state's", async () => {
      const { engine, state } = await aDrill();
      await expect(engine.diff({ ...state, region: "eu-west-1" }, inputs())).rejects.toThrow(WrongPlaceError);
    });

    it("lets the program move to another Region by naming it", async () => {
      const { engine, state } = await aDrill();
      const moved = engine.diff({ ...state, region: "eu-west-1" }, inputs({ region: "us-west-2" }));
      expect(await moved).toMatchObject({ replaces: ["region"] });
    });
  });

  describe("delete", () => {
    it("closes the job and terminates what it launched", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(inputs());
      await engine.delete(outs);
      expect({
        instances: world.instances,
        Closed: world.jobs().find(({ jobId }) => jobId === "drsjob-1")?.tags["Closed"],
      }).toEqual({ instances: [], Closed: "2026-11-24T10:09:00.000Z" });
    });

    it.each([
      {
        label: "cleanup is never",
        given: inputs({ cleanup: "never" }),
        reason: 'left running, because cleanup is "never"',
      },
      {
        label: "it was a real recovery",
        given: inputs({ isDrill: false, allowRecovery: true }),
        reason: "left running, because a real recovery is never terminated",
      },
    ])("leaves everything running when $label, says so, and closes the job: it is over", async ({ given, reason }) => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(given);
      await engine.delete(outs);
      const ids = [DB, WEB].map((id) => instanceIdOf("drsjob-1", id)).join(", ");
      expect({ terminations: world.countOf("startTermination"), row: engine.lines.at(-1) }).toEqual({
        terminations: 0,
        row: `warn ${reason}: ${ids}`,
      });
      expect(world.jobs()[0]?.tags["Closed"]).toBe("2026-11-24T10:09:00.000Z");
    });

    it("drills again for triggers that it had before: a job that was left running is not adopted", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      for (const trigger of ["a", "b", "a"]) {
        const { outs } = await engine.create(inputs({ cleanup: "never", triggers: [trigger] }));
        await engine.delete(outs);
      }
      expect(world.countOf("startRecovery")).toBe(3);
    });

    it("takes every job of the drill, also one that a crash kept from state", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(inputs());
      const lost = { ...aJob({ jobId: "drsjob-lost" }), tags: { ExecutionId: outs.executionId, Attempt: "2" } };
      world.addJob(lost);
      world.instances.push(aRecoveryInstance({ recoveryInstanceId: "i-lost", jobId: "drsjob-lost" }));
      await engine.delete(outs);
      const closed = world.jobs().filter(({ tags }) => tags["Closed"] !== undefined);
      expect({ instances: world.instances, jobIds: closed.map(({ jobId }) => jobId) }).toEqual({
        instances: [],
        jobIds: ["drsjob-lost", "drsjob-1"],
      });
    });

    it("closes the jobs before it terminates: a delete that is interrupted leaves no job to adopt", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(inputs());
      world.failures.startTermination = [aRefusal("AccessDeniedException", "drs:TerminateRecoveryInstances")];
      await expect(engine.delete(outs)).rejects.toThrow(CleanupIncompleteError);
      expect("Closed" in (world.jobs()[0]?.tags ?? {})).toBe(true);
    });

    it("deletes a drill whose job somebody deleted from DRS", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(inputs());
      world.failures.tagJob = [aRefusal("ResourceNotFoundException", "drs:TagResource")];
      await engine.delete(outs);
      expect(world.instances).toEqual([]);
    });

    it("has its own timeout", async () => {
      const engine = inWorld(fakeWorld());
      const { outs } = await engine.create(inputs({ customTimeouts: { delete: "30m" } }));
      await engine.delete(outs);
      expect(engine.operations.map(({ timeoutSeconds }) => timeoutSeconds)).toEqual([5400, 1800]);
    });

    it("throws in another account, where not found proves nothing", async () => {
      const engine = inWorld(fakeWorld());
      const { outs } = await engine.create(inputs());
      const elsewhere = fakeWorld();
      elsewhere.servers = [];
      await expect(inWorld(elsewhere).delete(outs)).rejects.toThrow(WrongPlaceError);
    });
  });

  describe("read", () => {
    it("changes nothing of a drill that is as state has it", async () => {
      const engine = inWorld(fakeWorld());
      const { outs } = await engine.create(inputs({ cleanup: "onDestroy", region: "us-west-2" }));
      expect(await engine.read(outs)).toEqual({ id: "drsjob-1", props: outs });
    });

    it("never turns a finished drill into a deleted one", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const { outs } = await engine.create(inputs());
      world.instances = [];
      world.ec2Instances.clear();
      const { id, props } = await engine.read(outs);
      expect({ id, verdict: props.verdict, cleanup: props.cleanup }).toEqual({
        id: "drsjob-1",
        verdict: "PASSED",
        cleanup: { status: "GONE" },
      });
    });

    it("keeps what is pending, so that up goes on after a refresh", async () => {
      const world = fakeWorld();
      const engine = inWorld(world);
      const state = (await partialFailureOf(engine.create(SHORT))).properties as WaveState;
      const { props } = await engine.read(state);
      expect({ pending: props.pending, diff: await engine.diff(props, SHORT) }).toEqual({
        pending: ["wait", "judge"],
        diff: { changes: true, replaces: [], deleteBeforeReplace: true },
      });
    });

    it("throws in another Region", async () => {
      const engine = inWorld(fakeWorld());
      const { outs } = await engine.create(inputs());
      await expect(engine.read({ ...outs, region: "eu-west-1" })).rejects.toThrow(WrongPlaceError);
    });
  });

  it("never starts two jobs for one attempt, wherever create dies and comes again", async () => {
    for (const seconds of [0, 10, 60, 300, 540, 550]) {
      const world = fakeWorld();
      const engine = inWorld(world);
      const short = inputs({ customTimeouts: { create: `${seconds}s` } });
      await partialFailureOf(engine.create(short)).catch(() => {});
      const { outs } = await engine.create(inputs());
      expect({
        seconds,
        starts: world.countOf("startRecovery"),
        attempts: outs.attempts.map(({ attempt }) => attempt),
      }).toEqual({ seconds, starts: 1, attempts: [anAttempt().attempt] });
    }
  });
});
