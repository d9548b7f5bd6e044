import type { ResourceProvider } from "@pulumi/pulumi/dynamic";
import { connect } from "../../../provider/src/aws/connect";
import { createDrsGateway } from "../../../provider/src/drs/awsGateway";
import { createEc2Gateway } from "../../../provider/src/ec2/awsGateway";
import type { Operation } from "../../../provider/src/lifecycle/openContext";
import {
  type LaunchConfigurationState,
  launchConfigurationKind,
} from "../../../provider/src/lifecycle/settings/launchConfigurationKind";
import { settingsLifecycle } from "../../../provider/src/lifecycle/settings/settingsLifecycle";
import type { SettingsContext } from "../../../provider/src/settings/context";
import { createSsmGateway } from "../../../provider/src/ssm/awsGateway";
import type { LaunchConfigurationIntent } from "../../../provider/src/vocabulary";
import { type Clock, deadlineIn } from "../../../provider/src/wave/clock";
import { manualClock, type Simulator, startSimulator, type WorldFile } from "../../../simulator/src/index";

/** A launch configuration over the AWS SDK and a simulator, as the engine calls it; time passes when somebody sleeps. */
export interface SimulatedSettings {
  simulator: Simulator;
  provider: ResourceProvider;
  /** What one `up` does: check, then create, or diff and update. It throws what ends it, and keeps what the engine keeps. */
  up(args: LaunchConfigurationIntent): Promise<void>;
  /** Inputs and failures of one check. */
  check(args: LaunchConfigurationIntent): Promise<{ inputs: Record<string, unknown>; failures: string[] }>;
  /** What diff answers about these args. */
  diff(args: LaunchConfigurationIntent): Promise<boolean>;
  refresh(): Promise<void>;
  destroy(): Promise<void>;
  /** Undefined before the first create, and after destroy. */
  state(): LaunchConfigurationState | undefined;
  /** Lines that stayed, since they were asked for last. */
  lines(): string[];
  /** Operations that changed something, since they were asked for last. */
  writes(): string[];
  /** Seconds of the simulator. */
  pass(seconds: number): void;
  close(): Promise<void>;
}

/** What a client may send that changes nothing. */
const READS = /^(Describe|Get|List)/;

export async function openSimulatedSettings(world: WorldFile): Promise<SimulatedSettings> {
  const simulated = manualClock("2026-03-01T10:00:00Z");
  const simulator = await startSimulator({ world, clock: simulated });
  let localMs = 0;
  const clock: Clock = {
    monotonicMs: () => localMs,
    async sleep(ms) {
      localMs += ms;
      simulated.advance(ms / 1000);
    },
  };
  let said: string[] = [];
  const keep = (text: string) => said.push(text);
  const open = async (operation: Operation): Promise<SettingsContext> => {
    const connected = connect(operation.region, operation.connection);
    const { signal } = new AbortController();
    return {
      drs: await createDrsGateway(connected, signal),
      ec2: createEc2Gateway(connected, signal),
      ssm: createSsmGateway(connected, signal),
      clock,
      deadline: deadlineIn(operation.timeoutSeconds, clock),
      account: () => connected.account(),
      openEc2: async (region) => createEc2Gateway(connect(region, operation.connection), signal),
      status: { show() {}, keep, warn: (text) => said.push(`warning: ${text}`) },
    };
  };
  const provider = settingsLifecycle(launchConfigurationKind(), open);
  let inputs: Record<string, unknown> = {};
  let state: LaunchConfigurationState | undefined;
  let isInitialized = true;
  let seen = 0;
  const check = async (args: LaunchConfigurationIntent) => {
    const given = { region: "us-west-2", connection: { endpoint: simulator.url }, __provider: "pointer", ...args };
    const checked = await provider.check?.(inputs, given);
    return { inputs: checked?.inputs, failures: (checked?.failures ?? []).map(({ reason }) => reason) };
  };
  /** As the engine keeps what is thrown (docs/engine-facts.md#partial-failure). */
  const keeping = async (news: Record<string, unknown>, run: () => Promise<LaunchConfigurationState>) => {
    try {
      state = await run();
      isInitialized = true;
      inputs = news;
    } catch (error) {
      const { properties } = Object(error);
      if (properties !== undefined) {
        state = properties;
        isInitialized = false;
        inputs = Object.keys(inputs).length === 0 ? news : inputs;
      }
      throw error;
    }
  };
  return {
    simulator,
    provider,
    check,
    diff: async (args) => {
      const { inputs: news } = await check(args);
      return (await provider.diff?.("id", state, news))?.changes ?? false;
    },
    async up(args) {
      const { inputs: news, failures } = await check(args);
      if (failures.length > 0) {
        throw new Error(failures.join("; "));
      }
      if (state === undefined) {
        await keeping(news, async () => (await provider.create(news)).outs);
      } else if ((await provider.diff?.("id", state, news))?.changes || !isInitialized) {
        const before = state;
        await keeping(news, async () => (await provider.update?.("id", before, news))?.outs);
      } else {
        inputs = news;
      }
    },
    async refresh() {
      state = (await provider.read?.("id", state))?.props;
      isInitialized = true;
    },
    async destroy() {
      await provider.delete?.("id", state);
      state = undefined;
      inputs = {};
    },
    state: () => state,
    lines() {
      const lines = said;
      said = [];
      return lines;
    },
    writes() {
      const entries = simulator.journal.entries();
      const fresh = entries.slice(seen).map(({ operation }) => operation);
      seen = entries.length;
      return fresh.filter((operation) => !READS.test(operation));
    },
    pass: (seconds) => simulated.advance(seconds),
    close: () => simulator.close(),
  };
}
