import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

describe("a preview without a terminal", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("says of a wave with each finding, where the engine prints its row again, that it was looked at, and no server's settings", async () => {
    project = await openDrillProject(aWorld(), { policyPacks: ["policy/strict"] });
    const waves = { both: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] } };
    const { policies } = await project.preview(waves);
    const rows = project
      .printed()
      .split("\n")
      .filter((line) => /DrillWave both /.test(line) && !line.includes("["));
    const texts = rows.map((row) => row.replace(/^.*DrillWave both +(create +)?/, "").trim());
    const findings = texts.filter((text) => text === "looked at 2 servers").length;
    expect(policies.length).toBeGreaterThan(9);
    // One for the text itself and one for each finding; the engine's own row of the create may come, too.
    expect(findings).toBeGreaterThan(policies.length);
    for (const server of [APP, DATABASE]) {
      expect(texts.filter((text) => text.includes(server)).length).toBeLessThanOrEqual(1);
    }
  });
});
