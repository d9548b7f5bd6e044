import { defineConfig } from "vitest/config";

/** How `npm run bench` runs what it measures in virtual time, with the provider's own modules: one file, which it names. */
export default defineConfig({
  test: { include: [`test/bench/${process.env["BENCH_RUN"]}.run.ts`], testTimeout: 0, hookTimeout: 0 },
});
