import type { PendingStep, ServerRecord } from "../vocabulary";
import { countServers, nameServer } from "./describe";
import { settingsOf } from "./settings";
import { judgementOf, type WaveRun } from "./waveRun";

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
  const { maximumAttempts } = settingsOf(run.intent);
  const judgement = judgementOf(run);
  if (judgement === undefined || pending.includes("wait") || pending.includes("judge")) {
    return { kind: "resume", jobId: run.attempts.at(-1)?.jobId ?? "" };
  }
  if (judgement.verdict === "FAILED") {
    const servers = judgement.failedCritical.filter((server) => server.failure !== undefined);
    const attempt = run.attempts.length + 1;
    return attempt > maximumAttempts || servers.length === 0
      ? { kind: "exhausted", servers: judgement.failedCritical }
      : { kind: "retry", servers, attempt };
  }
  return pending.includes("cleanup") ? { kind: "cleanup" } : { kind: "none" };
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
      const failed = countServers(step.servers.length).replace("server", "failed server");
      return `will launch ${failed} again (attempt ${step.attempt} of ${maximumAttempts}): ${names(step.servers)}`;
    }
    case "exhausted":
      return `failed, all ${maximumAttempts} attempts are used: ${names(step.servers)}`;
    case "none":
      return "launches nothing";
  }
}
