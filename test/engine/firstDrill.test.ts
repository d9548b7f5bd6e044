import type { DrillWaveOutputs } from "pulumi-drillwave";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type StateResource } from "./drillProject";
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

/** The same drill: another role, another objective, another order and another tag. */
const CHANGED_WAVES = {
  web: { ...THREE_WAVES.web, tags: { CostCenter: "43" } },
  app: { ...THREE_WAVES.app, objectives: { recoveryTimeSeconds: 1 } },
  database: { ...THREE_WAVES.database, sourceServers: [{ sourceServerId: DATABASE, role: "cache" }] },
};

/** What a step of the story came to, and what there was after it. */
interface Seen {
  outcome: Outcome;
  waves: Record<string, DrillWaveOutputs>;
  resources: StateResource[];
  /** Recovery jobs that have been asked for so far. */
  started: number;
  /** Launch configurations that have been read so far. */
  configurationsRead: number;
  alive: string[];
}

/** A stack's life in six operations. They are all over before the first test: each test looks at one of them. */
describe("a drill of three waves", () => {
  let project: DrillProject;
  let preview: Seen;
  let up: Seen;
  let secondUp: Seen;
  let changedUp: Seen;
  let refresh: Seen;
  let destroy: Seen;

  async function see(outcome: Outcome): Promise<Seen> {
    return {
      outcome,
      waves: await project.waves(),
      resources: await project.resources(),
      started: project.calls("StartRecovery"),
      configurationsRead: project.calls("GetLaunchConfiguration"),
      alive: project.alive(),
    };
  }

  beforeAll(async () => {
    project = await openDrillProject(aWorld());
    preview = await see(await project.preview(THREE_WAVES));
    up = await see(await project.up(THREE_WAVES));
    secondUp = await see(await project.up(THREE_WAVES));
    changedUp = await see(await project.up(CHANGED_WAVES));
    refresh = await see(await project.refresh());
    destroy = await see(await project.destroy());
  }, 300_000);
  afterAll(() => project.close());

  it("starts nothing at preview, and looks at each server once", () => {
    expect(preview.outcome).toMatchObject({
      ok: true,
      error: "",
      steps: { database: "create", app: "create", web: "create", "web-guard": "create" },
    });
    expect(preview).toMatchObject({ started: 0, configurationsRead: 3 });
  });

  it("starts one job a wave, one after the other, and passes", () => {
    expect(up.outcome.error).toBe("");
    expect(up.waves).toMatchObject({
      database: {
        verdict: "PASSED",
        servers: [{ verifiedTo: "statusChecks", instanceType: "m5.large", attempt: 1 }],
      },
      app: { verdict: "PASSED" },
      web: { verdict: "PASSED" },
    });
    const { app, database } = up.waves;
    expect(Date.parse(app?.startedAt ?? "")).toBeGreaterThan(Date.parse(database?.completedAt ?? ""));
    expect(up.started).toBe(3);
  });

  it("tags each job with all that finds it again", () => {
    const [database] = project.simulator.journal.entries("StartRecovery").map((entry) => entry.request);
    const guard = up.resources.find((resource) => resource.urn.endsWith("::database-guard"));
    expect(guard?.outputs["nonce"]).toMatch(/^\w{16,}$/);
    expect(database).toEqual({
      sourceServers: [{ sourceServerID: DATABASE }],
      isDrill: true,
      tags: {
        ExecutionId: up.waves["database"]?.executionId,
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
    const operations = project.simulator.journal.entries().map((entry) => entry.operation);
    expect(operations).toContain("StartRecovery");
    expect(operations.filter((operation) => /^(Update|Create|Modify|Delete|Put)/.test(operation))).toEqual([]);
  });

  it("keeps __provider and the whole of a wave's state small", () => {
    const [wave, guard] = ["database", "database-guard"].map((name) =>
      up.resources.find((resource) => resource.urn.endsWith(`::${name}`)),
    );
    expect(wave?.inputs["__provider"]).toMatch(/^.{1,120}$/);
    expect(JSON.stringify([wave, guard]).length).toBeLessThanOrEqual(14 * 1024);
  });

  it("changes nothing at a second up of the same program", () => {
    expect(secondUp.outcome.steps).toMatchObject({ database: "same", app: "same", web: "same" });
    expect(secondUp.started).toBe(3);
  });

  it("launches nothing for a change of role, objectives, order or tags, and brings the tags to the jobs", () => {
    expect(changedUp.outcome.error).toBe("");
    expect(changedUp.outcome.steps).toMatchObject({ web: "update", app: "update", database: "update" });
    expect(changedUp.started).toBe(3);
    expect(changedUp.waves).toMatchObject({
      app: { verdict: "DEGRADED", objectivesMet: false },
      database: { servers: [{ role: "cache" }] },
    });
    const job = project.simulator.world().jobs.find((each) => each.jobID === changedUp.waves["web"]?.jobId);
    expect(job?.tags).toMatchObject({ CostCenter: "43", Wave: "web" });
  });

  it("reports at refresh that all is as it was, and keeps the verdict", () => {
    expect(refresh.outcome.error).toBe("");
    expect(refresh.waves["web"]).toMatchObject({ verdict: "PASSED", cleanup: { status: "NOT_STARTED" } });
    expect(refresh.alive).toHaveLength(3);
  });

  it("terminates what was launched at destroy, and nothing is left", () => {
    expect(destroy.outcome.error).toBe("");
    expect({ alive: destroy.alive, resources: destroy.resources }).toEqual({ alive: [], resources: [] });
  });
});
