import { describe, expect, it } from "vitest";
import { missedObjectives } from "../../../../scripts/drill/missedObjectives";
import { aServer, aWave } from "./aWave";

const { recoveryPointSeconds: _, ...unknownPoint } = aServer({ hostname: "db-2" });

describe(missedObjectives.name, () => {
  const objectives = { recoveryTimeSeconds: 540, recoveryPointSeconds: 3 };
  const { outputs } = aWave("app", { verdict: "DEGRADED", objectivesMet: false, servers: [aServer(), unknownPoint] });

  it("names each server, the objective, what was measured and what was allowed", () => {
    expect(missedObjectives({ ...outputs, objectives })).toEqual([
      "db-1 (s-0123456789abcdef0) missed an objective: its recovery point was 4s, at most 3s allowed",
      "db-2 (s-0123456789abcdef0) missed an objective: its recovery point is not known, at most 3s allowed",
    ]);
  });

  it("says nothing of a wave that failed", () => {
    expect(missedObjectives({ ...outputs, objectives, verdict: "FAILED" })).toEqual([]);
  });

  it("says nothing when every objective was met", () => {
    expect(missedObjectives({ ...outputs, objectives, objectivesMet: true })).toEqual([]);
  });

  it("does not hide a missed objective that it does not know", () => {
    expect(missedObjectives(outputs)).toEqual(["an objective was missed"]);
  });
});
