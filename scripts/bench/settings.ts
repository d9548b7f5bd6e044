import { CustomResource } from "@pulumi/pulumi";
import type { Stack } from "@pulumi/pulumi/automation";
import { type Simulator, startSimulator, type WorldFile } from "drs-simulator";
import { LaunchConfigurations } from "pulumi-drillwave";
import type { Engine } from "../engine/engine";
import { engineEnvironment, enterEnvironment } from "../engine/engineEnvironment";
import { makeEngineHome } from "../engine/engineHome";
import { largeWorld } from "./largeProgram";
import type { Measurement } from "./measurement";
import { benchStack } from "./timedPreview";

const SERVERS = 300;

/** What a call takes, in real milliseconds. */
const LATENCY_MS = 100;

/** Calls a second that each service takes. */
const RATE = 10;

/** How long the `up` may take longer than the engine alone, in seconds. */
const GOAL_SECONDS = 6;

/** How much longer than the limit's own time an `up` under the limit may take. */
const GOAL_RATIO = 1.1;

/** An `up` that finds everything as it is stored. */
interface Up {
  calls: number;
  /** The calls that the service with the most answered: what a limit let through. */
  answered: number;
  writes: number;
  seconds: number;
}

/**
 * The settings of 300 servers as code, in an `up` with nothing to change: at 100 ms a call, under a limit of 10 calls a
 * second, and as many resources whose provider calls nobody, which is the engine's own time.
 */
export async function measureSettings(engine: Engine, signal: AbortSignal): Promise<Measurement[]> {
  const home = await makeEngineHome();
  try {
    enterEnvironment(engineEnvironment(engine, home, process.env));
    const alone = await upAgain(await benchStack(registerNothing, home.project), undefined);
    signal.throwIfAborted();
    const slow = await upOfSettings(home.project, { latencyMs: LATENCY_MS }, {});
    signal.throwIfAborted();
    const limited = await upOfSettings(home.project, {}, { rateLimit: { perSecond: RATE, burst: RATE } });
    return [reportSlow(slow, alone), reportLimited(limited, alone)];
  } finally {
    home.remove();
  }
}

/** A first `up` on a simulator without either, which writes nothing, and then one that is measured. */
async function upOfSettings(workDir: string, slowness: { latencyMs?: number }, limit: Partial<WorldFile>): Promise<Up> {
  const world = largeWorld({ servers: SERVERS });
  const easy = await startSimulator({ world, quiet: true });
  const port = Number(new URL(easy.url).port);
  const stack = await benchStack(() => registerSettings(easy.url), workDir);
  await stack.up();
  await easy.close();
  const simulator = await startSimulator({ world: { ...world, ...limit }, quiet: true, ...slowness, port });
  try {
    return await upAgain(stack, simulator);
  } finally {
    await simulator.close();
  }
}

/** Without a simulator, the `up` before is made here too. */
async function upAgain(stack: Stack, simulator: Simulator | undefined): Promise<Up> {
  if (simulator === undefined) {
    await stack.up();
  }
  const start = performance.now();
  await stack.up();
  const seconds = (performance.now() - start) / 1000;
  const entries = simulator?.journal.entries() ?? [];
  const writes = entries.filter(({ operation }) => /^(Update|Create|Modify|Put|Delete|Tag)/.test(operation));
  const answered = ["drs", "ec2"].map(
    (name) => entries.filter(({ service, status }) => service === name && status === 200).length,
  );
  return { calls: entries.length, answered: Math.max(...answered), writes: writes.length, seconds };
}

function registerSettings(endpoint: string): void {
  new LaunchConfigurations("all", {
    region: "us-west-2",
    connection: { endpoint },
    selector: { tags: { Tier: "database" } },
    defaults: {
      targetInstanceTypeRightSizingMethod: "NONE",
      copyPrivateIp: true,
      copyTags: true,
      launchTemplate: { instanceType: "r5.2xlarge", subnetId: "subnet-0123456789abcdef0" },
    },
  });
}

const IDLE_PROVIDER =
  "exports.handler=()=>({check:async(_,inputs)=>({inputs}),diff:async()=>({changes:false}),create:async(outs)=>({id:'x',outs})});";

class Idle extends CustomResource {
  constructor(name: string) {
    super("pulumi-nodejs:dynamic/bench:Idle", name, { __provider: IDLE_PROVIDER });
  }
}

/** As many resources of the same kind, whose provider does nothing. */
function registerNothing(): void {
  for (let index = 0; index < SERVERS; index++) {
    new Idle(`idle-${index}`);
  }
}

function reportSlow({ calls, writes, seconds }: Up, alone: Up): Measurement {
  const onTop = seconds - alone.seconds;
  return {
    name: `settings of ${SERVERS} servers, nothing to change, ${LATENCY_MS} ms a call`,
    figures: [
      `${calls} calls, ${writes} writes`,
      `${seconds.toFixed(1)} s, the engine alone ${alone.seconds.toFixed(1)} s (ratio ${(seconds / alone.seconds).toFixed(2)}), ` +
        `one call after the other ${((calls * LATENCY_MS) / 1000).toFixed(0)} s`,
    ],
    goal: `no write, and ${GOAL_SECONDS} s on top of the engine`,
    met: writes === 0 && onTop <= GOAL_SECONDS,
  };
}

function reportLimited({ calls, answered, writes, seconds }: Up, alone: Up): Measurement {
  const least = answered / RATE;
  const ratio = (seconds - alone.seconds) / least;
  return {
    name: `settings of ${SERVERS} servers, nothing to change, at most ${RATE} calls a second`,
    figures: [
      `${calls} calls, of which ${calls - answered} refused or another service's, ${writes} writes`,
      `${seconds.toFixed(1)} s, the engine alone ${alone.seconds.toFixed(1)} s, the limit's own ${least.toFixed(1)} s (ratio ${ratio.toFixed(2)})`,
    ],
    goal: `no error, and at most ${GOAL_RATIO} of the limit's own time on top of the engine`,
    met: writes === 0 && ratio <= GOAL_RATIO,
  };
}
