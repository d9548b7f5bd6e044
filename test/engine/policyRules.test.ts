import { createRequire } from "node:module";
import type { Simulator, WorldFile } from "drs-simulator";
import type { DrillWaveArgs } from "pulumi-drillwave";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type RunOptions, type Waves } from "./drillProject";
import { NEW_PROGRAMS, NEW_WAVES, REQUIRED_TAG, type WaveCase } from "./policyCases";
import { aCompliantWorld, compliantWaves } from "./policyWorld";

const { startSimulator }: typeof import("drs-simulator") = createRequire(__filename)("drs-simulator");

/** Nothing is in the stack: every preview here is of new drills. */
describe("the strict pack at the preview of new drills", () => {
  let project: DrillProject;
  const simulators: Simulator[] = [];
  beforeAll(async () => {
    project = await openDrillProject(aCompliantWorld(), { policyPacks: ["policy/strict"] });
  });
  afterAll(async () => {
    for (const simulator of simulators) {
      await simulator.close();
    }
    await project.close();
  });
  const start = async (world: WorldFile) => {
    const simulator = await startSimulator({ world });
    simulators.push(simulator);
    return simulator;
  };
  const startedJobs = () => simulators.flatMap(({ journal }) => journal.entries("StartRecovery"));

  it("has nothing to say of a world and a program that comply", async () => {
    const preview = await project.preview(against(await start(aCompliantWorld()), compliantWaves()));
    expect({ error: preview.error, policies: preview.policies }).toEqual({ error: "", policies: [] });
  });

  describe("of waves that each violate one rule, each against a simulator of its own", () => {
    let preview: Outcome;
    // One preview for all: starting an engine, a provider and a pack takes longer than everything that they do.
    beforeAll(async () => {
      const waves: Waves = {};
      const resourceOptions: RunOptions["resourceOptions"] = {};
      for (const each of NEW_WAVES) {
        const simulator = await start(each.world ?? aCompliantWorld());
        const { database } = compliantWaves({ database: { tags: REQUIRED_TAG, ...each.wave } });
        // A recovery plan of its own: the tiers of one plan have an order.
        const args = { ...database, recoveryPlan: nameOf(each) };
        Object.assign(waves, against(simulator, { [nameOf(each)]: args }));
        if (each.options !== undefined) {
          resourceOptions[nameOf(each)] = each.options;
        }
      }
      const rules = NEW_WAVES.map(({ rule, config }) => [rule, { enforcementLevel: "mandatory", ...config }]);
      preview = await project.preview(waves, { policyConfig: Object.fromEntries(rules), resourceOptions });
    });

    it.each(NEW_WAVES.map((each) => [nameOf(each), each.rule]))(
      "%s, mandatory, is what speaks, alone",
      (name, rule) => {
        const said = preview.policies.filter(({ resource }) => resource === name);
        expect([...new Set(said.map(({ policy, level }) => `${policy} ${level}`))]).toEqual([`${rule} mandatory`]);
      },
    );

    it("fails, and says nothing of anything else", () => {
      const names = NEW_WAVES.map(nameOf);
      const others = preview.policies.filter(({ resource }) => resource === undefined || !names.includes(resource));
      expect({ ok: preview.ok, others, startedJobs: startedJobs() }).toEqual({
        ok: false,
        others: [],
        startedJobs: [],
      });
    });
  });

  it.each(NEW_PROGRAMS)("$rule, mandatory, blocks what violates it alone, before anything starts", async (given) => {
    const { rule, world = aCompliantWorld(), waves = compliantWaves(), config = {}, resourceOptions = {} } = given;
    const policyConfig = { [rule]: { enforcementLevel: "mandatory", ...config } };
    const preview = await project.preview(against(await start(world), waves), { policyConfig, resourceOptions });
    const said = [...new Set(preview.policies.map(({ policy, level }) => `${policy} ${level}`))];
    expect({ ok: preview.ok, said, startedJobs: startedJobs() }).toEqual({
      ok: false,
      said: [`${rule} mandatory`],
      startedJobs: [],
    });
  });
});

/** The waves against another simulator than the project's own. */
function against({ url }: Simulator, waves: Record<string, DrillWaveArgs>): Waves {
  return Object.fromEntries(
    Object.entries(waves).map(([name, args]) => [name, { ...args, connection: { endpoint: url } }]),
  );
}

/** The wave's name: that of the rule which it violates. */
function nameOf({ rule, way }: WaveCase): string {
  return way === undefined ? rule : `${rule} by ${way}`;
}
