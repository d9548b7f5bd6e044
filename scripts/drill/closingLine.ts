import type { Conclusion } from "./conclusion";
import { formatDuration } from "./duration";
import { plural } from "./plural";
import type { WaveRecord } from "./waveRecords";

/** The last line of a drill: the outcome in one word, then the numbers that were proven or the reason why none were. */
export function closingLine({ outcome, reason }: Conclusion, waves: readonly WaveRecord[]): string {
  if (outcome === "INTERRUPTED") return `drill INTERRUPTED${reason === undefined ? "" : `: ${reason}`}`;
  if (outcome === "FAILED") return `drill FAILED: ${reason}`;
  const servers = waves.reduce((sum, wave) => sum + wave.outputs.servers.length, 0);
  const facts = [
    plural(waves.length, "wave"),
    plural(servers, "server"),
    `worst recovery ${worst(waves.map((wave) => wave.outputs.recoveryTimeSeconds))}`,
    `worst data loss ${worst(waves.map((wave) => wave.outputs.recoveryPointSeconds))}`,
  ];
  return `drill ${outcome}: ${facts.join(", ")}`;
}

function worst(seconds: readonly (number | undefined)[]): string {
  const known = seconds.filter((value) => value !== undefined);
  return known.length === 0 ? "unknown" : formatDuration(Math.max(...known));
}
