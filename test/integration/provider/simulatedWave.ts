import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import { createIamGateway } from "../../../provider/src/iam/awsGateway";
import { drillGuardLifecycle } from "../../../provider/src/lifecycle/drillGuardLifecycle";
import { drillWaveLifecycle } from "../../../provider/src/lifecycle/drillWaveLifecycle";
import type { Operation } from "../../../provider/src/lifecycle/openContext";
import type { WaveInputs, WaveState } from "../../../provider/src/lifecycle/state";
import { createSsmGateway } from "../../../provider/src/ssm/awsGateway";
import { type Clock, deadlineIn } from "../../../provider/src/wave/clock";
import type { WaveContext } from "../../../provider/src/wave/context";
import { manualClock, type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";

/** A wave over the AWS SDK and a simulator whose time passes when the wave sleeps: no test waits for a clock. */
export interface SimulatedWave {
  simulator: Simulator;
  wave: ReturnType<typeof drillWaveLifecycle>;
  guard: ReturnType<typeof drillGuardLifecycle>;
  /** Checked inputs of a wave over these servers. */
  check(args: Partial<WaveInputs>): Promise<WaveInputs>;
  create(args: Partial<WaveInputs>): Promise<WaveState>;
  /** Texts that the rows showed and kept. */
  lines: string[];
  calls(operation: string): number;
  /** Time in which nobody looks, in simulated seconds. */
  pass(seconds: number): void;
  alive(): string[];
  close(): Promise<void>;
}

/** A world that a simulator has saved, to go on with from that moment. */
export interface SavedWorld {
  stateFile: string;
  /** The simulated time at which it was saved, ISO 8601. */
  at: string;
}

/**
 * `speed`: simulated seconds in a second of the wave's own clock. A `saved` world wins over `world`; the waves in it name
 * the endpoint of then, so every operation goes to this simulator.
 */
export async function openSimulatedWave(world: WorldFile, speed = 1, saved?: SavedWorld): Promise<SimulatedWave> {
  const simulated = manualClock(saved?.at ?? "2026-03-01T10:00:00Z");
  const stateFile = saved === undefined ? {} : { stateFile: saved.stateFile };
  const simulator = await startSimulator({ world, clock: simulated, ...stateFile });
  let localMs = 0;
  const clock: Clock = {
    monotonicMs: () => localMs,
    async sleep(ms) {
      localMs += ms;
      simulated.advance((ms / 1000) * speed);
    },
  };
  const lines: string[] = [];
  const keep = (text: string) => lines.push(text);
  const open = async (operation: Operation): Promise<WaveContext> => {
    const connection = saved === undefined ? operation.connection : { endpoint: simulator.url };
    const connected = connect(operation.region, connection);
    const signal = new AbortController().signal;
    return {
      drs: await createDrsGateway(connected, signal),
      ec2: createEc2Gateway(connected, signal),
      templates: createEc2Gateway(connected, signal),
      iam: createIamGateway(connected, signal),
      clock,
      deadline: deadlineIn(operation.timeoutSeconds, clock),
      status: { show: keep, keep, warn: keep },
      pollMs: operation.pollMs,
      openSsm: () => createSsmGateway(connected, signal),
    };
  };
  const wave = drillWaveLifecycle(open);
  const check = async (args: Partial<WaveInputs>): Promise<WaveInputs> => {
    const inputs = {
      region: "us-west-2",
      connection: { endpoint: simulator.url },
      polling: { intervalSeconds: 10 / speed },
      drillNonce: "0123456789abcdef",
      __provider: "pointer",
      ...args,
    };
    const checked = await wave.check?.({}, inputs);
    const failures = checked?.failures ?? [];
    if (failures.length > 0) {
      throw new Error(JSON.stringify(failures));
    }
    return checked?.inputs;
  };
  return {
    simulator,
    wave,
    guard: drillGuardLifecycle(open),
    check,
    create: async (args) => (await wave.create(await check(args))).outs,
    lines,
    calls: (operation) => simulator.journal.entries(operation).length,
    pass: (seconds) => simulated.advance(seconds),
    alive: () =>
      simulator
        .world()
        .instances.filter((instance) => instance.ec2State !== "TERMINATED")
        .map((instance) => instance.ec2InstanceID),
    close: () => simulator.close(),
  };
}
