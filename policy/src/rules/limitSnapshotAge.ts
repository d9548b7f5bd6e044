import * as v from "valibot";
import { hoursBetween, showHours } from "../judged/age";
import { answerEachWave, judgeEachServer } from "../judged/answers";
import { compliantWhen, type Judgement, NOT_APPLICABLE } from "../judged/judgement";
import { entry, observation, part } from "../judged/observed";
import type { JudgedServer } from "../judged/wave";
import { planRule } from "../rule";

/** A pinned recovery snapshot is a recent one. */
export const limitSnapshotAge = planRule({
  name: "drs-snapshot-limit-age",
  displayName: "Pinned snapshots are recent",
  wants: "A server that is drilled from a pinned recovery snapshot names one that was taken recently.",
  why:
    "A drill from an old snapshot proves that the server of that day could be recovered, and its recovery point counts " +
    "from there. By default DRS keeps snapshots of the last hour every 10 minutes, of the last day every hour, and of " +
    "the last 7 days daily (DRS user guide), so that a pinned one also vanishes in time. A server " +
    "without a pinned snapshot is launched from one that DRS takes at the start, and is not judged; nor is a wave whose " +
    "drill has been run, until a change of it is planned.",
  fix: "Leave out recoverySnapshotId, or pin a later snapshot.",
  severity: "medium",
  levels: { recommended: "advisory", strict: "mandatory" },
  supports: ["REL13-BP03", "A1.3", "CP-4", "DORA-25"],
  config: {
    maximumAgeHours: v.optional(
      v.pipe(v.number(), v.minValue(1), v.maxValue(8760), v.description("Hours that a pinned snapshot may be old.")),
      24,
    ),
  },
  judgePlan: (plan, { maximumAgeHours }) =>
    answerEachWave(plan, ({ wave, record }) =>
      record === undefined
        ? judgeEachServer(wave, (server) => judgeSnapshot(server, maximumAgeHours))
        : [{ wave, judgement: NOT_APPLICABLE }],
    ),
});

function judgeSnapshot({ wave, declared }: JudgedServer, maximumHours: number): Judgement {
  const snapshotId = declared?.server.recoverySnapshotId;
  if (snapshotId === undefined) {
    return NOT_APPLICABLE;
  }
  const at = entry(wave, "snapshots", part(wave, "snapshots"), snapshotId, `recovery snapshot ${snapshotId}`);
  const hours = hoursBetween(at, observation(wave).observedAt);
  return compliantWhen(hours <= maximumHours, {
    says: `would start from a pinned snapshot that is older than ${showHours(maximumHours)}`,
    detail: `${showHours(hours)} old`,
    why: "the drill would prove that the server of that day can be recovered",
    fix: { words: "leave out recoverySnapshotId, and DRS takes a snapshot when the drill starts" },
  });
}
