import { describe, expect, it } from "vitest";
import { errorLine, failedServerLines, policyLine, warningLines } from "../../../../scripts/drill/findings";
import { aFailedServer, aServer, aWave } from "./aWave";

describe(failedServerLines.name, () => {
  it("gives DRS's own words for every server that did not recover", () => {
    const { hostname, ...nameless } = aFailedServer({ sourceServerId: "s-0123456789abcdef1" });

    expect(
      failedServerLines([aWave("database"), aWave("app", { servers: [aServer(), aFailedServer(), nameless] })]),
    ).toEqual([
      "app: app-2 (s-0123456789abcdef0) did not recover: LAUNCH_FAILED: Insufficient capacity.",
      "app: s-0123456789abcdef1 did not recover: LAUNCH_FAILED: Insufficient capacity.",
    ]);
  });
});

describe(warningLines.name, () => {
  it("names the wave of each warning", () => {
    const waves = [aWave("database"), aWave("app", { warnings: ["one", "two"] })];

    expect(warningLines(waves)).toEqual(["app: one", "app: two"]);
  });

  it("puts a missed objective first", () => {
    const missed = { objectivesMet: false, objectives: { recoveryTimeSeconds: 500 } };
    const wave = aWave("web", { verdict: "DEGRADED", warnings: ["one"], ...missed });

    expect(warningLines([wave])).toEqual([
      "web: db-1 (s-0123456789abcdef0) missed an objective: its recovery time was 8m59s, at most 8m20s allowed",
      "web: one",
    ]);
  });
});

describe(policyLine.name, () => {
  it("names the resource, unless the rule judges the stack", () => {
    expect(policyLine({ policy: "rule", resource: "app", message: "No." })).toBe("app: rule: No.");
    expect(policyLine({ policy: "rule", message: "No." })).toBe("rule: No.");
  });
});

describe(errorLine.name, () => {
  it("names the resource, if it is about one", () => {
    expect(errorLine({ resource: "app", message: "No." })).toBe("app: No.");
    expect(errorLine({ message: "No." })).toBe("No.");
  });
});
