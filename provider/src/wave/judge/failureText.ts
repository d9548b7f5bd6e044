import { nameServer } from "../../vocabulary";
import { settingsOf } from "../settings";
import type { WaveRun } from "../waveRun";
import { nextStepOf } from "./nextStep";
import type { Judgement } from "./verdict";

/** What a failed wave tells the operator: seen, expected, what is true now, what to do. One line. Pure. */
export function failureText(judgement: Judgement, run: WaveRun): string {
  const { recoveredCritical, requiredCritical, failedCritical } = judgement;
  const critical = recoveredCritical + failedCritical.length;
  const wave = run.intent.wave === undefined ? "the wave" : `wave ${run.intent.wave}`;
  const causes = failedCritical.map((server) => {
    const { event, message } = server.failure ?? {
      event: "NOT_RECOVERED",
      message: `verified to ${server.verifiedTo}`,
    };
    return `${nameServer(server)} ${event}: ${message.replace(/[.\s]+$/, "")}`;
  });
  return (
    `Judging ${wave}: ${recoveredCritical} of ${critical} critical servers recovered, expected ${requiredCritical}` +
    `${causes.length === 0 ? "" : `: ${causes.join("; ")}`}.${runningText(run)} ${nextText(run)}`
  ).trim();
}

function nextText(run: WaveRun): string {
  const { maximumAttempts } = settingsOf(run.intent);
  const step = nextStepOf(run, []);
  if (step.kind === "retry") {
    return `\`pulumi up\` launches the failed servers again (attempt ${step.attempt} of ${maximumAttempts}).`;
  }
  if (run.attempts.length < maximumAttempts) return "Change `triggers` to drill again.";
  return "Every attempt is used: change `triggers` to drill again.";
}

/** What is true of the instances now; nothing when they are gone. */
function runningText(run: WaveRun): string {
  if (run.cleanup.status !== "NOT_STARTED") return "";
  const ends = run.plan.isDrill && settingsOf(run.intent).cleanup !== "never";
  return ends
    ? " What launched is still running; `pulumi destroy` terminates it."
    : " What launched is still running, and `pulumi destroy` leaves it.";
}
