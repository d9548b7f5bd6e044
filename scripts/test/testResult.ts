import type { VitestEnd } from "./vitest";

/** What `npm test` ends with. */
export interface TestResult {
  readonly line: string;
  readonly exitCode: number;
}

/** What is wrong with Vitest itself and not with a test; undefined when nothing is. */
export function vitestTrouble({ exitCode, signal, count }: VitestEnd): string | undefined {
  const how = signal === undefined ? `with exit code ${exitCode}` : `by ${signal}`;
  if (count === undefined) return `Vitest itself ended ${how}, before it could count its tests.`;
  return exitCode !== 0 && count.failed === 0 ? `Vitest itself ended ${how}, although no test failed.` : undefined;
}

/**
 * The closing line and exit code of a test run. It passes only when something was executed, nothing failed, and Vitest
 * itself was content too.
 *
 * @param missing - what had to be run and could not be, each a failure
 */
export function testResult(end: VitestEnd, missing: number): TestResult {
  const { passed, failed } = end.count ?? { passed: 0, failed: 0 };
  const all = failed + missing + (vitestTrouble(end) === undefined ? 0 : 1);
  return { line: `${passed} passed, ${all} failed`, exitCode: all === 0 && passed > 0 ? 0 : 1 };
}
