import { type DrillWaveOutputs, nameServer } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { judgeEachWave } from "../judged/answers";
import { type Advice, COMPLIANT, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { drillAgain, lastRecord } from "../judged/plan";
import { planRule } from "../rule";

/** The last drill met the objectives of its wave. */
export const requireMetObjectives = planRule({
  name: "drs-wave-require-met-objectives",
  displayName: "Drills meet their objectives",
  wants: "The last drill of a wave met the recovery time and recovery point objectives that the wave declares.",
  why:
    "An objective that the last drill missed is a promise that a recovery would break; a drill that misses one is " +
    "DEGRADED, and `up` goes on. The Well-Architected Framework asks for regular tests that RTO and RPO are met " +
    "(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html). " +
    "Recovery time is counted until the slowest server reached the level `success`, and recovery point from the snapshot " +
    "that was used; how long the application takes afterwards is not in it. Whether an objective was met cannot always " +
    "be determined, as when nobody looked for hours. A wave without objectives is not judged.",
  fix: "Remove what made the recovery slow or the snapshot old, and drill again; or agree on another objective.",
  severity: "high",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "REL13-BP01", "A1.3", "CP-4", "DORA-25"],
  config: {},
  judgePlan: (plan) =>
    judgeEachWave(plan, (planned) => {
      const { wave } = planned;
      const record = lastRecord(planned);
      if (record === undefined) {
        return NOT_APPLICABLE;
      }
      const declared = OBJECTIVES.flatMap(({ member, title }) => {
        const limit = wave.inputs.objectives?.[member];
        return limit === undefined ? [] : [{ member, title, limit }];
      });
      if (declared.length === 0) {
        return NOT_APPLICABLE;
      }
      if (record.objectivesMet === true) {
        return COMPLIANT;
      }
      const drill = `the drill of ${dayOf(record.startedAt)}`;
      if (record.objectivesMet === undefined) {
        throw new Unanswerable("not observed", `whether ${drill} met its objectives (see its warnings)`);
      }
      const missed = declared.flatMap((objective) => missOf(record, objective));
      const unexplained = { seen: "the objectives were not met", wanted: "must be met" };
      const misses = missed.length === 0 ? [unexplained] : missed;
      const fix = drillAgain(wave);
      return violationUnless(misses.map(({ seen, wanted }) => ({ seen: `${seen} in ${drill}`, wanted, fix })));
    }),
});

const OBJECTIVES = [
  { member: "recoveryTimeSeconds", title: "recovery time" },
  { member: "recoveryPointSeconds", title: "recovery point" },
] as const;

/** An objective that a wave declares. */
interface Objective {
  member: (typeof OBJECTIVES)[number]["member"];
  title: string;
  limit: number;
}

/** How the drill missed it: what was measured, or of which servers nothing was, as of those that failed. */
function missOf(record: DrillWaveOutputs, { member, title, limit }: Objective): Omit<Advice, "fix">[] {
  const wanted = `must be at most ${limit} s (objectives.${member})`;
  const measured = record[member];
  // A recovery time that lies between two looks has missed only when the earlier of them is past the objective.
  const least = (member === "recoveryTimeSeconds" ? record.recoveryTimeAtLeastSeconds : undefined) ?? measured;
  if (measured !== undefined && least !== undefined && least > limit) {
    return [{ seen: `the ${title} was ${measured} s`, wanted }];
  }
  const unmeasured = record.servers.filter((server) => server[member] === undefined);
  if (unmeasured.length === 0) {
    return [];
  }
  const names = unmeasured.map(nameServer);
  return [{ seen: `the ${title} of ${names.join(", ")} could not be determined`, wanted }];
}
