import type { WorldFile } from "../../simulator/src/world/schema/worldFile";
import type { CommandResult, EngineModel, Program } from "./engineModel";
import type { Properties } from "./engineState";
import { DRILL_SUBNET } from "./truth";

type WorldServer = NonNullable<WorldFile["sourceServers"]>[number];

const SERVERS = { database: "s-00000000000000001", app: "s-00000000000000002", web: "s-00000000000000003" } as const;

/** One command that a person runs. */
export type Command =
  | { run: "preview"; program: Program }
  | { run: "up"; program: Program }
  | { run: "destroy" }
  | { run: "refresh"; clearPendingCreates: boolean };

/** What people do; a clean run of it gives the journal that crashes are made from. */
export interface Scenario {
  name: string;
  world: WorldFile;
  commands: Command[];
  /** Commands before this one are set-up: nothing is broken in them. */
  breakFrom: number;
}

/** Short enough for few polls, long enough for a job to be followed: DRS takes nine minutes. Seconds. */
const TIMINGS = { conversionStart: 20, conversionEnd: 60, launchEnd: 130, statusChecks: 175, terminateEnd: 40 };
const POLL_SECONDS = 30;

/** Longer than the pause between two commands, shorter than what the provider looks for. */
const LATE_SECONDS = 30;

/** A world of the three tiers; `late`: DescribeJobs shows a new job half a minute late. */
export function aWorld(late: boolean, changes: Partial<Record<keyof typeof SERVERS, Partial<WorldServer>>> = {}) {
  const sourceServers = Object.entries(SERVERS).map(([tier, sourceServerID]) => ({
    sourceServerID,
    hostname: `${tier}-1`,
    lagSeconds: 3,
    timings: TIMINGS,
    launchTemplate: { instanceType: "m5.large", subnetId: "subnet-0123456789abcdef0" },
    ...changes[tier as keyof typeof SERVERS],
  }));
  const quirks = late ? { quirks: { describeJobsDelaySeconds: LATE_SECONDS } } : {};
  const world: WorldFile = { region: "us-west-2", account: "111122223333", sourceServers, ...quirks };
  return world;
}

/** A wave over these tiers, as a program has it. */
export function aWave(name: string, tiers: readonly (keyof typeof SERVERS)[], args: Properties = {}) {
  const shared = {
    region: "us-west-2",
    connection: { endpoint: "http://127.0.0.1:1" },
    polling: { intervalSeconds: POLL_SECONDS },
    sourceServers: tiers.map((tier) => ({ sourceServerId: SERVERS[tier] })),
    __provider: "wave pointer",
  };
  return { name, args: { ...shared, ...args } };
}

const oneWave = (args: Properties = {}): Program => ({ waves: [aWave("app", ["app"], args)] });
const threeWaves: Program = {
  waves: [aWave("database", ["database"]), aWave("app", ["app"]), aWave("web", ["web"])],
};
const up = (program: Program): Command => ({ run: "up", program });

/** Every scenario of the crash matrix. */
export function scenarios(): Scenario[] {
  const drill: Scenario = {
    name: "drill",
    world: aWorld(false),
    commands: [{ run: "preview", program: threeWaves }, up(threeWaves)],
    breakFrom: 0,
  };
  return [drill, ...[false, true].flatMap(smallScenarios), ...networkScenarios()];
}

/** A drill in a network of its own, of a server whose launch succeeds, and of one whose first launch fails. */
function networkScenarios(): Scenario[] {
  const vpcId = "vpc-0123456789abcdef9";
  const network = { subnets: [DRILL_SUBNET], securityGroups: ["sg-0123456789abcdef9"] };
  const failsOnce = { app: { outcome: { event: "LAUNCH_FAILED" as const, times: 1 } } };
  const around = {
    subnets: [
      { subnetId: "subnet-0123456789abcdef0", vpcId: "vpc-0123456789abcdef0", cidrBlock: "10.0.0.0/24" },
      { subnetId: DRILL_SUBNET, vpcId, cidrBlock: "10.9.0.0/24" },
    ],
    securityGroups: [{ groupId: "sg-0123456789abcdef9", groupName: "drill", vpcId }],
  };
  const inNetwork = oneWave({ network });
  return [
    { name: "network", world: { ...aWorld(false), ...around }, commands: [up(inNetwork)], breakFrom: 0 },
    {
      name: "network-retry",
      world: { ...aWorld(true, failsOnce), ...around },
      commands: [up(inNetwork), up(inNetwork), { run: "destroy" }],
      breakFrom: 0,
    },
  ];
}

function smallScenarios(late: boolean): Scenario[] {
  const failsOnce = { app: { outcome: { event: "LAUNCH_FAILED" as const, times: 1 } } };
  const both: Program = { waves: [aWave("tiers", ["database", "app"])] };
  const suffix = late ? "-late" : "";
  const first = up(oneWave({ triggers: ["1"] }));
  const all: Scenario[] = [
    { name: "single", world: aWorld(late), commands: [up(oneWave())], breakFrom: 0 },
    { name: "retry", world: aWorld(late, failsOnce), commands: [up(both), up(both)], breakFrom: 0 },
    {
      name: "replace",
      world: aWorld(late),
      commands: [first, up(oneWave({ triggers: ["2"] }))],
      breakFrom: 1,
    },
    { name: "delete", world: aWorld(late), commands: [up(oneWave()), { run: "destroy" }], breakFrom: 1 },
    { name: "cleanup", world: aWorld(late), commands: [up(oneWave({ cleanup: "afterDrill" }))], breakFrom: 0 },
  ];
  // Three waves already show what a single punctual one would.
  return all
    .filter(({ name }) => late || name !== "single")
    .map((each) => ({ ...each, name: `${each.name}${suffix}` }));
}

/** Runs a command on a stack. */
export function runCommand(engine: EngineModel, command: Command): Promise<CommandResult> {
  switch (command.run) {
    case "preview":
      return engine.preview(command.program);
    case "up":
      return engine.up(command.program);
    case "destroy":
      return engine.destroy();
    case "refresh":
      return engine.refresh(command);
  }
}
