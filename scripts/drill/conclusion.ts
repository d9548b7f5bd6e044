import type { OperationError, PolicyFinding } from "./operationReport";
import { plural } from "./plural";
import type { WaveRecord } from "./waveRecords";

/** Everything that decides how a drill ended. */
export interface DrillFacts {
  readonly waves: readonly WaveRecord[];
  readonly violations: readonly PolicyFinding[];
  readonly errors: readonly OperationError[];
  /** Recovery instances that still run although the drill was to clean up. */
  readonly leftovers: readonly string[];
  /** Ctrl-C cut the drill off before every wave was judged. */
  readonly interrupted: boolean;
}

export type DrillOutcome = "PASSED" | "DEGRADED" | "FAILED" | "INTERRUPTED";

/** How a drill ended; `reason` says why it did not pass. */
export interface Conclusion {
  readonly outcome: DrillOutcome;
  readonly reason?: string;
}

/**
 * How a drill with these facts ended. A drill passes only when every wave says so and nothing else went wrong: waves
 * that never started, errors and instances that still run fail it.
 */
export function concludeDrill(facts: DrillFacts): Conclusion {
  if (facts.interrupted) return { outcome: "INTERRUPTED", ...withReason(leftoverReason(facts.leftovers)) };
  const reason =
    policyReason(facts) ??
    facts.waves.map(waveReason).find((text) => text !== undefined) ??
    errorReason(facts.errors) ??
    (facts.waves.length === 0 ? "no wave was started" : undefined) ??
    leftoverReason(facts.leftovers);
  if (reason !== undefined) return { outcome: "FAILED", reason };
  return { outcome: facts.waves.every((wave) => wave.outputs.verdict === "PASSED") ? "PASSED" : "DEGRADED" };
}

function withReason(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function policyReason({ violations: [first, ...more], waves }: DrillFacts): string | undefined {
  if (first === undefined) return undefined;
  const blocked = waves.length === 0 ? "blocked by policy before anything started" : "blocked by policy";
  return `${blocked}: ${first.policy}: ${first.message}${andMore(more)}`;
}

function waveReason({ name, outputs }: WaveRecord): string | undefined {
  if (outputs.verdict === "PASSED" || outputs.verdict === "DEGRADED") return undefined;
  if (outputs.verdict === undefined) return `wave ${name} did not finish (${outputs.pending.join(", ")})`;
  const failed = outputs.servers.filter((server) => server.failure !== undefined).length;
  return `wave ${name}: ${failed} of ${plural(outputs.servers.length, "server")} did not recover`;
}

function errorReason([first, ...more]: readonly OperationError[]): string | undefined {
  if (first === undefined) return undefined;
  const where = first.resource === undefined ? "" : `${first.resource}: `;
  return `${where}${first.message.split("\n")[0]}${andMore(more)}`;
}

function leftoverReason(leftovers: readonly string[]): string | undefined {
  if (leftovers.length === 0) return undefined;
  return `${plural(leftovers.length, "recovery instance")} not cleaned up: ${leftovers.join(", ")}`;
}

function andMore(more: readonly unknown[]): string {
  return more.length === 0 ? "" : ` (and ${more.length} more)`;
}
