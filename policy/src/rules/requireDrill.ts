import { count, type DrillWaveOutputs } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { DAY_MS, dayOf } from "../judged/age";
import { type Answer, answerEachWave, judgeEachServer } from "../judged/answers";
import { compliantWhen, type Judgement, judgeOrUnknown, NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { type LastDrill, lastDrillOf } from "../judged/lastDrill";
import { observation, observed } from "../judged/observed";
import { drillAgain, lastRecord, type PlannedWave } from "../judged/plan";
import { answerAbout, isDrilledBySomebody, type ServerInRegion, serversOfRegions } from "../judged/region";
import type { JudgedWave } from "../judged/wave";
import { planRule } from "../rule";

/** Every server was drilled, not long ago, and came up. */
export const requireDrill = planRule({
  name: "drs-server-require-drill",
  displayName: "Servers were drilled recently",
  wants: "Every server was launched by a drill in a number of days, and its last launch did not fail.",
  why:
    "A server that was never launched, or not for long, may not launch any more: its system, its settings and its network " +
    "have moved on. DORA (Regulation (EU) 2022/2554, Article 11(6)) asks for tests at least yearly, and the Well-Architected " +
    "Framework for regular ones " +
    "(https://docs.aws.amazon.com/wellarchitected/latest/reliability-pillar/rel_planning_for_recovery_dr_tested.html). " +
    "What counts is the launch that DRS lists last for the source server (lifeCycle.lastLaunch), a drill by whomever, also " +
    "from the console, and also when the stack of the drill was destroyed. DRS lists one launch, a recovery's too: then the " +
    "wave's own record decides, and without one it is not known. A launch that failed is said as such, and so is a drill that " +
    "the record calls FAILED. Judged are the servers of the program, and of the others those that somebody has drilled: what " +
    "nobody drills is drs-plan-require-replicating-servers' business. Ages are counted by the time of AWS. The rule is advisory " +
    "in both sets: mandatory, it would block the very `up` that drills.",
  fix: "Drill the server: run `pulumi up` for a new wave, or change the triggers of one that has been drilled.",
  severity: "high",
  levels: { recommended: "advisory", strict: "advisory" },
  supports: ["REL13-BP03", "CP-4", "A1.3", "DORA-25", "REL09-BP04"],
  config: {
    maximumDays: v.optional(
      v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(3650), v.description("Days since the last drill.")),
      90,
    ),
  },
  judgePlan(plan, { maximumDays }) {
    const inWaves = new Set<string | undefined>();
    const answers = answerEachWave(plan, (planned) => {
      const judged = judgeWave(planned, maximumDays);
      for (const { server } of judged) {
        inWaves.add(server?.sourceServerId);
      }
      return judged;
    });
    const { servers, unread } = serversOfRegions(plan);
    const others = servers.filter(({ sourceServerId }) => !inWaves.has(sourceServerId));
    return [...answers, ...others.map((server) => judgeOther(server, maximumDays)), ...unread];
  },
});

/** A drill that failed as a whole is one answer, and its servers are no others that failed. */
function judgeWave(planned: PlannedWave, maximumDays: number): Answer[] {
  const { wave, record } = planned;
  const isFailed = record?.verdict === "FAILED";
  const fixes = fixesOf(planned);
  const servers = judgeEachServer(wave, (server) => {
    const drill = lastDrillOf(observed(server), () => recordOf(planned));
    const { observedAt } = observation(wave);
    return isFailed && drill.kind === "failed" ? NOT_APPLICABLE : judge(drill, { observedAt, maximumDays, ...fixes });
  });
  return isFailed && record !== undefined ? [failedWave(planned, record), ...servers] : servers;
}

/** A wave that recovers servers on purpose has no record of a drill. */
function recordOf(planned: PlannedWave): DrillWaveOutputs | undefined {
  return planned.wave.inputs.isDrill === false ? undefined : lastRecord(planned);
}

/** Not applicable to a server that no drill has launched: that no wave has it is the cause. */
function judgeOther(server: ServerInRegion, maximumDays: number): Answer {
  const { observedAt } = server;
  const fix = "let a wave have them, or drill them where they were drilled before";
  const judgement = isDrilledBySomebody(server)
    ? judgeOrUnknown(() =>
        judge(
          lastDrillOf(server, () => undefined),
          { observedAt, maximumDays, fix, retest: fix },
        ),
      )
    : NOT_APPLICABLE;
  return answerAbout(server, judgement);
}

interface Wish {
  observedAt: string;
  maximumDays: number;
  fix: string;
  /** What to do about a launch that failed. */
  retest: string;
}

const WHY_RETEST = "a recovery fails too, until a drill shows that the cause is gone";

function judge(drill: LastDrill, { observedAt, maximumDays, fix, retest }: Wish): Judgement {
  if (drill.kind === "never") {
    const why = "nothing shows that a recovery works";
    return violationUnless([{ says: "never went through a drill", why, fix: { words: fix }, changedByDrill: true }]);
  }
  if (drill.kind === "failed") {
    const detail = `${drill.by} on ${dayOf(drill.at)}`;
    const fact = { says: "failed in the last launch", detail, why: WHY_RETEST, fix: { words: retest } };
    return violationUnless([{ ...fact, changedByDrill: true }]);
  }
  const days = (Date.parse(observedAt) - Date.parse(drill.at)) / DAY_MS;
  return compliantWhen(days <= maximumDays, {
    says: `went through the last drill more than ${count(maximumDays, "day")} ago`,
    detail: dayOf(drill.at),
    why: "systems, settings and networks have moved on since",
    fix: { words: fix },
    changedByDrill: true,
  });
}

function fixesOf({ wave, isNew }: PlannedWave): Pick<Wish, "fix" | "retest"> {
  return isNew
    ? { fix: "pulumi up drills them", retest: "remove the cause, then pulumi up drills them" }
    : { fix: `drill them again by ${drillAgain(wave)}`, retest: retestOf(wave) };
}

function retestOf(wave: JudgedWave): string {
  return `remove the cause, then pulumi up while attempts are left (retries.maximumAttempts), else ${drillAgain(wave)}`;
}

function failedWave({ wave }: PlannedWave, { startedAt, servers }: DrillWaveOutputs): Answer {
  const failed = servers.flatMap(({ sourceServerId, hostname, failure }) =>
    failure === undefined ? [] : [`${hostname ?? sourceServerId} by ${failure.event}`],
  );
  const causes = failed.length === 0 ? "" : ` (${failed.join(", ")})`;
  const says = `FAILED in its drill of ${dayOf(startedAt)}${causes}`;
  const fact = { says, why: WHY_RETEST, fix: { words: retestOf(wave) }, changedByDrill: true } as const;
  return { wave, judgement: violationUnless([fact]) };
}
