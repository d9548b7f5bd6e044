import * as v from "valibot";
import { hoursBetween, showHours } from "../judged/age";
import { compliantWhen, type Judgement, judgeAll } from "../judged/judgement";
import { entry, observation, observed, part } from "../judged/observed";
import type { JudgedWave } from "../judged/wave";
import { serverRule } from "../rule";

/** Recovery instances of drills do not outlive their drill. */
export const disallowLeftoverInstances = serverRule({
  name: "drs-server-disallow-leftover-instances",
  displayName: "No instances left over from drills",
  wants: "A server has no recovery instance of a drill that was launched longer ago than a drill lasts.",
  why:
    "A recovery instance of a drill is an EC2 instance like any other: it is billed, reachable and unpatched until it " +
    "is terminated, which DRS does only on request or with the next launch of the same source server " +
    "(https://docs.aws.amazon.com/drs/latest/userguide/failback-preparing-failover.html). Age is EC2's launch time " +
    "against the service's clock. Judged are the instances of this wave's servers that DRS lists, whoever launched " +
    "them; this stack's own drill counts too.",
  fix: "Destroy the stack that launched the drill; terminate what no stack knows by the AWS CLI.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "CP-4"],
  config: {
    maximumAgeHours: v.optional(
      v.pipe(
        v.number(),
        v.minValue(1),
        v.maxValue(8760),
        v.description("Hours that a drill's recovery instance may be old."),
      ),
      24,
    ),
  },
  judgeServer(server, { maximumAgeHours }) {
    const drills = observed(server).recoveryInstances.filter((instance) => instance.isDrill);
    return judgeAll(
      drills.map(
        ({ recoveryInstanceId }) =>
          () =>
            judgeInstance(server.wave, recoveryInstanceId, maximumAgeHours),
      ),
    );
  },
});

function judgeInstance(wave: JudgedWave, recoveryInstanceId: string, maximumAgeHours: number): Judgement {
  const what = `the launch time of ${recoveryInstanceId}`;
  const at = entry(wave, "launchTimes", part(wave, "launchTimes"), recoveryInstanceId, what);
  const hours = hoursBetween(at, observation(wave).observedAt);
  return compliantWhen(hours <= maximumAgeHours, {
    says: `left instances of a drill running for more than ${showHours(maximumAgeHours)}`,
    detail: showHours(hours),
    why: "they cost, can be reached, and nobody patches them",
    fix: {
      words: "run `pulumi destroy` in the stack that launched them, or terminate them where no stack knows them",
      change: { kind: "instance", recoveryInstanceId },
    },
    changedByDrill: true,
  });
}
