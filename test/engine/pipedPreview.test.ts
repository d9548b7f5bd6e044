import { afterEach, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject } from "./drillProject";
import { APP, aWorld, DATABASE } from "./worlds";

describe("a preview without a terminal", () => {
  let project: DrillProject;
  afterEach(() => project.close());

  it("says once what is planned for a wave, and with each finding, where the engine prints its row again, a word", async () => {
    project = await openDrillProject(aWorld(), { policyPacks: ["policy/strict"] });
    const waves = { both: { sourceServers: [{ sourceServerId: APP }, { sourceServerId: DATABASE }] } };
    const { policies } = await project.preview(waves);
    const rows = project
      .printed()
      .split("\n")
      .filter((line) => /DrillWave both /.test(line) && !line.includes("["));
    const texts = rows.map((row) => row.replace(/^.*DrillWave both +(create +)?/, "").trim());
    expect(policies.length).toBeGreaterThan(2);
    // Findings are told at the end: those about the stack print no row of the wave again, those about it one each.
    expect(texts.filter((text) => text === "planned").length).toBeLessThanOrEqual(policies.length + 2);
    expect(texts.filter((text) => !["planned", "", "1 message"].includes(text))).toEqual([
      "will launch 2 servers: app-1 and db-1 (NONE, m5.large)",
    ]);
  });
});
