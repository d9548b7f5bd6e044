import { readFileSync } from "node:fs";
import { defineConfig } from "vitest/config";

/** Real time; everything below is a limit for a busy machine with two cores, not an expectation. */
const SECOND = 1000;

/** GitHub's parser of workflows imports JSON in a way that Node itself refuses, and names source maps that it does not ship. */
const GITHUBS_PARSER = /node_modules\/@actions\/.*\.js$/;
const withoutSourceMaps = {
  name: "without-source-maps",
  enforce: "pre" as const,
  load: (id: string) =>
    GITHUBS_PARSER.test(id) ? readFileSync(id, "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "") : undefined,
};

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
          server: { deps: { inline: [GITHUBS_PARSER] } },
        },
        plugins: [withoutSourceMaps],
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
