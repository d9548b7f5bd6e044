import { type DrillWaveOutputs, nameServer } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { answerEachWave, judgeEachServer } from "../judged/answers";
import { compliantWhen, type Judgement } from "../judged/judgement";
import { observed } from "../judged/observed";
import { drillAgain, lastRecord, type PlannedWave } from "../judged/plan";
import type { JudgedServer, JudgedWave } from "../judged/wave";
import { planRule } from "../rule";

/** What failed is drilled again. */
export const requireRetest = planRule({
  name: "drs-wave-require-retest",
  displayName: "Failed drills are repeated",
  wants: "A wave whose last drill failed, or a server whose last launch failed, is drilled again until it passes.",
  why:
    "A failed drill is evidence that a recovery fails too, until another drill shows that the cause is gone. The " +
    "record tells while no change of the wave is planned; the engine hides it from policies otherwise, also right " +
    "after an `up` that failed, and then DRS's own word on each server's last launch (lifeCycle.lastLaunch.status) " +
    "counts, also for launches from the console. The rule is advisory in both sets: mandatory, it would block the " +
    "very `up` that retests.",
  fix: "Remove the cause and run `pulumi up`; when every attempt is used, change triggers.",
  severity: "high",
  levels: { recommended: "advisory", strict: "advisory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25"],
  config: {},
  judgePlan: (plan) =>
    answerEachWave(plan, (planned) =>
      planned.record?.verdict === undefined
        ? judgeEachServer(planned.wave, (server) => judgeLastLaunch(server, planned))
        : [{ wave: planned.wave, judgement: judgeRecord(planned.wave, planned.record) }],
    ),
});

function judgeRecord(wave: JudgedWave, { verdict, startedAt, servers }: DrillWaveOutputs): Judgement {
  const failed = servers.flatMap(({ sourceServerId, hostname, failure }) =>
    failure === undefined ? [] : [`${nameServer({ sourceServerId, hostname })} by ${failure.event}`],
  );
  const causes = failed.length === 0 ? "" : ` (${failed.join(", ")})`;
  return compliantWhen(verdict !== "FAILED", {
    seen: `its drill of ${dayOf(startedAt)} FAILED${causes}`,
    wanted: "must be drilled again until it passes",
    fix: retest(wave),
  });
}

/** A launch that failed is enough; one that did not is no proof of a drill that passed. */
function judgeLastLaunch(server: JudgedServer, planned: PlannedWave): Judgement {
  const { lastLaunch } = observed(server);
  const on = lastLaunch?.at === undefined ? "" : ` on ${dayOf(lastLaunch.at)}`;
  if (lastLaunch?.status !== "FAILED") {
    lastRecord(planned);
  }
  return compliantWhen(lastLaunch?.status !== "FAILED", {
    seen: `its last launch (${lastLaunch?.type})${on} is FAILED in DRS`,
    wanted: "must be drilled again until it launches",
    fix: retest(server.wave),
  });
}

function retest(wave: JudgedWave): string {
  return `pulumi up while attempts are left (retries.maximumAttempts), then ${drillAgain(wave)}`;
}
