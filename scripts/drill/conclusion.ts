import { count, formatDuration } from "pulumi-drillwave/vocabulary";
import type { OperationError, OperationReport, PolicyFinding } from "./events";
import type { DrillRecord, WaveRecord } from "./record";

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
  if (facts.interrupted) {
    return { outcome: "INTERRUPTED", ...withReason(leftoverReason(facts.leftovers)) };
  }
  const reason =
    policyReason(facts) ??
    facts.waves.map(waveReason).find((text) => text !== undefined) ??
    errorReason(facts.errors) ??
    (facts.waves.length === 0 ? "no wave was started" : undefined) ??
    leftoverReason(facts.leftovers);
  if (reason !== undefined) {
    return { outcome: "FAILED", reason };
  }
  return { outcome: facts.waves.every((wave) => wave.outputs.verdict === "PASSED") ? "PASSED" : "DEGRADED" };
}

function withReason(reason: string | undefined): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

function policyReason({ violations: [first, ...more], waves }: DrillFacts): string | undefined {
  if (first === undefined) {
    return undefined;
  }
  const blocked = waves.length === 0 ? "blocked by policy before anything started" : "blocked by policy";
  return `${blocked}: ${first.policy}: ${first.message}${andMore(more)}`;
}

function waveReason({ name, outputs }: WaveRecord): string | undefined {
  if (outputs.verdict === "PASSED" || outputs.verdict === "DEGRADED") {
    return undefined;
  }
  if (outputs.verdict === undefined) {
    return `wave ${name} did not finish (${outputs.pending.join(", ")})`;
  }
  const failed = outputs.servers.filter((server) => server.failure !== undefined).length;
  return `wave ${name}: ${failed} of ${count(outputs.servers.length, "server")} did not recover`;
}

function errorReason([first, ...more]: readonly OperationError[]): string | undefined {
  if (first === undefined) {
    return undefined;
  }
  const where = first.resource === undefined ? "" : `${first.resource}: `;
  return `${where}${first.message.split("\n")[0]}${andMore(more)}`;
}

function leftoverReason(leftovers: readonly string[]): string | undefined {
  if (leftovers.length === 0) {
    return undefined;
  }
  return `${count(leftovers.length, "recovery instance")} not cleaned up: ${leftovers.join(", ")}`;
}

function andMore(more: readonly unknown[]): string {
  return more.length === 0 ? "" : ` (and ${more.length} more)`;
}

/** The last line of a drill: the outcome in one word, then the numbers that were proven or the reason why none were. */
export function closingLine({ outcome, reason }: Conclusion, waves: readonly WaveRecord[]): string {
  if (outcome === "INTERRUPTED") {
    return `drill INTERRUPTED${reason === undefined ? "" : `: ${reason}`}`;
  }
  if (outcome === "FAILED") {
    return `drill FAILED: ${reason}`;
  }
  const servers = waves.reduce((sum, wave) => sum + wave.outputs.servers.length, 0);
  const facts = [
    count(waves.length, "wave"),
    count(servers, "server"),
    `worst recovery ${worst(waves.map((wave) => wave.outputs.recoveryTimeSeconds))}`,
    `worst data loss ${worst(waves.map((wave) => wave.outputs.recoveryPointSeconds))}`,
  ];
  return `drill ${outcome}: ${facts.join(", ")}`;
}

function worst(seconds: readonly (number | undefined)[]): string {
  const known = seconds.filter((value) => value !== undefined);
  return known.length === 0 ? "unknown" : formatDuration(Math.max(...known));
}

/**
 * Whether a drill in which Ctrl-C was pressed lacks something because of that: a wave that was planned was not judged. A
 * drill that policy or a failed wave has ended lacks nothing, nor does one that was only cleaning up.
 */
export function isCutOff(preview: Pick<OperationReport, "succeeded" | "planned">, record: DrillRecord): boolean {
  if (record.violations.length > 0 || record.waves.some(({ outputs }) => outputs.verdict === "FAILED")) {
    return false;
  }
  const judged = record.waves.filter(({ outputs }) => outputs.verdict !== undefined);
  return !preview.succeeded || judged.length < preview.planned.length;
}
