import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";
import { countTests } from "./countTests";

/** Names the file that {@link CountReporter} writes to, for the Vitest process. */
export const COUNT_FILE_VARIABLE = "DRILLWAVE_TEST_COUNT_FILE";

/** A Vitest reporter that shows nothing and writes the run's numbers to a file. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], uncaughtErrors: readonly unknown[]): void {
    const file = process.env[COUNT_FILE_VARIABLE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(countTests(modules, uncaughtErrors.length)));
  }
}
