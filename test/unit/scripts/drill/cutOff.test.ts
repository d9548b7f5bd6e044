import { describe, expect, it } from "vitest";
import { isCutOff } from "../../../../scripts/drill/cutOff";
import type { DrillRecord } from "../../../../scripts/drill/writeRecord";
import { aWave } from "./aWave";

const PREVIEW = { succeeded: true, planned: ["database", "app"] };
const { verdict: _, ...running } = aWave("app").outputs;

function record(change: Partial<DrillRecord>): DrillRecord {
  return { waves: [], violations: [], advice: [], errors: [], ...change };
}

describe(isCutOff.name, () => {
  it.each([
    { label: "nothing when every wave was judged", waves: [aWave("database"), aWave("app")], expected: false },
    { label: "a wave that never started", waves: [aWave("database")], expected: true },
    {
      label: "a wave that was not judged",
      waves: [aWave("database"), { name: "app", outputs: running }],
      expected: true,
    },
    {
      label: "nothing that a failed wave had ended",
      waves: [aWave("database", { verdict: "FAILED" })],
      expected: false,
    },
  ])("cuts off $label", ({ waves, expected }) => {
    expect(isCutOff(PREVIEW, record({ waves }))).toBe(expected);
  });

  it("cuts off a preview, unless policy had ended that", () => {
    const preview = { succeeded: false, planned: [] };

    expect(isCutOff(preview, record({}))).toBe(true);
    expect(isCutOff(preview, record({ violations: [{ policy: "rule", message: "No." }] }))).toBe(false);
  });
});
