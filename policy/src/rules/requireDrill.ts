import { count, type DrillWaveOutputs, nameServer } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { DAY_MS, dayOf } from "../judged/age";
import { type Answer, answerEachWave, judgeEachServer } from "../judged/answers";
import { COMPLIANT, type Judgement, judgeOrUnknown, NOT_APPLICABLE, violationUnless } from "../judged/judgement";
import { type LastDrill, lastDrillOf } from "../judged/lastDrill";
import { observation, observed } from "../judged/observed";
import { drillAgain, lastRecord, type PlannedWave } from "../judged/plan";
import { isDrilledBySomebody, type ServerInRegion, serversOfRegions } from "../judged/region";
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
  const { sourceServerId, hostname, observedAt } = server;
  const fix = `sourceServers: [{ sourceServerId: "${sourceServerId}" }] of a wave`;
  const judgement = isDrilledBySomebody(server)
    ? judgeOrUnknown(() =>
        judge(
          lastDrillOf(server, () => undefined),
          { observedAt, maximumDays, fix, retest: fix },
        ),
      )
    : NOT_APPLICABLE;
  return { server: { sourceServerId, name: nameServer({ sourceServerId, hostname }) }, judgement };
}

interface Wish {
  observedAt: string;
  maximumDays: number;
  fix: string;
  /** What to do about a launch that failed. */
  retest: string;
}

function judge(drill: LastDrill, { observedAt, maximumDays, fix, retest }: Wish): Judgement {
  const wanted = `must have been drilled in the last ${count(maximumDays, "day")}`;
  if (drill.kind === "never") {
    return violationUnless([{ seen: "was never drilled", wanted, fix }]);
  }
  if (drill.kind === "failed") {
    const seen = `its last launch (${drill.by})${drill.at === undefined ? "" : ` on ${dayOf(drill.at)}`} failed`;
    return violationUnless([{ seen, wanted: "must be drilled again until it passes", fix: retest }]);
  }
  const days = (Date.parse(observedAt) - Date.parse(drill.at)) / DAY_MS;
  return days <= maximumDays
    ? COMPLIANT
    : violationUnless([{ seen: `was last drilled on ${dayOf(drill.at)}`, wanted, fix }]);
}

function fixesOf({ wave, isNew }: PlannedWave): Pick<Wish, "fix" | "retest"> {
  const again = drillAgain(wave);
  return isNew
    ? { fix: "pulumi up", retest: "remove the cause, then pulumi up" }
    : { fix: again, retest: retestOf(again) };
}

function retestOf(again: string): string {
  return `pulumi up while attempts are left (retries.maximumAttempts), then ${again}`;
}

function failedWave({ wave }: PlannedWave, { startedAt, servers }: DrillWaveOutputs): Answer {
  const failed = servers.flatMap(({ sourceServerId, hostname, failure }) =>
    failure === undefined ? [] : [`${nameServer({ sourceServerId, hostname })} by ${failure.event}`],
  );
  const causes = failed.length === 0 ? "" : ` (${failed.join(", ")})`;
  const seen = `its drill of ${dayOf(startedAt)} FAILED${causes}`;
  const fix = retestOf(drillAgain(wave));
  return { wave, judgement: violationUnless([{ seen, wanted: "must be drilled again until it passes", fix }]) };
}
