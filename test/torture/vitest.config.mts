import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

/** Workers, each with its share of the cells: one a core. */
const workers = availableParallelism();

/** How `npm run torture` runs (scripts/torture.ts): every worker is a project of its own, so that all cores have work. */
export default defineConfig({
  test: {
    maxWorkers: workers,
    projects: Array.from({ length: workers }, (_, worker) => ({
      test: {
        name: `worker-${worker + 1}`,
        include: ["test/torture/everything.run.ts"],
        env: { TORTURE_WORKER: `${worker}`, TORTURE_WORKERS: `${workers}` },
        testTimeout: 0,
      },
    })),
  },
});
