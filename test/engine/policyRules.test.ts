import { createRequire } from "node:module";
import type { Simulator, WorldFile } from "drs-simulator";
import type { DrillWaveArgs } from "pulumi-drillwave";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, openDrillProject, type Waves } from "./drillProject";
import { NEW_DRILLS } from "./policyCases";
import { aCompliantWorld, compliantWaves } from "./policyWorld";

const { startSimulator }: typeof import("drs-simulator") = createRequire(__filename)("drs-simulator");
const STRICT = { policyPacks: ["policy/strict"] };

/** The waves against another simulator than the project's own. */
function against({ url }: Simulator, waves: Record<string, DrillWaveArgs>): Waves {
  return Object.fromEntries(
    Object.entries(waves).map(([name, args]) => [name, { ...args, connection: { endpoint: url } }]),
  );
}

/** Nothing is in the stack: every preview here is of new drills, each against a simulator of its own. */
describe("the strict pack at the preview of new drills", () => {
  let project: DrillProject;
  let simulator: Simulator | undefined;
  beforeAll(async () => {
    project = await openDrillProject(aCompliantWorld(), STRICT);
  });
  afterEach(() => simulator?.close());
  afterAll(() => project.close());
  const start = async (world: WorldFile) => {
    simulator = await startSimulator({ world });
    return simulator;
  };

  it("has nothing to say of a world and a program that comply", async () => {
    const preview = await project.preview(against(await start(aCompliantWorld()), compliantWaves()));
    expect([preview.policies, preview.error]).toEqual([[], ""]);
  });

  it.each(NEW_DRILLS)("$rule, mandatory, blocks what violates it alone, before anything starts", async (given) => {
    const { rule, world = aCompliantWorld(), waves = compliantWaves(), config = {}, resourceOptions = {} } = given;
    const aws = await start(world);
    const policyConfig = { [rule]: { enforcementLevel: "mandatory", ...config } };
    const preview = await project.preview(against(aws, waves), { policyConfig, resourceOptions });
    expect([...new Set(preview.policies.map(({ policy, level }) => `${policy} ${level}`))]).toEqual([
      `${rule} mandatory`,
    ]);
    expect([preview.ok, aws.journal.entries("StartRecovery").length]).toEqual([false, 0]);
  });
});
