import { describe, expect, it } from "vitest";
import { testResult } from "../../../../scripts/test/testResult";

const GOOD = { passed: 12, failed: 0 };

describe(testResult.name, () => {
  it.each([
    { label: "passes when all passed", given: [GOOD, 0, 0], line: "12 passed, 0 failed", exitCode: 0 },
    { label: "fails with a test", given: [{ passed: 11, failed: 1 }, 1, 0], line: "11 passed, 1 failed", exitCode: 1 },
    {
      label: "fails when nothing was executed",
      given: [{ passed: 0, failed: 0 }, 0, 0],
      line: "0 passed, 0 failed",
      exitCode: 1,
    },
    { label: "fails when Vitest ended early", given: [undefined, 1, 0], line: "0 passed, 1 failed", exitCode: 1 },
    { label: "fails when Vitest says so", given: [GOOD, 1, 0], line: "12 passed, 0 failed", exitCode: 1 },
    { label: "fails without a required engine", given: [GOOD, 0, 1], line: "12 passed, 1 failed", exitCode: 1 },
  ] as const)("$label", ({ given: [count, vitestExitCode, missing], line, exitCode }) => {
    expect(testResult(count, vitestExitCode, missing)).toEqual({ line, exitCode });
  });
});
