import { beforeAll, describe, expect, it } from "vitest";
import { LOOK_TIMEOUT_SECONDS } from "../../../provider/src/wave/context";
import { aWave, aWorld, lookTwice, ThrottledStage, warmUp } from "../../bench/throttledLooks";

/** Real time, for a busy machine. */
const TIMEOUT_MS = 120_000;

beforeAll(warmUp);

describe("waves of 100 servers whose reads are throttled", () => {
  it.each([
    { perSecond: 6, burst: 6 },
    { perSecond: 20, burst: 20 },
  ])(
    "are all looked at in little more than the limit's own time: three waves, $perSecond a second",
    async (rateLimit) => {
      const looks = await lookTwice(3, rateLimit);
      expect({ failures: looks.failures, unseen: looks.unseen }).toEqual({ failures: [], unseen: [] });
      expect(Math.max(...looks.rounds)).toBeLessThan(LOOK_TIMEOUT_SECONDS);
      expect((looks.rounds[0] ?? 0) + (looks.rounds[1] ?? 0)).toBeLessThan(looks.own * 1.1);
      expect(looks.throttled / looks.asked).toBeLessThan(0.25);
    },
    TIMEOUT_MS,
  );

  it(
    "are drilled at two requests a second, though the start takes the place of one of them",
    async () => {
      const stage = new ThrottledStage(aWorld(1, { perSecond: 2, burst: 1 }));
      const seen = await stage.time.drive(async () => {
        const checked = await stage.wave.check?.({}, aWave(0));
        const lookSeconds = stage.seconds();
        return {
          lookSeconds,
          failures: checked?.failures ?? [],
          outs: (await stage.wave.create(checked?.inputs)).outs,
        };
      });
      const starts = stage.service.journal.entries().filter(({ operation }) => operation === "StartRecovery");
      expect({ failures: seen.failures, verdict: seen.outs?.verdict }).toEqual({ failures: [], verdict: "PASSED" });
      expect(seen.lookSeconds).toBeLessThan(LOOK_TIMEOUT_SECONDS);
      expect(starts.length).toBeLessThanOrEqual(2);
    },
    TIMEOUT_MS,
  );
});
