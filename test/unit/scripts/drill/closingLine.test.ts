import { describe, expect, it } from "vitest";
import { closingLine } from "../../../../scripts/drill/closingLine";
import { aServer, aWave } from "./aWave";

describe(closingLine.name, () => {
  it("sums up a drill that passed by its worst numbers", () => {
    const waves = [
      aWave("database", { servers: [aServer(), aServer()], recoveryTimeSeconds: 539, recoveryPointSeconds: 2 }),
      aWave("app", { recoveryTimeSeconds: 62, recoveryPointSeconds: 4 }),
      aWave("web"),
    ];

    expect(closingLine({ outcome: "PASSED" }, waves)).toBe(
      "drill PASSED: 3 waves, 4 servers, worst recovery 8m59s, worst data loss 4s",
    );
  });

  it("says so when no wave knows its data loss", () => {
    const { recoveryPointSeconds: _, ...outputs } = aWave("app").outputs;

    expect(closingLine({ outcome: "DEGRADED" }, [{ name: "app", outputs }])).toBe(
      "drill DEGRADED: 1 wave, 1 server, worst recovery 8m59s, worst data loss unknown",
    );
  });

  it.each([
    { given: { outcome: "FAILED", reason: "no wave was started" }, expected: "drill FAILED: no wave was started" },
    { given: { outcome: "INTERRUPTED" }, expected: "drill INTERRUPTED" },
    { given: { outcome: "INTERRUPTED", reason: "i-1 is left" }, expected: "drill INTERRUPTED: i-1 is left" },
  ] as const)("says $expected", ({ given, expected }) => {
    expect(closingLine(given, [aWave("app")])).toBe(expected);
  });
});
