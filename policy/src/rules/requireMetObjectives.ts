import { type DrillWaveOutputs, formatDuration, nameSome } from "pulumi-drillwave/vocabulary";
import { dayOf } from "../judged/age";
import { judgeEachWave } from "../judged/answers";
import type { Fact } from "../judged/fact";
import { COMPLIANT, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
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
      const declared = OBJECTIVES.flatMap(({ member, title, why }) => {
        const limit = wave.inputs.objectives?.[member];
        return limit === undefined ? [] : [{ member, title, why, limit }];
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
      const misses = missed.length === 0 ? [UNEXPLAINED] : missed;
      const words = `remove what made it slow or the snapshot old, and drill again (${drillAgain(wave)})`;
      return violationUnless(misses.map((miss) => ({ ...miss, detail: detailOf(record, miss), fix: { words } })));
    }),
});

const OBJECTIVES = [
  { member: "recoveryTimeSeconds", title: "recovery time", why: "a recovery may take as long" },
  { member: "recoveryPointSeconds", title: "recovery point", why: "a recovery may lose as much" },
] as const;

/** An objective that a wave declares. */
interface Objective {
  member: (typeof OBJECTIVES)[number]["member"];
  title: string;
  why: string;
  limit: number;
}

/** What an objective's miss says, but for how to do better. */
type Miss = Omit<Fact, "fix">;

const UNEXPLAINED: Miss = { says: "missed the objectives in the last drill" };

function detailOf(record: DrillWaveOutputs, { detail }: Miss): string {
  return [...(detail === undefined ? [] : [detail]), `on ${dayOf(record.startedAt)}`].join(" ");
}

/** How the drill missed it: what was measured, or of which servers nothing was, as of those that failed. */
function missOf(record: DrillWaveOutputs, { member, title, why, limit }: Objective): Miss[] {
  const measured = record[member];
  // A recovery time that lies between two looks has missed only when the earlier of them is past the objective.
  const least = (member === "recoveryTimeSeconds" ? record.recoveryTimeAtLeastSeconds : undefined) ?? measured;
  if (measured !== undefined && least !== undefined && least > limit) {
    const detail = `${formatDuration(measured)} instead of ${formatDuration(limit)}`;
    return [{ says: `missed the ${title} objective in the last drill`, detail, why }];
  }
  const unmeasured = record.servers.filter((server) => server[member] === undefined);
  if (unmeasured.length === 0) {
    return [];
  }
  return [
    {
      says: `could not show in the last drill that the ${title} objective is met`,
      detail: `nothing measured of ${nameSome(unmeasured)}`,
      why: "it has to be known of every server",
    },
  ];
}
