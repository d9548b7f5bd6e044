import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../engine/engine";
import { runVitest } from "../process/runVitest";
import type { Measurement } from "./measurement";

/** How late an end may be noticed, on average, in seconds. */
const GOAL_LATE_SECONDS = 2;

/** How many more calls waves may need that run at the same time, for jobs that do not end in the same second. */
const GOAL_TOGETHER = 1.25;

/** Of one wait, or the averages of several (test/bench/waits.run.ts). */
interface Wait {
  /** DescribeJobs and DescribeJobLogItems calls. */
  jobs: number;
  logs: number;
  /** From the start to the look that saw the end. */
  seconds: number;
  late: number;
}

interface Waits {
  own: Wait;
  every15: Wait;
  former: Wait;
  together: readonly (Wait & { waves: number })[];
}

/**
 * What a wave's wait for its job costs, beside a look every 15 s and beside two calls every 10 s, and what many waves
 * cost at the same time. The provider, the AWS SDK and the simulator, in virtual time, at 100 ms a call.
 */
export async function measureWaits(_engine: Engine, signal: AbortSignal): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), "drillwave-bench-"));
  const out = join(folder, "waits.json");
  try {
    const run = { BENCH_RUN: "waits", BENCH_OUT: out };
    await runVitest("test/bench/vitest.config.mts", { ...process.env, ...run }, signal);
    const waits: Waits = JSON.parse(readFileSync(out, "utf8"));
    return [oneWave(waits), manyWaves(waits)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function oneWave({ own, every15, former }: Waits): Measurement {
  return {
    name: "wait for one job, simulated, 100 ms a call, mean of 24 jobs",
    figures: [
      `own ${describe(own)}`,
      `a look every 15 s ${describe(every15)}`,
      `job and log every 10 s, as before, ${describe(former)}`,
    ],
    goal: `at most ${GOAL_LATE_SECONDS} s late, no more calls than a look every 15 s`,
    met: own.late <= GOAL_LATE_SECONDS && own.jobs + own.logs <= every15.jobs,
  };
}

function describe({ jobs, logs, seconds, late }: Wait): string {
  const calls = `${jobs.toFixed(1)} + ${logs.toFixed(1)} calls`;
  return `${calls} (DescribeJobs + DescribeJobLogItems) in ${seconds.toFixed(1)} s, ${late.toFixed(1)} s late`;
}

function manyWaves({ together }: Waits): Measurement {
  const [one] = together;
  const limit = (one?.jobs ?? 0) * GOAL_TOGETHER;
  return {
    name: "DescribeJobs calls of waves that wait at the same time",
    figures: together.map(({ waves, jobs }) => `${waves}: ${jobs}`),
    goal: `at most ${GOAL_TOGETHER} times those of one`,
    met: together.every(({ jobs }) => jobs <= limit),
  };
}
