import { describe, expect, it } from "vitest";
import { testResult, vitestTrouble } from "../../../../scripts/test/vitest";

const GOOD = { exitCode: 0, count: { passed: 12, failed: 0 } };
const ONE_FAILED = { exitCode: 1, count: { passed: 11, failed: 1 } };
const NONE = { exitCode: 0, count: { passed: 0, failed: 0 } };

describe(testResult.name, () => {
  it.each([
    { label: "passes when all passed", given: [GOOD, 0], line: "12 passed, 0 failed", exitCode: 0 },
    { label: "fails with a test", given: [ONE_FAILED, 0], line: "11 passed, 1 failed", exitCode: 1 },
    { label: "fails when nothing was executed", given: [NONE, 0], line: "0 passed, 0 failed", exitCode: 1 },
    { label: "fails when Vitest ended early", given: [{ exitCode: 0 }, 0], line: "0 passed, 1 failed", exitCode: 1 },
    {
      label: "fails when Vitest says so",
      given: [{ ...GOOD, exitCode: 1 }, 0],
      line: "12 passed, 1 failed",
      exitCode: 1,
    },
    { label: "fails without a required engine", given: [GOOD, 1], line: "12 passed, 1 failed", exitCode: 1 },
  ] as const)("$label", ({ given: [end, missing], line, exitCode }) => {
    expect(testResult(end, missing)).toEqual({ line, exitCode });
  });
});

describe(vitestTrouble.name, () => {
  it.each([
    { given: GOOD, expected: undefined },
    { given: ONE_FAILED, expected: undefined },
    {
      given: { exitCode: 1, signal: "SIGKILL" },
      expected: "Vitest itself ended by SIGKILL, before it could count its tests.",
    },
    { given: { exitCode: 7 }, expected: "Vitest itself ended with exit code 7, before it could count its tests." },
    {
      given: { ...GOOD, exitCode: 1 },
      expected: "Vitest itself ended with exit code 1, although no test failed.",
    },
  ] as const)("says $expected", ({ given, expected }) => {
    expect(vitestTrouble(given)).toBe(expected);
  });
});
