import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

const THREE_WAVES = {
  database: {
    sourceServers: [{ sourceServerId: DATABASE, role: "database" }],
    recoveryPlan: "orders",
    wave: "database",
  },
  app: { sourceServers: [{ sourceServerId: APP, role: "app" }], wave: "app" },
  web: { selector: { tags: { Tier: "web" }, role: "web" }, wave: "web", tags: { CostCenter: "42" } },
};

describe("a drill of three waves", () => {
  let project: DrillProject;
  beforeAll(async () => {
    project = await openDrillProject(aWorld());
  });
  afterAll(() => project.close());

  it("starts nothing at preview, and looks at each server once", async () => {
    const preview = await project.preview(THREE_WAVES);
    expect(preview).toMatchObject({ ok: true, error: "" });
    expect(preview.steps).toMatchObject({ database: "create", app: "create", web: "create", "web-guard": "create" });
    expect(project.calls("StartRecovery")).toBe(0);
    expect(project.calls("GetLaunchConfiguration")).toBe(3);
  });

  it("starts one job a wave, one after the other, and passes", async () => {
    const up = await project.up(THREE_WAVES);
    expect(up.error).toBe("");
    const waves = await project.waves();
    expect(Object.values(waves).map((wave) => wave.verdict)).toEqual(["PASSED", "PASSED", "PASSED"]);
    expect(waves["database"]?.servers[0]).toMatchObject({
      verifiedTo: "statusChecks",
      instanceType: "m5.large",
      attempt: 1,
    });
    expect(Date.parse(waves["app"]?.startedAt ?? "")).toBeGreaterThan(Date.parse(waves["database"]?.completedAt ?? ""));
    expect(project.calls("StartRecovery")).toBe(3);
  });

  it("tags each job with all that finds it again", async () => {
    const [database] = project.simulator.journal.entries("StartRecovery").map((entry) => entry.request);
    const { database: wave } = await project.waves();
    const guard = (await project.resources()).find((resource) => resource.urn.endsWith("::database-guard"));
    expect(database).toEqual({
      sourceServers: [{ sourceServerID: DATABASE }],
      isDrill: true,
      tags: {
        ExecutionId: wave?.executionId,
        DrillNonce: guard?.outputs["nonce"],
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
        ServerCount: "1",
        RecoveryPlan: "orders",
        Wave: "database",
        Attempt: "1",
      },
    });
  });

  it("writes to no launch configuration and no template", () => {
    const written = project.simulator.journal
      .entries()
      .map((entry) => entry.operation)
      .filter((operation) => /^(Update|Create|Modify|Delete|Put)/.test(operation));
    expect(written).toEqual([]);
  });

  it("keeps __provider and the whole of a wave's state small", async () => {
    const resources = await project.resources();
    const [wave, guard] = ["database", "database-guard"].map((name) =>
      resources.find((resource) => resource.urn.endsWith(`::${name}`)),
    );
    expect(String(wave?.inputs["__provider"]).length).toBeLessThanOrEqual(120);
    expect(JSON.stringify([wave, guard]).length).toBeLessThanOrEqual(14 * 1024);
  });

  it("changes nothing at a second up of the same program", async () => {
    const up = await project.up(THREE_WAVES);
    expect(up.steps).toMatchObject({ database: "same", app: "same", web: "same" });
    expect(project.calls("StartRecovery")).toBe(3);
  });

  it("launches nothing for a change of role, objectives, order or tags, and brings the tags to the jobs", async () => {
    const { database, app, web } = THREE_WAVES;
    const changed = {
      web: { ...web, tags: { CostCenter: "43" } },
      app: { ...app, objectives: { recoveryTimeSeconds: 1 } },
      database: { ...database, sourceServers: [{ sourceServerId: DATABASE, role: "cache" }] },
    };
    const up = await project.up(changed);
    expect(up.error).toBe("");
    expect(up.steps).toMatchObject({ web: "update", app: "update", database: "update" });
    expect(project.calls("StartRecovery")).toBe(3);
    const waves = await project.waves();
    expect(waves["app"]).toMatchObject({ verdict: "DEGRADED", objectivesMet: false });
    expect(waves["database"]?.servers[0]?.role).toBe("cache");
    const job = project.simulator.world().jobs.find((each) => each.jobID === waves["web"]?.jobId);
    expect(job?.tags).toMatchObject({ CostCenter: "43", Wave: "web" });
  });

  it("reports at refresh that all is as it was, and keeps the verdict", async () => {
    const refresh = await project.refresh();
    expect(refresh.error).toBe("");
    expect((await project.waves())["web"]).toMatchObject({ verdict: "PASSED", cleanup: { status: "NOT_STARTED" } });
  });

  it("terminates what was launched at destroy, and nothing is left", async () => {
    expect(project.alive()).toHaveLength(3);
    const destroy = await project.destroy();
    expect(destroy.error).toBe("");
    expect(project.alive()).toEqual([]);
    expect(await project.resources()).toEqual([]);
  });
});
