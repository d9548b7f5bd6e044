import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { WaveInputs } from "../../../provider/src/lifecycle/state";
import { APP, aWorld } from "../../engine/worlds";
import { type EditedAnswers, openEditedAnswers } from "./editedAnswers";
import { openSimulatedWave, type SimulatedWave } from "./simulatedWave";

let drill: SimulatedWave;
let way: EditedAnswers;
/** Members that every launch configuration has beside those that the simulator knows. */
let stored: Record<string, unknown>;

beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  stored = {
    futureSetting: { levels: ["high"] },
    recoveryMode: "FAST",
    licensing: { osByol: false, futureLicence: 1 },
  };
  drill = await openSimulatedWave(aWorld());
  way = await openEditedAnswers(drill.simulator.url, (operation, answer) =>
    operation === "GetLaunchConfiguration" ? { ...answer, ...stored } : undefined,
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await way.close();
  await drill.close();
});

const args = (launchConfiguration: Record<string, unknown> = {}): Partial<WaveInputs> => ({
  sourceServers: [{ sourceServerId: APP, launchConfiguration }],
  connection: { endpoint: way.url },
});

describe("settings that the client does not know", () => {
  it("are seen and recorded as they came", async () => {
    const inputs = await drill.check(args());
    const { outs } = await drill.wave.create(inputs);
    expect({
      seen: inputs.observed?.servers[0]?.launchConfiguration,
      recorded: outs.servers[0]?.launchConfiguration,
    }).toEqual({
      seen: expect.objectContaining(stored),
      recorded: expect.objectContaining(stored),
    });
  });

  it("may be declared, and are compared with what is stored", async () => {
    const { outs } = await drill.wave.create(await drill.check(args(stored)));
    expect(outs.verdict).toBe("PASSED");
    await expect(
      drill.create({ ...args({ futureSetting: { levels: ["low"] } }), triggers: ["again"] }),
    ).rejects.toThrow(
      `launch configuration of app-1 (${APP}) is not as declared: futureSetting.levels.0 is high, expected low`,
    );
  });

  it("must not change between judging and launching", async () => {
    const inputs = await drill.check(args());
    stored = { futureSetting: { levels: ["high", "low"] }, recoveryMode: "OPTIMAL" };
    await expect(drill.wave.create(inputs)).rejects.toThrow(
      `Checking that the drill can start: settings of app-1 (${APP}) changed after policy judged them: ` +
        `licensing.futureLicence was 1, is not set; settings of app-1 (${APP}) changed after policy judged them: ` +
        `recoveryMode was FAST, is OPTIMAL; settings of app-1 (${APP}) changed after policy judged them: ` +
        "futureSetting.levels.1 was not set, is low. Nothing was started.",
    );
    expect(drill.calls("StartRecovery")).toBe(0);
  });
});
