import { describe, expect, it } from "vitest";
import { statusChecks } from "../../../../simulator/src/ec2/statusChecks";
import { aServer, aState, first, START, serverID } from "../aWorld";

/** A running instance whose checks are decided at START. */
function instance(given: { statusChecks?: "ok" | "impaired"; ec2State?: "RUNNING" | "STOPPED" } = {}) {
  const state = aState({ sourceServers: [aServer()], recoveryInstances: [{ sourceServerID: serverID(1) }] });
  return { ...first(state.instances), checksDecidedAt: START, ...given };
}

describe(statusChecks.name, () => {
  it.each([
    { label: "initializes at first", now: START - 1, given: {}, system: "initializing", own: "initializing" },
    { label: "is ok then", now: START, given: {}, system: "ok", own: "ok" },
    {
      label: "is impaired in an impaired world",
      now: START,
      given: { statusChecks: "impaired" as const },
      system: "ok",
      own: "impaired",
    },
    {
      label: "has none while stopped",
      now: START,
      given: { ec2State: "STOPPED" as const },
      system: "not-applicable",
      own: "not-applicable",
    },
  ])("$label", ({ now, given, system, own }) => {
    const checks = statusChecks(instance(given), now);
    expect(checks).toMatchObject({ system: { status: system }, instance: { status: own } });
  });

  it("says since when an instance has not been reachable", () => {
    expect(statusChecks(instance({ statusChecks: "impaired" }), START + 1000).instance).toEqual({
      status: "impaired",
      details: { item: [{ name: "reachability", status: "failed", impairedSince: "2026-01-15T09:00:00.000Z" }] },
    });
  });
});
