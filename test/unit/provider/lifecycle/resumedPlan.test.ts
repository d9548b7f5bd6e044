import { describe, expect, it } from "vitest";
import { resumedPlan } from "../../../../provider/src/lifecycle/resumedPlan";
import { ACCOUNT, aState, DB, inputs, NONCE, REGION, WEB } from "../factories";

describe(resumedPlan.name, () => {
  it("has the servers as they were launched, with roles and levels as the program has them now", () => {
    const news = inputs({
      tags: { a: "1" },
      sourceServers: [
        { sourceServerId: WEB, impactLevel: "OPTIONAL" },
        { sourceServerId: DB, role: "database", recoverySnapshotId: "pit-1" },
      ],
    });
    expect(resumedPlan(aState(), news)).toEqual({
      executionId: "e".repeat(32),
      isDrill: true,
      account: ACCOUNT,
      region: REGION,
      servers: [
        {
          sourceServerId: DB,
          hostname: "db-1",
          role: "database",
          impactLevel: "CRITICAL",
          recoverySnapshotId: "pit-1",
          launchConfiguration: { launchDisposition: "STARTED" },
        },
        {
          sourceServerId: WEB,
          hostname: "web-1",
          impactLevel: "OPTIONAL",
          launchConfiguration: { launchDisposition: "STARTED" },
        },
      ],
      tags: {
        a: "1",
        ExecutionId: "e".repeat(32),
        DrillNonce: NONCE,
        ExecutionType: "DRILL",
        ManagedBy: "DRS-Orchestration",
      },
    });
  });
});
