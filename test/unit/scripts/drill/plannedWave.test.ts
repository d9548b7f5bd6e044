import type { ObservedServer } from "pulumi-drillwave/vocabulary";
import { describe, expect, it } from "vitest";
import { plannedWave } from "../../../../scripts/drill/plannedWave";

function aServer(hostname: string, change: Partial<ObservedServer> = {}): ObservedServer {
  return {
    sourceServerId: "s-0123456789abcdef0",
    hostname,
    tags: {},
    launchConfigurationSource: "DRS",
    launchConfiguration: { targetInstanceTypeRightSizingMethod: "NONE" },
    launchTemplate: { launchTemplateId: "lt-0123456789abcdef0", version: 1, instanceType: "r5.2xlarge" },
    recoveryInstances: [],
    ...change,
  };
}

function planOf(servers: ObservedServer[]): string {
  return plannedWave({
    observed: { region: "us-west-2", account: "111122223333", observedAt: "2026-11-24T12:00:00.000Z", servers },
  });
}

describe(plannedWave.name, () => {
  it("names each server with its live settings", () => {
    const { launchTemplate: _, ...server } = aServer("db-2");

    expect(planOf([aServer("db-1"), server])).toBe("would launch 2 servers: db-1 (NONE, r5.2xlarge), db-2 (NONE)");
  });

  it("counts what would make the line too long", () => {
    const servers = Array.from({ length: 9 }, (_, index) => aServer(`a${index}`, { launchConfiguration: {} }));

    expect(planOf(servers)).toBe(
      "would launch 9 servers: a0 (r5.2xlarge), a1 (r5.2xlarge), a2 (r5.2xlarge), a3 (r5.2xlarge), a4 (r5.2xlarge), a5 (r5.2xlarge), 3 more",
    );
  });

  it("says so when nothing was observed", () => {
    expect(plannedWave({})).toBe("would start; its servers were not observed");
  });
});
