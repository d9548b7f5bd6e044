import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { APP, aWorld } from "../../engine/worlds";
import { openSimulatedSettings, type SimulatedSettings } from "./simulatedSettings";

let settings: SimulatedSettings;
beforeEach(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "test");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "test");
  settings = await openSimulatedSettings(
    aWorld({ [APP]: { launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE", copyTags: false } } }),
  );
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await settings.close();
});

const ARGS = { sourceServerId: APP, copyTags: true, launchTemplate: { instanceType: "r5.2xlarge" } };

const BEFORE = { copyTags: false, "launchTemplate.instanceType": "m5.large" };
const WRITTEN = { copyTags: true, "launchTemplate.instanceType": "r5.2xlarge" };

/** Every call of the first `up`, in its order. */
const CALLS = [
  ["GetLaunchConfiguration", 3],
  ["DescribeLaunchTemplateVersions", 5],
  ["DescribeLaunchTemplates", 1],
  ["UpdateLaunchConfiguration", 1],
  ["CreateLaunchTemplateVersion", 1],
  ["ModifyLaunchTemplate", 1],
] as const;

const CELLS = CALLS.flatMap(([operation, times]) =>
  Array.from({ length: times }, (_, skip) => [
    [operation, skip, { kind: "error", status: 403, code: "AccessDeniedException" }] as const,
    [operation, skip, { kind: "resetAfter" }] as const,
    [operation, skip, { kind: "throttle" }] as const,
  ]).flat(),
);

describe("an `up` of settings that is hit", () => {
  it.each(CELLS)(
    "at %s after %i good ones by %j ends, or goes on at the next one, and remembers what was there",
    async (operation, skip, fault) => {
      settings.simulator.faults.add({ operation, skip, ...fault });
      await settings.up(ARGS).catch((error: Error) => {
        expect(error.message).toMatch(/Fix: /);
      });
      expect(settings.simulator.faults.left()).toEqual([]);
      await settings.up(ARGS);
      expect(settings.state()).toMatchObject({ before: BEFORE, written: WRITTEN, stored: { values: WRITTEN } });
      settings.writes();
      expect(await settings.diff(ARGS)).toBe(false);
      await settings.up(ARGS);
      expect(settings.writes()).toEqual([]);
    },
  );

  it("makes one version alone, however often an answer is lost", async () => {
    settings.simulator.faults.add({ operation: "CreateLaunchTemplateVersion", kind: "resetAfter", times: 3 });
    await settings.up(ARGS);
    expect(settings.state()?.stored.ec2LaunchTemplateVersion).toBe(2);
  });
});
