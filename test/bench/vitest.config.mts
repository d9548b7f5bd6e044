import { defineConfig } from "vitest/config";

/** How `npm run bench` runs what it measures in virtual time (scripts/bench/throttledReads.ts). */
export default defineConfig({ test: { include: ["test/bench/*.run.ts"], testTimeout: 0, hookTimeout: 0 } });
