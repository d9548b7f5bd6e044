import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WaveState } from "../../../provider/src/lifecycle/state";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

const TWO_HOURS = 7200;

/** A drill of half an hour's objective whose first `up` ends after so many seconds. */
const args = (create: string) => ({
  sourceServers: [{ sourceServerId: APP }],
  objectives: { recoveryTimeSeconds: 1800 },
  customTimeouts: { create },
});

let drill: SimulatedWave;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  drill = await openSimulatedWave(aWorld());
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await drill.close();
});

/** What state says once a drill that was cut off is taken up again. */
function measuresOf({ verdict, objectivesMet, warnings, servers }: WaveState) {
  const { launchTimeSeconds = 0, recoveryTimeAtLeastSeconds = 0, recoveryTimeSeconds = 0 } = servers[0] ?? {};
  return {
    verdict,
    objectivesMet,
    gaps: warnings.filter((warning) => warning.startsWith("objective cannot be determined: ")).length,
    knowsLastLook: recoveryTimeAtLeastSeconds > launchTimeSeconds,
    hours: Math.floor(recoveryTimeSeconds / 3600),
  };
}

describe("the recovery time of a drill", () => {
  it("that nobody left is between two looks ten seconds apart, and meets its objective", async () => {
    const { launchTimeSeconds = 0, ...state } = await drill.create(args("1h"));
    const { recoveryTimeSeconds = 0, recoveryTimeAtLeastSeconds = 0 } = state;
    expect({
      objectivesMet: state.objectivesMet,
      gap: Math.round(recoveryTimeSeconds - recoveryTimeAtLeastSeconds),
    }).toEqual({
      objectivesMet: true,
      gap: 10,
    });
    expect(recoveryTimeAtLeastSeconds).toBeGreaterThan(launchTimeSeconds);
  });

  it("that was killed and adopted two hours later cannot be determined to have met half an hour", async () => {
    const inputs = await drill.check(args("2m"));
    await drill.wave.create(inputs).catch(() => undefined);
    drill.pass(TWO_HOURS);
    const { outs } = await drill.wave.create({ ...inputs, customTimeouts: { create: "1h" } });
    expect(measuresOf(outs)).toEqual({
      verdict: "DEGRADED",
      objectivesMet: undefined,
      gaps: 1,
      knowsLastLook: false,
      hours: 2,
    });
  });

  it("that is resumed two hours later keeps the last look from before", async () => {
    // After its job has ended, before its status checks pass.
    const inputs = await drill.check(args("10m"));
    const left = await drill.wave.create(inputs).catch((error: { properties: WaveState }) => error.properties);
    drill.pass(TWO_HOURS);
    const { outs } = (await drill.wave.update?.("id", left, inputs)) ?? {};
    expect(measuresOf(outs)).toEqual({
      verdict: "DEGRADED",
      objectivesMet: undefined,
      gaps: 1,
      knowsLastLook: true,
      hours: 2,
    });
  });
});
