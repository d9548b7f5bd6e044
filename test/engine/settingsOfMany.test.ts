import { TagResourceCommand } from "@aws-sdk/client-drs";
import { afterEach, describe, expect, it } from "vitest";
import { drsClient } from "../integration/simulator/client";
import { type DrillProject, openDrillProject, type Waves } from "./drillProject";
import { APP, aWorld, DATABASE, WEB } from "./worlds";

let project: DrillProject;
afterEach(() => project.close());

/** Three servers that are BASIC; two have the tag. */
const world = () => {
  const launchConfiguration = { targetInstanceTypeRightSizingMethod: "BASIC" as const, copyTags: false };
  const [tagged, other] = [{ tags: { Stage: "prod" } }, { tags: { Stage: "test" } }];
  return aWorld({
    [DATABASE]: { ...tagged, launchConfiguration },
    [APP]: { ...tagged, launchConfiguration },
    [WEB]: { ...other, launchConfiguration },
  });
};

const tiers = {
  selector: { tags: { Stage: "prod" } },
  role: "app",
  defaults: { targetInstanceTypeRightSizingMethod: "NONE", copyTags: true },
  overrides: { [DATABASE]: { copyTags: undefined, launchTemplate: { instanceType: "r5.2xlarge" } } },
} as const;
const settingsOfMany = { prod: tiers };

const tagForProd = async (id: string, Stage: string) => {
  const resourceArn = `arn:aws:drs:us-west-2:111122223333:source-server/${id}`;
  await drsClient(project.simulator).send(new TagResourceCommand({ resourceArn, tags: { Stage } }));
};
const writes = () => project.calls("UpdateLaunchConfiguration");
const children = ({ steps }: { steps: Record<string, string> }) =>
  Object.fromEntries(Object.entries(steps).filter(([name]) => name.startsWith("prod-s-")));

describe("the settings of many servers", () => {
  it("are a resource a server; one that has the tags later is one more, and one that has not is forgotten", async () => {
    project = await openDrillProject(world());
    const first = await project.up({}, { settingsOfMany });
    expect([first.error, children(first), writes()]).toEqual([
      "",
      { [`prod-${APP}`]: "create", [`prod-${DATABASE}`]: "create" },
      2,
    ]);
    expect(first.messages.filter((message) => message.startsWith("changed")).toSorted()).toEqual([
      "changed targetInstanceTypeRightSizingMethod from BASIC to NONE; copyTags from false to true",
      "changed targetInstanceTypeRightSizingMethod from BASIC to NONE; copyTags from false to true; launchTemplate.instanceType from m5.large to r5.2xlarge",
    ]);

    await tagForProd(WEB, "prod");
    const preview = await project.preview({}, { settingsOfMany });
    expect(children(preview)).toEqual({
      [`prod-${APP}`]: "same",
      [`prod-${DATABASE}`]: "same",
      [`prod-${WEB}`]: "create",
    });

    await tagForProd(APP, "test");
    const second = await project.up({}, { settingsOfMany });
    expect([second.error, children(second), writes()]).toEqual([
      "",
      { [`prod-${APP}`]: "delete", [`prod-${DATABASE}`]: "same", [`prod-${WEB}`]: "create" },
      3,
    ]);
  });

  it("are waited for by the drill that names the component, which drills its servers", async () => {
    project = await openDrillProject(world());
    const waves = {
      drill: (_before, _settings, { prod }) =>
        prod === undefined ? {} : { sourceServers: prod.sourceServers, settings: [prod] },
    } satisfies Waves;
    const up = await project.up(waves, { settingsOfMany, policyPacks: ["policy"] });
    const { drill } = await project.waves();
    expect([up.error, drill?.verdict, drill?.servers.map(({ role }) => role)]).toEqual(["", "PASSED", ["app", "app"]]);
    const operations = project.simulator.journal.entries().map(({ operation }) => operation);
    expect(operations.lastIndexOf("UpdateLaunchConfiguration")).toBeLessThan(operations.indexOf("StartRecovery"));
  });

  it("end the program, with every flaw at once, before anything is written", async () => {
    project = await openDrillProject(world());
    const wrong = { ...tiers, overrides: { "db-9": {}, [WEB]: {} } };
    const up = await project.up({}, { settingsOfMany: { prod: wrong } });
    expect(up.messages.map((message) => message.trim())).toContain(
      'Registering LaunchConfigurations prod: overrides["db-9"] names none of the selected servers (did you mean db-1?); ' +
        `overrides["${WEB}"] names none of the selected servers. Nothing was written. Fix: correct the args.`,
    );
    expect([
      up.ok,
      writes(),
      (await project.resources()).some(({ type }) => type.endsWith(":LaunchConfiguration")),
    ]).toEqual([false, 0, false]);
  });
});
