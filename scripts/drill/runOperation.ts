import type { EngineEvent } from "@pulumi/pulumi/automation";
import { type OperationReport, operationReport } from "./operationReport";
import { progressNote } from "./progress";
import type { Screen } from "./screen";

/** What preview, up and destroy are called with. */
export interface OperationOptions {
  readonly onEvent: (event: EngineEvent) => void;
  readonly color: "never";
}

/** Runs one operation of the engine and shows how it goes. Never throws: the report says what failed. */
export async function runOperation(
  operation: (options: OperationOptions) => Promise<unknown>,
  screen: Screen,
): Promise<OperationReport> {
  const events: EngineEvent[] = [];
  const onEvent = (event: EngineEvent) => {
    events.push(event);
    const note = progressNote(event);
    if (note !== undefined) screen.note(note);
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
