import { join } from "node:path";
import type { Stack } from "@pulumi/pulumi/automation";
import type { OperationReport } from "./operationReport";
import { runOperation } from "./runOperation";
import type { Screen } from "./screen";
import { type WaveRecord, waveRecords } from "./waveRecords";

/** The steps of a drill, each shown on the screen while it runs. */
export interface DrillOperations {
  /** What would launch, and what policy thinks of that. Starts nothing. */
  preview(): Promise<OperationReport>;
  launch(): Promise<OperationReport>;
  /** Not ended by Ctrl-C: it is what Ctrl-C leads to. */
  cleanUp(): Promise<OperationReport>;
  waves(): Promise<WaveRecord[]>;
}

/** The operations of `stack` under the policy pack of the checkout at `root`; `signal` asks the engine to stop. */
export function drillOperations(stack: Stack, root: string, screen: Screen, signal: AbortSignal): DrillOperations {
  const policyPacks = [join(root, "policy")];
  return {
    async preview() {
      screen.line("preview  what would launch, and whether policy allows it …");
      return await runOperation((options) => stack.preview({ ...options, policyPacks, signal }), screen);
    },
    async launch() {
      screen.line("up       launching recovery instances, wave by wave …");
      return await runOperation((options) => stack.up({ ...options, policyPacks, signal }), screen);
    },
    async cleanUp() {
      screen.line("destroy  terminating what the drill launched …");
      return await runOperation((options) => stack.destroy(options), screen);
    },
    async waves() {
      return waveRecords((await stack.exportStack()).deployment);
    },
  };
}
