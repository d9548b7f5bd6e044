import { count, type ObservedPitRule } from "pulumi-drillwave/vocabulary";
import * as v from "valibot";
import { COMPLIANT, compliantWhen, type Judgement, judgeAll } from "../judged/judgement";
import { reported } from "../judged/observed";
import { replicationOf } from "../judged/replication";
import { changeReplication } from "../judged/serverChange";
import type { JudgedServer } from "../judged/wave";
import { serverRule } from "../rule";

/** Replication also covers disks that come later, and points in time that go back far enough. */
export const requireReplicationCoverage = serverRule({
  name: "drs-replication-require-coverage",
  displayName: "Replication covers new disks and enough time",
  wants: "Disks that a server gets later are replicated too, and its points in time are kept as long as configured.",
  why:
    "A disk that is added to a server after its agent was installed is not replicated unless autoReplicateNewDisks is on: the " +
    "recovery comes up without it, and no drill of before shows that. Points in time are what remains of a server that was " +
    "encrypted by ransomware weeks ago: DRS keeps them for 7 days unless the point-in-time policy says otherwise, 365 at most " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/individual-replication-settings.html). How long is for your plan to say: " +
    "without minimumRetentionDays, retention is not judged. Disks that are left out on purpose are drs-server-require-all-disks' " +
    "business.",
  fix: "Turn autoReplicateNewDisks on in the replication settings, and keep daily points in time for longer.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL09-BP02", "REL13-BP04", "CP-4"],
  config: {
    newDisks: v.optional(
      v.pipe(v.boolean(), v.description("Whether disks that a server gets later have to be replicated by themselves.")),
      true,
    ),
    minimumRetentionDays: v.optional(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(0),
        v.maxValue(365),
        v.description("Days that the oldest point in time has to go back at least; 0 asks for none."),
      ),
      0,
    ),
  },
  judgeServer(server, { newDisks, minimumRetentionDays }) {
    return judgeAll([
      () => (newDisks ? judgeNewDisks(server) : COMPLIANT),
      () => (minimumRetentionDays > 0 ? judgeRetention(server, minimumRetentionDays) : COMPLIANT),
    ]);
  },
});

function judgeNewDisks(server: JudgedServer): Judgement {
  const { autoReplicateNewDisks } = replicationOf(server);
  const replicates = reported(autoReplicateNewDisks, `whether new disks of ${server.name} are replicated`);
  return compliantWhen(replicates, {
    says: "would come up without disks that they get later (autoReplicateNewDisks is off)",
    why: "no drill of before shows that",
    fix: { change: changeReplication(server, "--auto-replicate-new-disks") },
  });
}

function judgeRetention(server: JudgedServer, minimumDays: number): Judgement {
  const policy = reported(replicationOf(server).pitPolicy, `the point-in-time policy of ${server.name}`);
  const days = Math.max(0, ...policy.map(daysOf));
  return compliantWhen(days >= minimumDays, {
    says: `could not go back ${count(minimumDays, "day")}`,
    detail: `points in time are kept for ${count(Math.floor(days * 10) / 10, "day")}`,
    fix: {
      words: "keep daily points in time for longer, which costs their snapshots",
      change: changeReplication(server, `--pit-policy ${longer(policy, minimumDays).join(" ")}`),
    },
  });
}

/** The policy with daily points in time for so long; the command replaces all of its three rules. */
function longer(policy: readonly ObservedPitRule[], days: number): string[] {
  const daily = { units: "DAY", interval: 1, retentionDuration: days, enabled: true };
  const rules = policy.some(({ units }) => units === "DAY")
    ? policy.map((rule) => (rule.units === "DAY" ? { ...rule, retentionDuration: days, enabled: true } : rule))
    : [...policy, daily];
  return rules.map(
    ({ units, interval, retentionDuration, enabled = true }, index) =>
      `ruleID=${index + 1},units=${units},interval=${interval},retentionDuration=${retentionDuration},enabled=${enabled}`,
  );
}

const DAYS: Readonly<Record<string, number>> = { MINUTE: 1 / 1440, HOUR: 1 / 24, DAY: 1 };

/** Nothing of a rule that is off. @throws Unanswerable when its unit is not known */
function daysOf({ units, retentionDuration, enabled }: ObservedPitRule): number {
  return enabled === false
    ? 0
    : retentionDuration * reported(DAYS[units], `what the unit ${units} of a point-in-time rule`);
}
