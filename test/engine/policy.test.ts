import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { aWorld, DATABASE } from "./worlds";

const DRILL = { database: { selector: { tags: { Tier: "database" }, role: "database" } } };
const PACK = { policyPacks: ["policy"] };

describe("the policy pack under the engine", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("blocks a database whose stored right-sizing is BASIC at preview, before anything starts", async () => {
    const launchConfiguration = { targetInstanceTypeRightSizingMethod: "BASIC" as const };
    project = await openDrillProject(aWorld({ [DATABASE]: { launchConfiguration } }), PACK);
    const preview = await project.preview(DRILL);
    expect(preview.ok).toBe(false);
    expect(preview.messages.join("\n")).toContain(
      `db-1 (${DATABASE}) is a database, but its right-sizing stored in DRS is BASIC, not NONE.`,
    );
    const up = await project.up(DRILL);
    expect(up.ok).toBe(false);
    expect(project.calls("StartRecovery")).toBe(0);
  });

  it("lets a database pass whose stored right-sizing is NONE", async () => {
    project = await openDrillProject(aWorld(), PACK);
    const up = await project.up(DRILL);
    expect(up.error).toBe("");
    expect((await project.waves())["database"]?.verdict).toBe("PASSED");
  });
});
