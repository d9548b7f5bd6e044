import { describe, expect, it } from "vitest";
import { limitLag as rule } from "../../../../policy/src/rules/limitLag";
import { waveAnswers } from "../answersOf";
import { aWave, aWaveOf, DB } from "../factories";

const lagging = (lagSeconds: number, recoveryPointSeconds?: number) =>
  aWaveOf({ lagSeconds }, { objectives: recoveryPointSeconds === undefined ? {} : { recoveryPointSeconds } });
const late = (lag: string, allowed: string, source: string) =>
  `(${lag} behind, ${allowed} allowed) would lose more than ${source} allows if they had to recover now: their replication ` +
  "lags, so what was written since is not in AWS | find what holds it back; aws drs describe-source-servers --query " +
  "'items[].{server: sourceServerID, lag: dataReplicationInfo.lagDuration, error: dataReplicationInfo.dataReplicationError.error, " +
  "disks: dataReplicationInfo.replicatedDisks}'";
const byObjective = "their wave's objective";
const byRule = "maximumLagSeconds of this rule";

describe(rule.name, () => {
  it.each([
    { label: "a lag of 3 s", wave: aWave(), said: ["compliant"] },
    { label: "the objective's lag", wave: lagging(60, 60), said: ["compliant"] },
    { label: "more than the objective's", wave: lagging(61, 60), said: [late("1m01s", "1m00s", byObjective)] },
    { label: "an objective that allows more than the rule", wave: lagging(1800, 3600), said: ["compliant"] },
    { label: "no objective and the rule's lag", wave: lagging(900), said: ["compliant"] },
    { label: "no objective and more than that", wave: lagging(901), said: [late("15m01s", "15m00s", byRule)] },
    {
      label: "no objectives at all",
      wave: aWaveOf({ lagSeconds: 901 }, { objectives: undefined }),
      said: [late("15m01s", "15m00s", byRule)],
    },
    {
      label: "a lag that is not reported",
      wave: aWaveOf({ lagSeconds: undefined }),
      said: [`not observed: the replication lag of db-1 (${DB}) is not reported`],
    },
  ])("$label", ({ wave, said }) => {
    expect(waveAnswers(rule, wave)).toEqual(said);
  });

  it("takes 1 s without an objective", () => {
    const config = { maximumLagSeconds: 1 };
    expect(waveAnswers(rule, lagging(1), config)).toEqual(["compliant"]);
    expect(waveAnswers(rule, lagging(2), config)).toEqual([late("2s", "1s", byRule)]);
  });

  it("refuses less", () => {
    expect(() => waveAnswers(rule, aWave(), { maximumLagSeconds: 0 })).toThrow(
      `configuration of ${rule.name}: maximumLagSeconds: expected at least 1, got 0`,
    );
  });
});
