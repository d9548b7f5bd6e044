import { describe, expect, it } from "vitest";
import * as vocabulary from "../../../../provider/src/vocabulary";

describe("vocabulary", () => {
  it("spells what states, policies and reports depend on", () => {
    expect({ ...vocabulary }).toMatchObject({
      DRILL_WAVE_TYPE: "pulumi-nodejs:dynamic/drs:DrillWave",
      DRILL_GUARD_TYPE: "pulumi-nodejs:dynamic/drs:DrillGuard",
      JOB_TAG: {
        executionId: "ExecutionId",
        drillNonce: "DrillNonce",
        executionType: "ExecutionType",
        managedBy: "ManagedBy",
        serverCount: "ServerCount",
        recoveryPlan: "RecoveryPlan",
        wave: "Wave",
        attempt: "Attempt",
        judged: "Judged",
        concluded: "Concluded",
        closed: "Closed",
      },
      MANAGED_BY: "DRS-Orchestration",
    });
  });
});
