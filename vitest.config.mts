import { defineConfig } from "vitest/config";

/** Real time; everything below is a limit for a busy machine with two cores, not an expectation. */
const SECOND = 1000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts"],
          testTimeout: 30 * SECOND,
          // Loading the modules anew for each file takes five times as long as all the tests; no file leaves anything behind.
          isolate: false,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/{integration,torture,golden}/**/*.test.ts"],
          testTimeout: 30 * SECOND,
          hookTimeout: 30 * SECOND,
          isolate: false,
        },
      },
      {
        test: {
          name: "contract",
          include: ["test/contract/**/*.test.ts"],
          testTimeout: 30 * SECOND,
          hookTimeout: 30 * SECOND,
          isolate: false,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/{engine,terminal,process,consumer,estates}/**/*.test.ts"],
          testTimeout: 180 * SECOND,
          hookTimeout: 120 * SECOND,
          // Each file runs engines, their plugins and a simulator; they come last, so as not to slow down the others.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
