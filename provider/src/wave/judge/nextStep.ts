import { count, nameServer, type PendingStep, type ServerRecord } from "../../vocabulary";
import { recordsOf, type WaveRun } from "../run";
import { judgeRun, type WaveVerdict } from "./verdict";

/** What `up` will do with a wave that is in state. */
export type NextStep =
  | { kind: "resume"; jobId: string }
  | { kind: "cleanup" }
  | { kind: "retry"; servers: ServerRecord[]; attempt: number }
  | { kind: "exhausted"; servers: ServerRecord[]; attempts: number }
  | { kind: "none" };

/**
 * Resume a wait, launch the failed critical servers again, clean up, or do nothing, with the args as the program has
 * them now. Only a server that failed is launched again: one that was verified less far than the program now asks is
 * looked at again. Pure.
 */
export function nextStepOf(run: WaveRun, pending: readonly PendingStep[]): NextStep {
  const judged = judgeRun(run);
  if (judged === undefined || pending.includes("wait") || pending.includes("judge")) {
    return { kind: "resume", jobId: run.attempts.at(-1)?.jobId ?? "" };
  }
  if (judged.verdict === "FAILED") {
    const servers = judged.failedCritical.filter((server) => server.failure !== undefined);
    if (!mayRetry(run, judged)) {
      return { kind: "exhausted", servers: judged.failedCritical, attempts: run.attempts.length };
    }
    return { kind: "retry", servers, attempt: run.attempts.length + 1 };
  }
  return pending.includes("cleanup") || isDueForCleanup(run, judged) ? { kind: "cleanup" } : { kind: "none" };
}

/** True when the instances of an ended drill are to end with it, are still there, and no retry is left. Pure. */
export function isDueForCleanup(run: WaveRun, judged: WaveVerdict): boolean {
  if (run.wave.cleanup !== "afterDrill" || !run.wave.isDrill) {
    return false;
  }
  return run.cleanup.status === "NOT_STARTED" && !mayRetry(run, judged);
}

function mayRetry({ attempts, wave }: WaveRun, { verdict, failedCritical }: WaveVerdict): boolean {
  if (verdict !== "FAILED" || attempts.length >= wave.retries.maximumAttempts) {
    return false;
  }
  return failedCritical.some((server) => server.failure !== undefined);
}

/** The same, as the resource's row says it; undefined where there is nothing to say. Pure. */
export function describeNextStep(step: NextStep, maximumAttempts: number): string | undefined {
  switch (step.kind) {
    case "resume":
      return `will resume ${step.jobId}`;
    case "cleanup":
      return "will terminate what the drill launched";
    case "retry": {
      const failed = count(step.servers.length, "failed server");
      return `will launch ${failed} again (attempt ${step.attempt} of ${maximumAttempts}): ${namesOf(step.servers)}`;
    }
    case "exhausted": {
      const left =
        step.attempts < maximumAttempts
          ? "nothing to launch again"
          : `no attempts left (${step.attempts} used, at most ${maximumAttempts})`;
      return step.servers.length === 0 ? `failed; ${left}` : `failed; ${left}: ${namesOf(step.servers)}`;
    }
    case "none":
      return undefined;
  }
}

function namesOf(servers: readonly ServerRecord[]): string {
  return servers.map(nameServer).join(", ");
}

/** What a failed wave tells the operator: seen, expected, what is true now, what to do. One line. Pure. */
export function failureText(judged: WaveVerdict, run: WaveRun): string {
  const { recoveredCritical, requiredCritical, failedCritical, unnamed } = judged;
  const critical = recoveredCritical + failedCritical.length + unnamed;
  const wave = run.wave.name === undefined ? "the wave" : `wave ${run.wave.name}`;
  const causes = failedCritical.map(causeText);
  if (run.servers.length === 0) {
    causes.push("DRS does not say which servers the job has");
  } else if (unnamed > 0) {
    causes.push(`${count(unnamed, "more server")} of ${run.attempts[0]?.jobId} not reported by name`);
  }
  const others = recordsOf(run).filter((server) => server.failure !== undefined && !failedCritical.includes(server));
  causes.push(...others.map((server) => `optional: ${causeText(server)}`));
  return (
    `Judging ${wave}: ${recoveredCritical} of ${critical} critical servers recovered, expected ${requiredCritical}` +
    `${causes.length === 0 ? "" : `: ${causes.join("; ")}`}.${runningText(run)} ${nextText(run)}`
  ).trim();
}

function causeText(server: ServerRecord): string {
  const { event, message } = server.failure ?? {
    event: "NOT_RECOVERED",
    message: `verified to ${server.verifiedTo}`,
  };
  return `${nameServer(server)} ${event}: ${message.replace(/[.\s]+$/, "")}`;
}

function nextText(run: WaveRun): string {
  const { maximumAttempts } = run.wave.retries;
  const step = nextStepOf(run, []);
  if (step.kind === "retry") {
    return `\`pulumi up\` launches the failed servers again (attempt ${step.attempt} of ${maximumAttempts}).`;
  }
  if (run.attempts.length < maximumAttempts) {
    return "Change `triggers` to drill again.";
  }
  return "All attempts are used: change `triggers` to drill again.";
}

/** What is true of the instances now; nothing when somebody else has ended them. */
function runningText(run: WaveRun): string {
  const isNoneKnown = recordsOf(run).every((record) => record.recoveryInstanceId === undefined);
  if (run.cleanup.status !== "NOT_STARTED") {
    return run.cleanup.status === "GONE" || isNoneKnown ? "" : " What launched was terminated.";
  }
  if (isNoneKnown) {
    return " No recovery instance of it is known.";
  }
  return run.wave.isDrill && run.wave.cleanup !== "never"
    ? " What launched is still running; `pulumi destroy` terminates it."
    : " What launched is still running, and `pulumi destroy` leaves it running.";
}
