import { defineConfig } from "vitest/config";

/** How `record.run.ts` is run: README.md. */
export default defineConfig({ test: { include: ["test/golden/record.run.ts"], testTimeout: 0 } });
