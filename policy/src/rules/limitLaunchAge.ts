import { count, type DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { judgeAge } from "../judged/age";
import { answerEachWave, judgeEachServer } from "../judged/answers";
import { type Judgement, NOT_APPLICABLE, Unanswerable, violationUnless } from "../judged/judgement";
import { observation, observed } from "../judged/observed";
import { drillAgain, lastRecord } from "../judged/plan";
import type { JudgedServer } from "../judged/wave";
import { planRule } from "../rule";

/** Every server was launched by DRS not long ago. */
export const limitLaunchAge = planRule({
  name: "drs-server-limit-launch-age",
  displayName: "Servers were launched recently",
  wants: "Every server of a wave that has been drilled was last launched by DRS at most a number of days ago.",
  why:
    "A server that has not been launched for long may not launch any more: its system, its settings and its network " +
    "have moved on. What counts is the launch that DRS lists last for the source server, a drill or a recovery by " +
    "whomever, also from the console, or the wave's own record; whether it succeeded is drs-wave-require-retest's business. A wave that was " +
    "never drilled is about to be, and is not judged.",
  fix: "Drill the wave again by changing its triggers.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25", "REL09-BP04"],
  config: {
    maximumAgeDays: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650), v.description("Days since the last launch.")),
      90,
    ),
  },
  judgePlan: (plan, { maximumAgeDays }) =>
    answerEachWave(plan, (planned) => {
      const { wave } = planned;
      const record = lastRecord(planned);
      if (record === undefined) {
        return [{ wave, judgement: NOT_APPLICABLE }];
      }
      return judgeEachServer(wave, (server) => judgeLastLaunch(server, record, maximumAgeDays));
    }),
});

/** The record counts as well: what was observed before this very `up` drilled the wave does not have that launch. */
function judgeLastLaunch(server: JudgedServer, record: DrillWaveOutputs, maximumDays: number): Judgement {
  const { lastLaunch } = observed(server);
  const fix = drillAgain(server.wave);
  const drilledAt = record.servers.some(({ sourceServerId }) => sourceServerId === server.sourceServerId)
    ? record.startedAt
    : undefined;
  if (lastLaunch === undefined && drilledAt === undefined) {
    const wanted = `must have been launched in the last ${count(maximumDays, "day")}`;
    return violationUnless([{ seen: "DRS lists no launch of it", wanted, fix }]);
  }
  const at = latest(lastLaunch?.at, drilledAt);
  if (at === undefined) {
    throw new Unanswerable("not observed", `when ${server.name} was last launched`);
  }
  const type = at === lastLaunch?.at ? lastLaunch.type : "DRILL";
  const now = observation(server.wave).observedAt;
  return judgeAge({ what: `its last launch (${type})`, at, now, maximumDays, fix });
}

function latest(one: string | undefined, other: string | undefined): string | undefined {
  if (one === undefined || other === undefined) {
    return one ?? other;
  }
  return Date.parse(one) >= Date.parse(other) ? one : other;
}
