import { describe, expect, it } from "vitest";
import type { Objectives, ServerRecord } from "../../../../../provider/src/vocabulary";
import { isGap, judgeObjectives } from "../../../../../provider/src/wave/judge/objectives";
import { aFailedServer, aServer, DB, WEB } from "../../factories";

/** A drill that was killed and adopted two hours later: launched in nine minutes, seen recovered two hours later. */
const adopted = { recoveryTimeAtLeastSeconds: 529, recoveryTimeSeconds: 7729 };

interface Case {
  label: string;
  server?: Partial<ServerRecord>;
  recovered?: boolean;
  timedAtLevel?: boolean;
  objectives: Objectives;
  met: boolean | undefined;
  gaps?: string[];
}

const GAP = "objective cannot be determined: ";

describe(judgeObjectives.name, () => {
  it.each<Case>([
    { label: "no objectives", objectives: {}, met: undefined },
    { label: "the first look that saw it is within", objectives: { recoveryTimeSeconds: 600 }, met: true },
    { label: "the last look that did not see it is past", objectives: { recoveryTimeSeconds: 589 }, met: false },
    {
      label: "the objective lies between them",
      objectives: { recoveryTimeSeconds: 595 },
      met: undefined,
      gaps: [
        `${GAP}db-1 (${DB}) was not seen recovered at 9m50s and was at 10m00s, with no look between; the recovery time objective is 9m55s`,
      ],
    },
    {
      label: "a drill was killed and adopted two hours later",
      server: adopted,
      objectives: { recoveryTimeSeconds: 1800 },
      met: undefined,
      gaps: [
        `${GAP}db-1 (${DB}) was not seen recovered at 8m49s and was at 2h08m49s, with no look between; the recovery time objective is 30m00s`,
      ],
    },
    {
      label: "a drill was killed and adopted two hours later, and launched too late already",
      server: adopted,
      objectives: { recoveryTimeSeconds: 500 },
      met: false,
    },
    {
      label: "a drill was killed and adopted two hours later, with an objective of a day",
      server: adopted,
      objectives: { recoveryTimeSeconds: 86_400 },
      met: true,
    },
    {
      label: "it was not seen recovered at a higher level than is asked for now",
      timedAtLevel: false,
      objectives: { recoveryTimeSeconds: 560 },
      met: undefined,
      gaps: [
        `${GAP}db-1 (${DB}) was not seen recovered at 8m49s and was at 10m00s, with no look between; the recovery time objective is 9m20s`,
      ],
    },
    {
      label: "its times were lost with its record",
      server: {
        launchTimeSeconds: undefined,
        recoveryTimeSeconds: undefined,
        recoveryTimeAtLeastSeconds: undefined,
      } as never,
      objectives: { recoveryTimeSeconds: 1800 },
      met: undefined,
      gaps: [`${GAP}when db-1 (${DB}) had recovered is not known; the recovery time objective is 30m00s`],
    },
    {
      label: "it did not recover",
      server: aFailedServer({ sourceServerId: DB }),
      recovered: false,
      objectives: { recoveryTimeSeconds: 1800 },
      met: false,
    },
    { label: "its recovery point is within", objectives: { recoveryPointSeconds: 3 }, met: true },
    { label: "its recovery point is past", objectives: { recoveryPointSeconds: 2 }, met: false },
    {
      label: "its recovery point is not known",
      server: { recoveryPointSeconds: undefined } as never,
      objectives: { recoveryPointSeconds: 900 },
      met: undefined,
      gaps: [`${GAP}the recovery point of db-1 (${DB}) is not known; the objective is 15m00s`],
    },
  ])("is $met when $label", ({ server = {}, recovered = true, timedAtLevel = true, objectives, met, gaps = [] }) => {
    const subject = { server: { ...aServer(), ...server }, recovered, timedAtLevel };
    if (!recovered) {
      subject.server = aFailedServer({ sourceServerId: DB });
    }
    const verdict = judgeObjectives([subject], objectives);
    expect({ met: verdict.objectivesMet, gaps: verdict.gaps }).toEqual({ met, gaps });
    expect(verdict.gaps.every(isGap)).toBe(true);
  });

  it("is missed when one server missed, whatever cannot be determined of the others", () => {
    const subjects = [
      { server: aServer(adopted), recovered: true, timedAtLevel: true },
      { server: aFailedServer({ sourceServerId: WEB }), recovered: false, timedAtLevel: false },
    ];
    expect(judgeObjectives(subjects, { recoveryTimeSeconds: 1800 })).toMatchObject({ objectivesMet: false });
  });
});
