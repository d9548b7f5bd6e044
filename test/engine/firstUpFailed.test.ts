import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type Waves } from "./drillProject";
import { aCompliantWorld, compliantWaves } from "./policyWorld";

const PACK = { policyPacks: ["policy/strict"] };

/** The wave and the rule of each finding that says that it cannot judge. */
function notJudged({ policies }: Outcome): string[] {
  return policies
    .filter(({ message }) => message.includes("cannot be judged"))
    .map(({ resource, policy }) => `${resource} ${policy}`);
}

/** What rules about a record say where the engine hides one: the first of them, for all. */
function hiddenRecordOf(wave: string): string[] {
  return [`${wave} drs-wave-require-met-objectives`];
}

describe("policies, of a wave without a record that the engine could hide", () => {
  let project: DrillProject;
  beforeEach(async () => {
    project = await openDrillProject(aCompliantWorld());
  });
  afterEach(() => project.close());

  it("say nothing after a first up that failed before it launched anything: the guards are in state, the waves are not", async () => {
    const refused = { kind: "error", status: 403, code: "AccessDeniedException", message: "no" } as const;
    project.fault({ operation: "StartRecovery", ...refused });
    const up = await project.up(compliantWaves());
    const types = (await project.resources()).map(({ type }) => type.split(":").at(-1));
    expect({ ok: up.ok, types: types.filter((type) => type?.startsWith("Drill")) }).toEqual({
      ok: false,
      types: ["DrillGuard", "DrillGuard"],
    });
    const preview = await project.preview(compliantWaves(), PACK);
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
    // Update plans and the next up take the guard that is there.
    expect((await project.up(compliantWaves())).error).toBe("");
    expect(project.calls("StartRecovery")).toBe(3);
  });

  it("say nothing of a drill that will be run again, and what is true of one that is edited or goes on", async () => {
    expect((await project.up({ database: compliantWaves().database } as Waves)).error).toBe("");
    const run = async (change: object, replace?: string) => {
      const waves = { database: { ...compliantWaves().database, ...change } };
      const preview = await project.preview(waves, { ...PACK, ...(replace === undefined ? {} : { replace }) });
      return { step: preview.steps["database"], notJudged: notJudged(preview) };
    };
    expect(await run({})).toEqual({ step: "same", notJudged: [] });
    expect(await run({ triggers: ["again"] })).toEqual({ step: "create-replacement", notJudged: [] });
    expect(await run({}, "database")).toEqual({ step: "create-replacement", notJudged: [] });
    expect(await run({}, "database-guard")).toEqual({ step: "create-replacement", notJudged: [] });
    expect(await run({ recoveryPlan: "other" })).toEqual({ step: "update", notJudged: hiddenRecordOf("database") });
  });

  it("say that a new wave is outside --target where they need to see it, and ask no record of it", async () => {
    const preview = await project.preview(compliantWaves(), { ...PACK, target: ["database"] });
    const said = preview.policies.filter(({ message }) => message.includes("cannot be judged"));
    expect(said.every(({ resource, message }) => resource === "app" && message.includes("outside --target"))).toBe(
      true,
    );
    expect(notJudged(preview).filter((each) => hiddenRecordOf("app").includes(each))).toEqual([]);
  });

  it("say so too where only rules about all waves are on", async () => {
    const policyConfig = {
      all: "disabled",
      "drs-wave-require-met-objectives": "advisory",
      "drs-evidence-require-current-settings": "advisory",
    };
    const preview = await project.preview(compliantWaves(), { ...PACK, policyConfig });
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
  });
});
