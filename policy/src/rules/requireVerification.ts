import { judgeWhereCritical } from "../judged/criticalServers";
import { waveRule } from "../rule";

/** Critical servers are followed until they run, not only until they are launched. */
export const requireVerification = waveRule({
  name: "drs-wave-require-verification",
  displayName: "Launched is not enough",
  wants: "A wave with a critical server is judged by whether its servers run, not by their launch alone.",
  why:
    "DRS reports a server as LAUNCHED once its instance was started: an instance that then does not boot, or fails EC2's " +
    "status checks, passes such a drill. A recovery job is COMPLETED whatever became of its servers " +
    "(https://docs.aws.amazon.com/drs/latest/APIReference/API_Job.html). What the applications on a server do is not " +
    "judged by any level; post-launch actions can test it.",
  fix: 'Leave out success (statusChecks), or set it to "running".',
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL09-BP04", "A1.3", "CP-4", "DORA-25"],
  config: {},
  judgeWave(wave) {
    return judgeWhereCritical(
      wave,
      () => true,
      () =>
        wave.inputs.success === "launched"
          ? [
              {
                says: "would pass with critical servers that do not boot (success is launched)",
                why: "DRS counts a server as launched once its instance was started",
                fix: { words: 'success: "statusChecks"' },
              },
            ]
          : [],
    );
  },
});
