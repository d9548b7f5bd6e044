import type { DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import { formatDuration } from "./duration";

/** How a wave ended, from its outputs: its verdict and worst numbers. */
export function finishedWave(
  outputs: Partial<Pick<DrillWaveOutputs, "verdict" | "recoveryTimeSeconds" | "recoveryPointSeconds">>,
): string {
  const { verdict, recoveryTimeSeconds, recoveryPointSeconds } = outputs;
  if (verdict === undefined) return "finished";
  return `${verdict}, recovery ${formatDuration(recoveryTimeSeconds)}, data loss ${formatDuration(recoveryPointSeconds)}`;
}
