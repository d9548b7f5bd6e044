import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, drillwave, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

const app = { sourceServers: [{ sourceServerId: APP }] };
const database = { sourceServers: [{ sourceServerId: DATABASE }] };

const anotherDrill = (guard: string) =>
  `will terminate 1 recovery instance and launch 1 server again, because its guard ${guard} is new or replaced: ` +
  "app-1 (NONE, m5.large). To keep the drill, rename or move wave and guard together";
/** What a preview says of a wave's work. */
const planned = (messages: readonly string[]) => messages.filter((message) => /^(will|would|may) /.test(message));

describe("a wave apart from its guard", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("that was renamed in state alone is another drill, and preview says so", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    const wave = (name: string) => `${drillwave.DRILL_WAVE_TYPE}::${name}`;
    await project.editState((resources) =>
      JSON.parse(JSON.stringify(resources).replaceAll(`${wave("app")}"`, `${wave("db4")}"`)),
    );
    const preview = await project.preview({ db4: app });
    expect({ step: preview.steps["db4"], guard: preview.steps["db4-guard"] }).toEqual({
      step: "create-replacement",
      guard: "create",
    });
    expect(planned(preview.messages)).toEqual([anotherDrill("db4-guard")]);
    expect(preview.messages.filter((message) => message.includes("could not start"))).toEqual([]);
    expect((await project.up({ db4: app })).error).toBe("");
    expect({ starts: project.calls("StartRecovery"), alive: project.alive().length }).toEqual({ starts: 2, alive: 1 });
  });

  it("that keeps its guard, which is replaced by name, is another drill, and preview says so", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    const preview = await project.preview({ app }, { replace: "app-guard" });
    expect(planned(preview.messages)).toEqual([anotherDrill("app-guard")]);
    expect((await project.up({ app }, { replace: "app-guard" })).error).toBe("");
    expect({ starts: project.calls("StartRecovery"), alive: project.alive().length }).toEqual({ starts: 2, alive: 1 });
  });

  it("is the same drill while its guard is updated in place", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    const polled = { app: { ...app, polling: { intervalSeconds: 0.2 } } };
    const preview = await project.preview(polled);
    expect({ wave: preview.steps["app"], guard: preview.steps["app-guard"] }).toEqual({
      wave: "update",
      guard: "update",
    });
    expect(planned(preview.messages)).toEqual([]);
    expect((await project.up(polled)).error).toBe("");
    expect(project.calls("StartRecovery")).toBe(1);
  });

  it("is ended with a word by the guard that it left behind", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ app });
    const jobId = (await project.waves())["app"]?.jobId;
    await project.editState((resources) => resources.filter(({ type }) => type !== drillwave.DRILL_WAVE_TYPE));
    const destroyed = await project.destroy();
    expect(destroyed.error).toBe("");
    expect(
      destroyed.messages.find((message) => message.includes("no wave in this stack's state has closed it")),
    ).toContain(`terminating what ${jobId} launched`);
    expect(project.alive()).toEqual([]);
  });

  it("is not made by a target that leaves its guard out: the refusal names the guard's URN", async () => {
    project = await openDrillProject(aWorld());
    for (const run of [project.preview, project.up]) {
      const { ok, messages } = await run({ app }, { target: ["app"], withoutGuards: true });
      expect(ok).toBe(false);
      expect(messages.join("\n")).toContain(
        "the guard app-guard is not in the stack's state and would not be created, and without it this drill could be lost. Nothing was started. " +
          `Fix: target it too, with --target 'urn:pulumi:test::drill-tests::${drillwave.DRILL_GUARD_TYPE}::app-guard', or use no target.`,
      );
    }
    expect(project.calls("StartRecovery")).toBe(0);
  });
});

describe("what a person did wrong", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is said by its place, all of it and without the engine's `value {<nil>}`; a rename says once that it needs an alias", async () => {
    project = await openDrillProject(aWorld());
    const wrong = { ...app, objectives: { rto: 1, recoveryTimeSeconds: 0 }, triggerz: [], retry: 2 };
    const refused = await project.preview({ app: wrong });
    const said = refused.messages.join("\n");
    for (const place of [
      "triggerz is not",
      "retry is not",
      "objectives.rto is not",
      "objectives.recoveryTimeSeconds: ",
    ]) {
      expect(said).toContain(place);
    }
    expect(said).not.toMatch(/<nil>|drillNonce|has a problem: property/);

    expect((await project.up({ app })).error).toBe("");
    const renamed = await project.up({ fresh: app });
    expect([renamed.ok, project.calls("StartRecovery")]).toEqual([false, 1]);
    const asked = renamed.messages.filter((message) => message.includes('aliases: [{ name: "old" }]'));
    expect(asked).toHaveLength(1);
    expect(asked[0]).not.toMatch(/DrillNonce|ExecutionId/);
    // As the refusal says: `pulumi state delete`.
    await project.editState((resources) => resources.filter(({ urn }) => !urn.endsWith("::fresh-guard")));
    const aliased = { resourceOptions: { fresh: { aliases: [{ name: "app" }] } } };
    expect((await project.up({ fresh: app }, aliased)).error).toBe("");
    expect(project.calls("StartRecovery")).toBe(1);
  });
});

describe("a destroy that did not finish", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("is followed by another drill of what it ended in part, and of nothing else; preview says so", async () => {
    project = await openDrillProject(aWorld());
    await project.up({ database, app });
    const jobId = (await project.waves())["app"]?.jobId;
    project.fault({
      operation: "TerminateRecoveryInstances",
      kind: "error",
      status: 403,
      code: "AccessDeniedException",
    });
    expect((await project.destroy()).ok).toBe(false);
    const preview = await project.preview({ database, app });
    expect({ database: preview.steps["database"], app: preview.steps["app"] }).toEqual({
      database: "same",
      app: "create-replacement",
    });
    const said = planned(preview.messages);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(`because a destroy that did not finish has closed this drill's jobs: ${jobId} (`);
    expect((await project.up({ database, app })).error).toBe("");
    expect({ starts: project.calls("StartRecovery"), alive: project.alive().length }).toEqual({ starts: 3, alive: 2 });
    expect((await project.preview({ database, app })).steps["app"]).toBe("same");
  });
});
