import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";
import { aCompliantWorld, compliantWaves } from "./policyWorld";

describe("explore", () => {
  let project: DrillProject;
  afterEach(() => project.close());
  it("rows", async () => {
    project = await openDrillProject(aWorld(), { policyPacks: ["policy/strict"] });
    const p = await project.preview({ both: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] } });
    console.log(project.printed());
    console.log(p.policies.length);
    expect(1).toBe(1);
  }, 400_000);
  it("target", async () => {
    project = await openDrillProject(aCompliantWorld(), { policyPacks: ["policy/strict"] });
    const p = await project.preview(compliantWaves(), { target: ["database"] });
    console.log("FRESH TARGET", p.policies);
    const only = await project.preview({ database: compliantWaves().database! }, { policyConfig: { all: "disabled", "drs-wave-require-met-objectives": "advisory", "drs-evidence-limit-age": "advisory", "drs-wave-require-retest": "advisory" } });
    console.log("ONLY PLAN RULES", only.policies);
  }, 400_000);
});
