import { createRequire } from "node:module";
import { DrsClient, TagResourceCommand, UpdateLaunchConfigurationCommand } from "@aws-sdk/client-drs";
import type { Simulator, SimulatorClock, WorldFile } from "drs-simulator";
import type { DrillWaveArgs } from "pulumi-drillwave";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type DrillProject, type Outcome, openDrillProject, type RunOptions } from "./drillProject";
import { APP, aCompliantWorld, compliantWaves, DB } from "./policyWorld";

const { startSimulator }: typeof import("drs-simulator") = createRequire(__filename)("drs-simulator");

const DAY = 86_400_000;
const START = Date.now();

/** A clock that runs fast, and can be set forward: an old record needs no old machine. */
class JumpingClock implements SimulatorClock {
  private ahead = 0;
  now(): number {
    return Math.floor(START + performance.now() * 600) + this.ahead;
  }
  realNow(): number {
    return performance.now();
  }
  jump(days: number): void {
    this.ahead += days * DAY;
  }
}

/** A wave that is drilled against a simulator of its own, what happens there afterwards, and which rules then speak. */
interface Drilled {
  name: string;
  world?: WorldFile;
  args?(database: DrillWaveArgs): DrillWaveArgs;
  afterwards?(there: { aws: DrsClient; clock: JumpingClock }): unknown;
  speaking: string[];
}

const DRILLED: readonly Drilled[] = [
  { name: "unchanged", speaking: [] },
  {
    name: "other-settings",
    afterwards: ({ aws }) => aws.send(new UpdateLaunchConfigurationCommand({ sourceServerID: DB, copyTags: false })),
    speaking: ["drs-evidence-require-current-settings"],
  },
  {
    name: "slow",
    args: (database) => ({ ...database, objectives: { recoveryTimeSeconds: 1, recoveryPointSeconds: 900 } }),
    speaking: ["drs-wave-require-met-objectives"],
  },
  {
    name: "other-servers",
    args: ({ sourceServers: _declared, ...database }) => {
      return { ...database, selector: { tags: { Tier: "database" }, role: "database" } };
    },
    afterwards: ({ aws }) => {
      const resourceArn = `arn:aws:drs:us-west-2:111122223333:source-server/${APP}`;
      return aws.send(new TagResourceCommand({ resourceArn, tags: { Tier: "database" } }));
    },
    speaking: ["drs-evidence-require-current-settings"],
  },
  {
    name: "old",
    afterwards: ({ clock }) => clock.jump(100),
    speaking: ["drs-server-require-drill"],
  },
  // The last one: its failure ends the `up`.
  {
    name: "failed",
    world: aCompliantWorld({ db: { outcome: { event: "LAUNCH_FAILED", message: "no capacity" } } }),
    speaking: ["drs-server-require-drill"],
  },
];

/** What the stack has drilled, judged by the strict pack at a bare preview: nothing is about to start. */
describe("the strict pack at a preview after a drill", () => {
  let project: DrillProject;
  const simulators: Simulator[] = [];
  const waves: Record<string, DrillWaveArgs> = {};
  const preview = (options: RunOptions = {}, changes: Record<string, DrillWaveArgs> = {}) =>
    project.preview({ ...waves, ...changes }, { policyPacks: ["policy/strict"], ...options });

  beforeAll(async () => {
    project = await openDrillProject(aCompliantWorld());
    const afterwards: (() => unknown)[] = [];
    for (const each of DRILLED) {
      const clock = new JumpingClock();
      const simulator = await startSimulator({ world: each.world ?? aCompliantWorld(), clock });
      simulators.push(simulator);
      const { database } = compliantWaves();
      const { args = () => database } = each;
      // Only what a drill that has passed leaves behind is judged, so nothing of it should be running.
      const own = { recoveryPlan: each.name, cleanup: "afterDrill", connection: { endpoint: simulator.url } } as const;
      waves[each.name] = { ...args(database), ...own };
      afterwards.push(() => each.afterwards?.({ aws: clientOf(simulator), clock }));
    }
    expect((await project.up(waves)).ok).toBe(false);
    const verdicts = Object.entries(await project.waves()).map(([name, { verdict }]) => [name, verdict]);
    const others = { unchanged: "PASSED", "other-settings": "PASSED", "other-servers": "PASSED", old: "PASSED" };
    expect(Object.fromEntries(verdicts)).toEqual({ ...others, slow: "DEGRADED", failed: "FAILED" });
    for (const happen of afterwards) {
      await happen();
    }
  });
  afterAll(async () => {
    for (const simulator of simulators) {
      await simulator.close();
    }
    await project.close();
  });

  describe("of all waves", () => {
    let outcome: Outcome;
    beforeAll(async () => {
      outcome = await preview({ policyConfig: { "drs-server-require-drill": { enforcementLevel: "mandatory" } } });
    });

    it.each(DRILLED.map(({ name, speaking }) => [name, speaking] as const))("says of %s: %j", (name, speaking) => {
      // The failed servers are launched again by the next up, so that the engine hides that record from the other rules.
      const isHidden = ({ level }: { level: string }) => name === "failed" && level === "advisory";
      const said = reportsOf(outcome, name).filter((report) => !isHidden(report));
      expect([...new Set(said.map(({ policy, level }) => `${policy} ${level}`))].toSorted()).toEqual(
        speaking.map((rule) => `${rule} mandatory`),
      );
    });

    it("blocks, says nothing of anything else, and starts nothing", () => {
      const others = outcome.policies.filter(({ resource }) => !DRILLED.some(({ name }) => name === resource));
      const started = simulators.map(({ journal }) => journal.entries("StartRecovery").length);
      expect({ ok: outcome.ok, others, started }).toEqual({ ok: false, others: [], started: DRILLED.map(() => 1) });
    });
  });

  it("blocks for a drill of long ago where that is mandatory, and not where a year is allowed", async () => {
    const rule = "drs-server-require-drill";
    const levels = async (maximumDays: number) => {
      const policyConfig = { all: "advisory", [rule]: { enforcementLevel: "mandatory", maximumDays } } as const;
      const { policies } = await preview({ policyConfig });
      return policies.filter(({ policy, resource }) => policy === rule && resource === "old").map(({ level }) => level);
    };
    expect([await levels(90), await levels(365)]).toEqual([["mandatory"], []]);
  });

  it("reports stale evidence as advice in the recommended pack, and plans no drill", async () => {
    const outcome = await preview({ policyPacks: ["policy"], target: ["other-settings"] });
    expect(reportsOf(outcome, "other-settings")).toEqual([
      {
        policy: "drs-evidence-require-current-settings",
        level: "advisory",
        resource: "other-settings",
        message: expect.stringContaining("would recover otherwise than drilled: copying tags was true, is false"),
      },
    ]);
    expect(Object.values(outcome.steps)).not.toContain("create");
  });

  it("does not fall silent when a change of the wave is planned: the engine hides the record then", async () => {
    const changed = { "other-settings": { ...waves["other-settings"], tags: { CostCenter: "42" } } };
    const outcome = await preview({}, changed);
    const hidden = outcome.policies.filter(({ message }) => message.includes("the last drill's record"));
    expect({ step: outcome.steps["other-settings"], levels: hidden.map(({ level }) => level) }).toEqual({
      step: "update",
      levels: ["advisory"],
    });
    expect(hidden[0]?.message).toMatch(/^waves? .*other-settings.* cannot be judged.*, unknown during preview: /);
  });

  it("judges the waves of --target, and takes no settings of others, at which it did not look, for changed", async () => {
    const { policies } = await preview({ target: ["unchanged"] });
    const speaking = policies.map(({ policy, resource }) => `${resource}: ${policy}`);
    // What the record tells is in state, and true without a look.
    expect([...new Set(speaking)].toSorted()).toEqual([
      "failed: drs-server-require-drill",
      "failed: drs-wave-require-met-objectives",
      "slow: drs-wave-require-met-objectives",
    ]);
  });
});

function reportsOf({ policies }: Outcome, wave: string) {
  return policies.filter(({ resource }) => resource === wave);
}

function clientOf({ url }: Simulator): DrsClient {
  const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
  return new DrsClient({ endpoint: url, region: "us-west-2", credentials });
}
