import { join } from "node:path";
import type { EngineEvent, Stack } from "@pulumi/pulumi/automation";
import { type OperationReport, operationReport } from "./events";
import { progressNote } from "./progress";
import { type WaveRecord, waveRecords } from "./record";
import type { Screen } from "./screen";

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
      return waveRecords(await stack.exportStack());
    },
  };
}

/** What preview, up and destroy are called with. */
interface OperationOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly color: "never";
}

/** Runs one operation of the engine and shows how it goes. Never throws: the report says what failed. */
async function runOperation(
  operation: (options: OperationOptions) => Promise<unknown>,
  screen: Screen,
): Promise<OperationReport> {
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => {
    events.push(event);
    const note = progressNote(event);
    if (note !== undefined) {
      screen.note(note);
    }
  };
  try {
    await operation({ onEvent, color: "never" });
    return operationReport(events);
  } catch (error) {
    return operationReport(events, failureText(error));
  }
}

/** The engine's error has its whole output in it; what its last line says is the cause. */
function failureText(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const stderr = /^ *stderr: ([\s\S]*?)(?:^ *err\?: |$(?![\s\S]))/m.exec(text)?.[1] ?? text;
  return stderr.trim().split("\n").at(-1) ?? "";
}
