import { defineConfig } from "vitest/config";

/** How `npm run bench` runs what needs the provider's own modules (scripts/bench/waits.ts). */
export default defineConfig({ test: { include: ["test/bench/*.run.ts"], testTimeout: 0 } });
