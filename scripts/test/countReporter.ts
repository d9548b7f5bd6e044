import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** Names the file that {@link CountReporter} writes to, for the Vitest process. */
export const COUNT_FILE_VARIABLE = "DRILLWAVE_TEST_COUNT_FILE";

/** A Vitest reporter that shows nothing and writes the run's numbers to a file. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], uncaughtErrors: readonly unknown[]): void {
    const file = process.env[COUNT_FILE_VARIABLE];
    if (file !== undefined) {
      writeFileSync(file, JSON.stringify(countTests(modules, uncaughtErrors.length)));
    }
  }
}

/** Part of Vitest's report on one test file. */
export interface CountedModule {
  state(): string;
  readonly children: { allTests(): Iterable<{ result(): { readonly state: string } }> };
}

/** How many tests a run had, by how they ended. Skipped tests are in neither number. */
export interface TestCount {
  readonly passed: number;
  readonly failed: number;
}

/**
 * Counts the tests of a run. A file that failed although no test in it did (it could not be loaded, or a hook threw) is
 * one failure, and so is every error that no test caught.
 */
export function countTests(modules: readonly CountedModule[], uncaughtErrors: number): TestCount {
  const counts = modules.map(countModule);
  return {
    passed: sum(counts.map((count) => count.passed)),
    failed: sum(counts.map((count) => count.failed)) + uncaughtErrors,
  };
}

function countModule(module: CountedModule): TestCount {
  const states = [...module.children.allTests()].map((test) => test.result().state);
  const failed = states.filter((state) => state === "failed").length;
  const brokenOutside = module.state() === "failed" && failed === 0;
  return { passed: states.filter((state) => state === "passed").length, failed: brokenOutside ? 1 : failed };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
