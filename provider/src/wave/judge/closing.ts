/** How `up` says that a wave ended: one line. Pure. */
import { type DrillWaveOutputs, formatDuration } from "../../vocabulary";
import type { WaveRun } from "../run";
import type { WaveVerdict } from "./verdict";

/** The figures that a line shows. */
type Figures = Pick<DrillWaveOutputs, "recoveryTimeSeconds" | "recoveryTimeAtLeastSeconds" | "recoveryPointSeconds">;

/**
 * `PASSED: recovery 8m27s to 8m57s, data loss 4s`. A DEGRADED wave says why. One that is FAILED says so with its error
 * ({@link import("./nextStep").failureText}).
 */
export function closingText(judged: WaveVerdict, { cleanup }: Pick<WaveRun, "cleanup">): string {
  const reasons = judged.verdict === "DEGRADED" ? `; ${judged.shortcomings.join("; ")}` : "";
  const ended = cleanup.status === "COMPLETED" ? "; what launched was terminated" : "";
  return `${judged.verdict}: ${describeFigures(judged)}${reasons}${ended}`;
}

/**
 * `recovery 8m27s to 8m57s, data loss 4s`. A recovery time lies between two looks
 * (docs/drs-facts.md#when-a-status-check-passed).
 */
export function describeFigures({ recoveryPointSeconds: lost, ...times }: Figures): string {
  return `${describeRecovery(times)}, ${lost === undefined ? "data loss not known" : `data loss ${formatDuration(lost)}`}`;
}

function describeRecovery({ recoveryTimeSeconds, recoveryTimeAtLeastSeconds = recoveryTimeSeconds }: Figures): string {
  if (recoveryTimeSeconds === undefined || recoveryTimeAtLeastSeconds === undefined) {
    return "recovery time not known";
  }
  const [from, to] = [formatDuration(recoveryTimeAtLeastSeconds), formatDuration(recoveryTimeSeconds)];
  return from === to ? `recovery ${to}` : `recovery ${from} to ${to}`;
}

/** Whether the wave is judged otherwise than its outputs say, as it is when the program asks for something else now. */
export function isJudgedAnew(judged: WaveVerdict, before: DrillWaveOutputs): boolean {
  return judged.verdict !== before.verdict || judged.objectivesMet !== before.objectivesMet;
}
