import { count, nameServer, type PendingStep, type ServerRecord } from "../../vocabulary";
import { settingsOf } from "../settings";
import { judgementOf, type WaveRun } from "../waveRun";

/** What `up` will do with a wave that is in state. */
export type NextStep =
  | { kind: "resume"; jobId: string }
  | { kind: "cleanup" }
  | { kind: "retry"; servers: ServerRecord[]; attempt: number }
  | { kind: "exhausted"; servers: ServerRecord[] }
  | { kind: "none" };

/**
 * Continue a wait, launch the failed critical servers again, clean up, or nothing; under the intent as it is now. Only a
 * server that failed is launched again: one that was verified less far than the program now asks is looked at again. Pure.
 */
export function nextStepOf(run: WaveRun, pending: readonly PendingStep[]): NextStep {
  const judgement = judgementOf(run);
  if (judgement === undefined || pending.includes("wait") || pending.includes("judge")) {
    return { kind: "resume", jobId: run.attempts.at(-1)?.jobId ?? "" };
  }
  if (judgement.verdict === "FAILED") {
    const servers = judgement.failedCritical.filter((server) => server.failure !== undefined);
    if (!mayRetry(run)) return { kind: "exhausted", servers: judgement.failedCritical };
    return { kind: "retry", servers, attempt: run.attempts.length + 1 };
  }
  return pending.includes("cleanup") || dueForCleanup(run) ? { kind: "cleanup" } : { kind: "none" };
}

/** True when a drill has ended whose instances end with it, and they are there still. While it may be retried they stay. Pure. */
export function dueForCleanup(run: WaveRun): boolean {
  if (settingsOf(run.intent).cleanup !== "afterDrill" || !run.plan.isDrill) return false;
  return run.cleanup.status === "NOT_STARTED" && !mayRetry(run);
}

function mayRetry(run: WaveRun): boolean {
  const judgement = judgementOf(run);
  if (judgement?.verdict !== "FAILED" || run.attempts.length >= settingsOf(run.intent).maximumAttempts) return false;
  return judgement.failedCritical.some((server) => server.failure !== undefined);
}

/** The same, as the resource's row says it. Pure. */
export function describeNextStep(step: NextStep, maximumAttempts: number): string {
  const names = (servers: readonly ServerRecord[]) => servers.map(nameServer).join(", ");
  switch (step.kind) {
    case "resume":
      return `will resume ${step.jobId}`;
    case "cleanup":
      return "will terminate what the drill launched";
    case "retry": {
      return `will launch ${count(step.servers.length, "failed server")} again (attempt ${step.attempt} of ${maximumAttempts}): ${names(step.servers)}`;
    }
    case "exhausted":
      return `failed, and launches nothing again (at most ${maximumAttempts} attempts): ${names(step.servers)}`;
    case "none":
      return "launches nothing";
  }
}
