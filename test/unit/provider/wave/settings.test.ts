import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requiredServers, settingsOf } from "../../../../provider/src/wave/settings";

describe(settingsOf.name, () => {
  it("fills in the contract's defaults", () => {
    expect(settingsOf({})).toEqual({
      isDrill: true,
      observe: "live",
      onUnreadableLaunchConfiguration: "fail",
      objectives: {},
      success: "statusChecks",
      minimumLaunched: "100%",
      maximumAttempts: 2,
      maximumLagSeconds: 600,
      busyServers: "wait",
      sourceServerTag: "AWSElasticDisasterRecoverySourceServerID",
      cleanup: "onDestroy",
      replaceRecoveryInstances: false,
      tags: {},
      pollMs: 10_000,
    });
  });

  it("keeps whatever the program says", () => {
    expect(
      settingsOf({
        isDrill: false,
        observe: "off",
        onUnreadableLaunchConfiguration: "useDefaults",
        objectives: { recoveryTimeSeconds: 1800 },
        success: "launched",
        minimumLaunched: 0,
        retries: { maximumAttempts: 1 },
        preflight: { maximumLagSeconds: 5, busyServers: "fail", sourceServerTag: "SourceServer" },
        cleanup: "never",
        replaceRecoveryInstances: true,
        tags: { CostCenter: "42" },
        polling: { intervalSeconds: 0.5 },
      }),
    ).toEqual({
      isDrill: false,
      observe: "off",
      onUnreadableLaunchConfiguration: "useDefaults",
      objectives: { recoveryTimeSeconds: 1800 },
      success: "launched",
      minimumLaunched: 0,
      maximumAttempts: 1,
      maximumLagSeconds: 5,
      busyServers: "fail",
      sourceServerTag: "SourceServer",
      cleanup: "never",
      replaceRecoveryInstances: true,
      tags: { CostCenter: "42" },
      pollMs: 500,
    });
  });
});

describe(requiredServers.name, () => {
  it.each([
    { minimum: 3, critical: 10, required: 3 },
    { minimum: 0, critical: 10, required: 0 },
    { minimum: "100%", critical: 10, required: 10 },
    { minimum: "80%", critical: 10, required: 8 },
    { minimum: "81%", critical: 10, required: 9 }, // rounded up: 8 of 10 are not 81 %
    { minimum: "0.1%", critical: 10, required: 1 },
    { minimum: "0%", critical: 10, required: 0 },
    { minimum: "50%", critical: 0, required: 0 },
    { minimum: "55%", critical: 100, required: 55 }, // and not one more for 55.00000000000001 in floating point
    { minimum: "7%", critical: 100, required: 7 },
    { minimum: "14%", critical: 50, required: 7 },
  ])("asks for $required of $critical at $minimum", ({ minimum, critical, required }) => {
    expect(requiredServers(minimum, critical)).toBe(required);
  });

  const share = fc.integer({ min: 0, max: 100 });
  const servers = fc.integer({ min: 0, max: 100 });

  it("never asks for fewer when the share or the number of servers grows", () => {
    fc.assert(
      fc.property(share, share, servers, servers, (p, q, m, n) => {
        const [low, high] = [Math.min(p, q), Math.max(p, q)];
        const [few, many] = [Math.min(m, n), Math.max(m, n)];
        expect(requiredServers(`${low}%`, few)).toBeLessThanOrEqual(requiredServers(`${high}%`, many));
      }),
    );
  });

  it("never asks for more than there are", () => {
    fc.assert(
      fc.property(share, servers, (percent, n) => {
        expect(requiredServers(`${percent}%`, n)).toBeLessThanOrEqual(n);
      }),
    );
  });
});
