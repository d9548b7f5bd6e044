import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

describe("a preview without a terminal", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("says with each finding, where the engine prints the wave's row again, what is planned, and no servers", async () => {
    project = await openDrillProject(aWorld(), { policyPacks: ["policy/strict"] });
    const waves = { both: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] } };
    const { policies } = await project.preview(waves);
    const rows = project
      .printed()
      .split("\n")
      .filter((line) => /DrillWave both /.test(line) && !line.includes("["));
    const texts = rows.map((row) => row.replace(/^.*DrillWave both +(create +)?/, "").trim());
    const findings = texts.filter((text) => text === "will launch 2 servers").length;
    expect(policies.length).toBeGreaterThan(9);
    // The engine may be at the first findings already when the short text comes.
    expect(findings).toBeGreaterThan(policies.length - 2);
    expect(texts.filter((text) => text.includes("db-1")).length).toBeLessThan(4);
  });
});
