import type { TestCount } from "./countTests";

/** What `npm test` ends with. */
export interface TestResult {
  readonly line: string;
  readonly exitCode: number;
}

/**
 * The closing line and exit code of a test run. It passes only when something was executed, nothing failed, and Vitest
 * itself was content too.
 *
 * @param count - absent when Vitest ended before it could count: one failure
 * @param missing - what had to be run and could not be, each a failure
 */
export function testResult(count: TestCount | undefined, vitestExitCode: number, missing: number): TestResult {
  const { passed, failed } = count ?? { passed: 0, failed: 1 };
  const all = failed + missing;
  const sound = all === 0 && passed > 0 && vitestExitCode === 0;
  return { line: `${passed} passed, ${all} failed`, exitCode: sound ? 0 : 1 };
}
