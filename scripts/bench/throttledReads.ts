import { readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine/engine";
import { runVitest } from "../process/runVitest";
import type { Measurement } from "./measurement";

/**
 * How long the looks of waves take whose reads AWS throttles: at check, and again before each start. In virtual time,
 * since at six requests a second they take minutes; so these figures are the same on every machine.
 */
export async function measureThrottledReads(_engine: Engine, signal: AbortSignal): Promise<Measurement[]> {
  const folder = await mkdtemp(join(tmpdir(), "drillwave-bench-"));
  const out = join(folder, "measurements.jsonl");
  try {
    const run = { BENCH_RUN: "throttledReads", BENCH_OUT: out };
    await runVitest("test/bench/vitest.config.mts", { ...process.env, ...run }, signal);
    const lines = readFileSync(out, "utf8").trim().split("\n");
    return lines.map((line) => JSON.parse(line) as Measurement);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
