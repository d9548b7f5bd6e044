import { appendFileSync } from "node:fs";
import { beforeAll, describe, it } from "vitest";
import { count } from "../../provider/src/vocabulary";
import { LOOK_TIMEOUT_SECONDS } from "../../provider/src/wave/context";
import type { Measurement } from "../../scripts/bench/measurement";
import { lookTwice, SERVERS_PER_WAVE, warmUp } from "./throttledLooks";

/** What is measured: `within` is the longest that all looks may take, as a part of the limit's own time. */
const RUNS = [
  { waves: 3, perSecond: 6 },
  { waves: 3, perSecond: 20, within: 1.1 },
  { waves: 1, perSecond: 2 },
];

/** Requests that the service takes at once. */
const BURST = 10;

async function measure({ waves, perSecond, within }: { waves: number; perSecond: number; within?: number }) {
  const { rounds, own, asked, throttled, failures, unseen } = await lookTwice(waves, { perSecond, burst: BURST });
  const seconds = rounds.reduce((sum, each) => sum + each, 0);
  const ratio = seconds / own;
  const longest = Math.max(...rounds);
  const measurement: Measurement = {
    name: `throttled reads, ${waves * SERVERS_PER_WAVE} servers in ${count(waves, "wave")} at ${perSecond} requests a second`,
    figures: [
      `${((asked - throttled) / seconds).toFixed(2)} requests a second`,
      `longest look ${longest.toFixed(0)} s`,
      `all looks ${seconds.toFixed(0)} s`,
      `the limit's own time ${own.toFixed(0)} s`,
      `ratio ${ratio.toFixed(2)}`,
      `${((100 * throttled) / asked).toFixed(0)} % throttled`,
      ...[...failures, ...unseen].slice(0, 1),
    ],
    goal: `each look within ${LOOK_TIMEOUT_SECONDS} s${within === undefined ? "" : `, ratio at most ${within}`}`,
    met:
      failures.length + unseen.length === 0 &&
      longest <= LOOK_TIMEOUT_SECONDS &&
      ratio <= (within ?? Number.POSITIVE_INFINITY),
  };
  return measurement;
}

beforeAll(warmUp);

describe("npm run bench", () => {
  it.each(RUNS)("measures throttled reads of $waves waves at $perSecond a second", async (run) => {
    appendFileSync(process.env["BENCH_OUT"] ?? "/dev/stdout", `${JSON.stringify(await measure(run))}\n`);
  });
});
