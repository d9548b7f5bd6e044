import { nameServer } from "./describe";
import type { Judgement } from "./verdict";
import type { WaveRun } from "./waveRun";

/** What a failed wave tells the operator: seen, expected, what is true now, what to do. One line. Pure. */
export function failureText(judgement: Judgement, run: WaveRun, attemptsLeft: number): string {
  const { recoveredCritical, requiredCritical, failedCritical } = judgement;
  const critical = recoveredCritical + failedCritical.length;
  const wave = run.intent.wave === undefined ? "the wave" : `wave ${run.intent.wave}`;
  const causes = failedCritical.map((server) => {
    const { event, message } = server.failure ?? {
      event: "NOT_RECOVERED",
      message: `verified to ${server.verifiedTo}`,
    };
    return `${nameServer(server)} ${event}: ${message}`;
  });
  const retry =
    attemptsLeft > 0
      ? `\`pulumi up\` launches the failed servers again (attempt ${run.attempts.length + 1} of ${run.attempts.length + attemptsLeft}).`
      : "Every attempt is used: change `triggers` to drill again.";
  const running =
    run.cleanup.status === "COMPLETED" ? "" : " What launched is still running; `pulumi destroy` terminates it.";
  return (
    `Judging ${wave}: ${recoveredCritical} of ${critical} critical servers recovered, expected ${requiredCritical}: ` +
    `${causes.join("; ")}.${running} ${retry}`
  ).trim();
}
