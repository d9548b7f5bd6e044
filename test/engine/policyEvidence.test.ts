import { createRequire } from "node:module";
import { DrsClient, TagResourceCommand, UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import type { Simulator, SimulatorClock, WorldFile } from "drs-simulator";
import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type Waves } from "./drillProject";
import { APP, aCompliantWorld, compliantWaves, DB } from "./policyWorld";

const { startSimulator }: typeof import("drs-simulator") = createRequire(__filename)("drs-simulator");

const DAY = 86_400_000;
const START = Date.now();
/** Only what a drill that has passed leaves behind is judged, so nothing of it should be running. */
const AFTERWARDS = { cleanup: "afterDrill" as const };

/** A clock that runs fast, and can be set forward: an old record needs no old machine. */
class JumpingClock implements SimulatorClock {
  private ahead = 0;
  now(): number {
    return Math.floor(START + performance.now() * 600) + this.ahead;
  }
  realNow(): number {
    return performance.now();
  }
  jump(days: number): void {
    this.ahead += days * DAY;
  }
}

/** What the stack has drilled, judged by the strict pack at a bare preview: nothing is about to start. */
describe("the strict pack at a preview after a drill", () => {
  let project: DrillProject;
  let simulator: Simulator;
  afterEach(async () => {
    await project.close();
    await simulator.close();
  });

  const clock = new JumpingClock();
  const drill = async (waves: Waves, world: WorldFile = aCompliantWorld()) => {
    simulator = await startSimulator({ world, clock });
    project = await openDrillProject(world, { simulator });
    return project.up(waves);
  };
  const aws = () => {
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
    return new DrsClient({ endpoint: simulator.url, region: "us-west-2", credentials });
  };
  const judged = async (waves: Waves, policyConfig: Record<string, unknown> = {}, pack = "policy/strict") => {
    const started = project.calls("StartRecovery");
    const preview = await project.preview(waves, { policyPacks: [pack], policyConfig });
    expect(project.calls("StartRecovery")).toBe(started);
    return preview;
  };

  it("has nothing to say of a drill that passed", async () => {
    const waves = compliantWaves({ database: AFTERWARDS, app: AFTERWARDS });
    expect((await drill(waves)).error).toBe("");
    const preview = await judged(waves);
    expect([preview.policies, preview.error]).toEqual([[], ""]);
  });

  it("drs-evidence-require-current-settings: reports stale evidence at a bare preview, and starts nothing", async () => {
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS } };
    await drill(waves);
    await aws().send(
      new UpdateLaunchConfigurationCommand({
        sourceServerID: DB,
        targetInstanceTypeRightSizingMethod: "BASIC",
      }),
    );
    const preview = await judged(waves, {}, "policy");
    expect(preview.policies).toContainEqual({
      policy: "drs-evidence-require-current-settings",
      level: "advisory",
      resource: "database",
      message: expect.stringContaining("the evidence is stale: right-sizing was NONE, is BASIC"),
    });
    expect(preview.steps).not.toContain("create");
  });

  it("drs-evidence-require-current-settings alone, mandatory, blocks", async () => {
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS } };
    await drill(waves);
    await aws().send(new UpdateLaunchConfigurationCommand({ sourceServerID: DB, copyTags: false }));
    expect(onlyMandatory(await judged(waves))).toEqual(["drs-evidence-require-current-settings"]);
  });

  it("does not fall silent when a change of the wave is planned: the engine hides the record then", async () => {
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS } };
    await drill(waves);
    await aws().send(new UpdateLaunchConfigurationCommand({ sourceServerID: DB, copyTags: false }));
    const preview = await judged({ database: { ...waves.database, tags: { CostCenter: "42" } } });
    expect([preview.error, preview.steps["database"]]).toEqual(["", "update"]);
    expect(preview.policies).toContainEqual({
      policy: "drs-evidence-require-current-settings",
      level: "advisory",
      resource: "database",
      message: expect.stringContaining(
        "wave database: cannot be judged, unknown during preview: the last drill's record",
      ),
    });
  });

  it("judges the waves of --target, and says of the others that it did not look", async () => {
    const waves = compliantWaves({ database: AFTERWARDS, app: AFTERWARDS });
    await drill(waves);
    await aws().send(new UpdateLaunchConfigurationCommand({ sourceServerID: APP, copyTags: false }));
    const preview = await project.preview(waves, { policyPacks: ["policy/strict"], target: ["database"] });
    expect([preview.error, preview.policies.filter(({ level }) => level === "mandatory")]).toEqual(["", []]);
  });

  it("drs-wave-require-met-objectives alone, mandatory, blocks", async () => {
    const objectives = { recoveryTimeSeconds: 1, recoveryPointSeconds: 900 };
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS, objectives } };
    await drill(waves);
    expect(onlyMandatory(await judged(waves))).toEqual(["drs-wave-require-met-objectives"]);
  });

  it("drs-wave-require-drilled-servers alone, mandatory, blocks", async () => {
    const { sourceServers: _declared, ...rest } = compliantWaves().database;
    const selector = { tags: { Tier: "database" }, role: "database" };
    const waves = { database: { ...rest, ...AFTERWARDS, selector } };
    await drill(waves);
    const resourceArn = `arn:aws:drs:us-west-2:111122223333:source-server/${APP}`;
    await aws().send(new TagResourceCommand({ resourceArn, tags: { Tier: "database" } }));
    expect(onlyMandatory(await judged(waves))).toEqual(["drs-wave-require-drilled-servers"]);
  });

  it.each([
    { rule: "drs-evidence-limit-age", other: "drs-server-limit-launch-age" },
    { rule: "drs-server-limit-launch-age", other: "drs-evidence-limit-age" },
  ])("$rule alone, mandatory, blocks", async ({ rule, other }) => {
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS } };
    await drill(waves);
    clock.jump(100);
    expect(onlyMandatory(await judged(waves, { [other]: { maximumAgeDays: 365 } }))).toEqual([rule]);
  });

  it("drs-wave-require-retest alone, mandatory, blocks after a drill that failed", async () => {
    const waves = { database: { ...compliantWaves().database, ...AFTERWARDS } };
    const outcome = { event: "LAUNCH_FAILED" as const, message: "no capacity" };
    expect((await drill(waves, aCompliantWorld({ db: { outcome } }))).ok).toBe(false);
    const mandatory = { "drs-wave-require-retest": { enforcementLevel: "mandatory" } };
    const preview = await judged(waves, mandatory);
    // The failed servers are launched again by the next up, so the engine hides the record from the other rules about it.
    const policies = preview.policies.filter(({ level }) => level === "mandatory");
    expect(onlyMandatory({ ...preview, policies })).toEqual(["drs-wave-require-retest"]);
  });
});

/** Names of the policies that spoke, all of which were mandatory and made the preview fail. */
function onlyMandatory({ ok, policies }: Outcome): string[] {
  expect([ok, ...policies.map(({ level }) => level)]).toEqual([false, ...policies.map(() => "mandatory")]);
  return [...new Set(policies.map(({ policy }) => policy))];
}
