import type { DrillWaveOutputs, ServerRecord } from "../vocabulary";
import { nameServer } from "./describe";
import type { WaveSettings } from "./settings";
import { isRecovered } from "./verdict";

/** What `up` will do with a wave that is in state. */
export type NextStep =
  | { kind: "resume"; jobId: string }
  | { kind: "cleanup" }
  | { kind: "retry"; servers: ServerRecord[]; attempt: number }
  | { kind: "exhausted"; servers: ServerRecord[] }
  | { kind: "none" };

/** Continue a wait, clean up, launch the failed critical servers again, or nothing. Pure. */
export function nextStepOf(outputs: DrillWaveOutputs, settings: WaveSettings): NextStep {
  const { pending, attempts, verdict } = outputs;
  if (pending.some((step) => step === "launch" || step === "wait" || step === "judge")) {
    return { kind: "resume", jobId: attempts.at(-1)?.jobId ?? outputs.jobId };
  }
  if (verdict === "FAILED") {
    const servers = outputs.servers.filter(
      (server) => server.impactLevel === "CRITICAL" && !isRecovered(server, settings.success),
    );
    if (attempts.length >= settings.maximumAttempts) return { kind: "exhausted", servers };
    return { kind: "retry", servers, attempt: attempts.length + 1 };
  }
  return pending.includes("cleanup") ? { kind: "cleanup" } : { kind: "none" };
}

/** The same, as the resource's row says it. Pure. */
export function describeNextStep(step: NextStep, settings: WaveSettings): string {
  const names = (servers: readonly ServerRecord[]) => servers.map(nameServer).join(", ");
  switch (step.kind) {
    case "resume":
      return `will resume ${step.jobId}`;
    case "cleanup":
      return "will terminate what the drill launched";
    case "retry": {
      const count = step.servers.length === 1 ? "1 failed server" : `${step.servers.length} failed servers`;
      return `will launch ${count} again (attempt ${step.attempt} of ${settings.maximumAttempts}): ${names(step.servers)}`;
    }
    case "exhausted":
      return `failed, all ${settings.maximumAttempts} attempts are used: ${names(step.servers)}`;
    case "none":
      return "launches nothing";
  }
}
