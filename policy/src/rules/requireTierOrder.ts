import { listed, roleAmong } from "pulumi-drillwave/vocabulary";
import { judgeEachWave, unknownOf } from "../judged/answers";
import type { Fact } from "../judged/fact";
import { COMPLIANT, type Judgement, NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { knownPlaceOf, mayBeSamePlace, type Place } from "../judged/place";
import type { PlannedWave } from "../judged/plan";
import { judgedServersOf } from "../judged/servers";
import { someNames } from "../names";
import { planRule } from "../rule";

/** Waves of a later tier wait for the waves of the tiers before. */
export const requireTierOrder = planRule({
  name: "drs-plan-require-tier-order",
  displayName: "Tiers start in order",
  wants: "A wave of a later tier waits for every wave of the earlier tiers of its recovery plan.",
  why:
    "What starts before the directory or the database that it needs comes up broken, or passes because production's " +
    "still answers; a drill in another order than the recovery's tests another recovery. DRS itself knows no order " +
    "between the servers of a job, so that tiers are kept apart by waves. The order is this program's dependency " +
    "graph; whether a wave that has ended left a working service behind is not judged, nor are waves without a recoveryPlan: " +
    "two applications in one program need not wait for each other.",
  fix: "Let the later wave depend on the earlier ones, and give each tier waves of its own.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "DORA-25", "A1.3"],
  config: {
    tiers: someNames("Roles in the order in which they start; other roles have no tier.", [
      "directory",
      "database",
      "app",
      "web",
    ]),
  },
  rolesIn: ({ tiers }) => tiers,
  judgePlan(plan, { tiers }) {
    const order = [...new Set(tiers)];
    const tiered: TieredWave[] = [];
    const unread = judgeEachWave(plan, (planned) => {
      tiered.push(tieredWave(planned, order));
      return COMPLIANT;
    });
    const judgements = tiered.map((wave) => ({ wave: wave.planned.wave, judgement: judgeOrder(wave, tiered) }));
    return [...judgements, ...unknownOf(unread)];
  },
});

/** A wave with those tiers that it has servers of, in their order. */
interface TieredWave {
  planned: PlannedWave;
  recoveryPlan: string | undefined;
  place: Place;
  tiers: { name: string; position: number }[];
}

function tieredWave(planned: PlannedWave, order: readonly string[]): TieredWave {
  const roles = new Set(judgedServersOf(planned.wave).map((server) => roleAmong(server.role, order)));
  const tiers = order.map((name, position) => ({ name, position })).filter(({ name }) => roles.has(name));
  const recoveryPlan = tiers.length === 0 ? undefined : planned.wave.inputs.recoveryPlan;
  return { planned, recoveryPlan, place: knownPlaceOf(planned.wave), tiers };
}

function judgeOrder(wave: TieredWave, all: readonly TieredWave[]): Judgement {
  // Waves without a plan may be of several applications, which need not wait for each other.
  if (wave.tiers.length === 0 || wave.recoveryPlan === undefined) {
    return NOT_APPLICABLE;
  }
  const { after } = wave.planned;
  const late = all.filter((other) => isEarlier(other, wave) && !after.has(other.planned.wave.urn));
  return violationUnless([
    ...(wave.tiers.length === 1 ? [] : [mixFact(wave)]),
    ...late.map((other) => orderFact(wave, other)),
  ]);
}

/** True when all tiers of `one` come before all tiers of `other`; what mixes both has to be split first. */
function isEarlier(one: TieredWave, other: TieredWave): boolean {
  const [last, first] = [one.tiers.at(-1), other.tiers.at(0)];
  if (last === undefined || first === undefined) {
    return false;
  }
  const isSamePlan = one.recoveryPlan === other.recoveryPlan && mayBeSamePlace(one.place, other.place);
  return isSamePlan && last.position < first.position;
}

const WHY = "what starts before the database that it needs comes up broken, or passes because production's answers";

function mixFact(wave: TieredWave): Fact {
  return {
    says: `would start the tiers ${tiersOf(wave)} at the same time`,
    why: WHY,
    fix: { words: "make a wave of each tier, and let the later one depend on the earlier (dependsOn)" },
  };
}

function orderFact(wave: TieredWave, earlier: TieredWave): Fact {
  const { name, urn } = wave.planned.wave;
  const other = earlier.planned.wave.name;
  const isReversed = earlier.planned.after.has(urn);
  return {
    says: `could start the tier ${tiersOf(wave)} before the end`,
    at: { how: "of", what: `wave ${other} (${tiersOf(earlier)}${isReversed ? `, which waits for ${name}` : ""})` },
    why: WHY,
    fix: { words: `let it depend on what comes first (dependsOn)${isReversed ? ", and not the other way round" : ""}` },
  };
}

function tiersOf({ tiers }: TieredWave): string {
  return listed(tiers.map(({ name }) => name));
}
