import { UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import { afterEach, describe, expect, it } from "vitest";
import { drsClient } from "../integration/simulator/client";
import { type DrillProject, openDrillProject, type Waves } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

let project: DrillProject;
afterEach(() => project.close());

/** The world's database is BASIC and copies no tags. */
const world = () =>
  aWorld({ [DATABASE]: { launchConfiguration: { targetInstanceTypeRightSizingMethod: "BASIC", copyTags: false } } });

const database = {
  sourceServerId: DATABASE,
  targetInstanceTypeRightSizingMethod: "NONE",
  copyTags: true,
  launchTemplate: { instanceType: "r5.2xlarge" },
} as const;

const WRITES = ["UpdateLaunchConfiguration", "CreateLaunchTemplateVersion", "ModifyLaunchTemplate"];
const writes = () => WRITES.map((operation) => project.calls(operation));

const CHANGES =
  "targetInstanceTypeRightSizingMethod from BASIC to NONE; copyTags from false to true; " +
  "launchTemplate.instanceType from m5.large to r5.2xlarge";

describe("a program's launch configuration", () => {
  it("is previewed as what would change, written once, left alone then, and put right when somebody else changes it", async () => {
    project = await openDrillProject(world());
    const settings = { database };
    const preview = await project.preview({}, { settings });
    expect(preview.messages).toContain(`would change ${CHANGES}`);
    expect(writes()).toEqual([0, 0, 0]);

    expect((await project.up({}, { settings })).messages).toContain(`changed ${CHANGES}`);
    expect(writes()).toEqual([1, 1, 1]);

    const again = await project.up({}, { settings });
    expect([again.error, again.steps["database"]]).toEqual(["", "same"]);
    expect(writes()).toEqual([1, 1, 1]);

    await drsClient(project.simulator).send(
      new UpdateLaunchConfigurationCommand({ sourceServerID: DATABASE, copyTags: false }),
    );
    expect((await project.refresh()).error).toBe("");
    const [stored] = (await project.resources()).flatMap(({ type, outputs }) =>
      type.endsWith(":LaunchConfiguration") ? [outputs["stored"]] : [],
    );
    expect(stored).toMatchObject({ values: { copyTags: false } });
    const back = await project.up({}, { settings });
    expect(back.messages).toContain("changed copyTags from false to true");

    const one = { database: { ...database, copyTags: false } };
    expect((await project.up({}, { settings: one })).messages).toContain("changed copyTags from true to false");
    expect((await project.destroy()).error).toBe("");
    expect(writes()).toEqual([4, 1, 1]);
  });

  it("says that all is as stored where it is, and writes nothing", async () => {
    project = await openDrillProject(aWorld());
    const settings = {
      app: {
        sourceServerId: APP,
        targetInstanceTypeRightSizingMethod: "NONE",
        launchTemplate: { instanceType: "m5.large" },
      },
      web: { sourceServerId: WEB, targetInstanceTypeRightSizingMethod: "BASIC" },
    } as const;
    const preview = await project.preview({}, { settings });
    expect(preview.messages.filter((message) => message === "as stored, nothing to change")).toHaveLength(2);
    expect((await project.up({}, { settings })).error).toBe("");
    expect(writes()).toEqual([0, 0, 0]);
  });

  it("puts back at a destroy what was there before", async () => {
    project = await openDrillProject(world());
    const settings = { database: { ...database, onDelete: "restore" } } as const;
    expect((await project.up({}, { settings })).error).toBe("");
    const destroyed = await project.destroy();
    expect(destroyed.messages.join("\n")).toContain("put back targetInstanceTypeRightSizingMethod from NONE to BASIC");
  });

  it("is waited for by the drill that names it", async () => {
    project = await openDrillProject(world());
    const waves = {
      drill: (_before, { database: stored }) => ({
        sourceServers: [{ sourceServerId: DATABASE, role: "database" }],
        settings: stored === undefined ? [] : [stored],
      }),
    } satisfies Waves;
    const up = await project.up(waves, { settings: { database }, policyPacks: ["policy"] });
    expect(up.error).toBe("");
    const operations = project.simulator.journal.entries().map(({ operation }) => operation);
    expect(operations.indexOf("ModifyLaunchTemplate")).toBeLessThan(operations.indexOf("StartRecovery"));
    expect((await project.waves())["drill"]?.verdict).toBe("PASSED");
  });

  it("is refused where another resource of the program manages the same server", async () => {
    project = await openDrillProject(world());
    const up = await project.up({}, { settings: { database, other: database } });
    expect(up.messages.join("\n")).toContain(
      `Registering LaunchConfiguration other: database manages the settings of ${DATABASE} already`,
    );
  });
});
