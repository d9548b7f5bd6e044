import * as v from "valibot";
import { judgeAge } from "../judged/age";
import { judgeEachWave } from "../judged/answers";
import { NOT_APPLICABLE, Unanswerable } from "../judged/judgement";
import { observation } from "../judged/observed";
import { drillAgain, lastRecord } from "../judged/plan";
import { planRule } from "../rule";

/** The record of a wave's drill is not older than a number of days. */
export const limitEvidenceAge = planRule({
  name: "drs-evidence-limit-age",
  displayName: "Evidence is recent",
  wants: "The last drill of a wave was started at most a number of days ago.",
  why:
    "A wave stays in state, and in reports, as long as nothing changes it: an old drill looks like a new one. How " +
    "often to drill is for your plan to say; DORA (Regulation (EU) 2022/2554, Article 11(6)) asks for tests at least " +
    "yearly, and the Well-Architected Framework for regular ones " +
    "(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html). " +
    "Ages are counted by the time of AWS. A wave that was never drilled is about to be, and is not judged.",
  fix: "Drill the wave again by changing its triggers.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["A1.3", "CP-4", "DORA-25", "REL13-BP03", "REL09-BP04"],
  config: {
    maximumAgeDays: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650), v.description("Days since the drill's start.")),
      90,
    ),
  },
  judgePlan: (plan, { maximumAgeDays }) =>
    judgeEachWave(plan, (planned) => {
      const { wave } = planned;
      const record = lastRecord(planned);
      if (record === undefined) {
        return NOT_APPLICABLE;
      }
      if (record.startedAt === undefined) {
        throw new Unanswerable("not observed", "when its last drill was started");
      }
      return judgeAge({
        what: "its last drill",
        at: record.startedAt,
        now: observation(wave).observedAt,
        maximumDays: maximumAgeDays,
        fix: drillAgain(wave),
      });
    }),
});
