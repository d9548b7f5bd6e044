import { describe, expect, it } from "vitest";
import * as vocabulary from "../../../provider/src/vocabulary";

describe("vocabulary", () => {
  it("spells what states, policies and reports depend on", () => {
    expect({ ...vocabulary }).toEqual({
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
        closed: "Closed",
      },
      MANAGED_BY: "DRS-Orchestration",
      CRITICAL_SERVER_TAG: { key: "ImpactLevel", value: "CRITICAL" },
      SERVERS_PER_WAVE: 100,
      TAGS_PER_WAVE: 40,
      DEFAULT_TIMEOUTS: { create: "90m", update: "90m", delete: "60m" },
      RIGHT_SIZING_METHODS: ["NONE", "BASIC", "IN_AWS"],
      LAUNCH_DISPOSITIONS: ["STARTED", "STOPPED"],
      IMPACT_LEVELS: ["CRITICAL", "OPTIONAL"],
      SUCCESS_LEVELS: ["launched", "running", "statusChecks"],
      OUTPUT_NAMES: [
        "jobId",
        "jobArn",
        "executionId",
        "account",
        "region",
        "pending",
        "status",
        "verdict",
        "judgedTo",
        "startedAt",
        "completedAt",
        "recoveryTimeSeconds",
        "recoveryPointSeconds",
        "objectivesMet",
        "servers",
        "attempts",
        "cleanup",
        "warnings",
      ],
    });
  });
});
