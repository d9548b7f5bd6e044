import { describe, expect, it } from "vitest";
import { concludeDrill, type DrillFacts } from "../../../../scripts/drill/conclusion";
import { aFailedServer, aServer, aWave } from "./aWave";

const CLEAN: DrillFacts = {
  waves: [aWave("database"), aWave("app")],
  violations: [],
  errors: [],
  leftovers: [],
  interrupted: false,
};

const VIOLATION = { policy: "database-keeps-its-size", resource: "database", message: "db-1 would be right-sized." };

describe(concludeDrill.name, () => {
  it("passes when every wave passed", () => {
    expect(concludeDrill(CLEAN)).toEqual({ outcome: "PASSED" });
  });

  it("is degraded when a wave is", () => {
    const waves = [aWave("database"), aWave("app", { verdict: "DEGRADED" })];

    expect(concludeDrill({ ...CLEAN, waves })).toEqual({ outcome: "DEGRADED" });
  });

  const unfinished = aWave("app", { pending: ["wait", "judge"] });
  const { verdict: _, ...withoutVerdict } = unfinished.outputs;

  it.each([
    {
      label: "a violation at preview",
      facts: { waves: [], violations: [VIOLATION] },
      reason: "blocked by policy before anything started: database-keeps-its-size: db-1 would be right-sized.",
    },
    {
      label: "several violations, after a wave had started",
      facts: { violations: [VIOLATION, VIOLATION] },
      reason: "blocked by policy: database-keeps-its-size: db-1 would be right-sized. (and 1 more)",
    },
    {
      label: "a failed wave, before the error that tells the same",
      facts: {
        waves: [aWave("app", { verdict: "FAILED", servers: [aServer(), aFailedServer()] })],
        errors: [{ resource: "app", message: "Verifying wave app: …" }],
      },
      reason: "wave app: 1 of 2 servers did not recover",
    },
    {
      label: "an unfinished wave",
      facts: { waves: [aWave("database"), { name: "app", outputs: withoutVerdict }] },
      reason: "wave app did not finish (wait, judge)",
    },
    {
      label: "an error of a wave that never started",
      facts: { waves: [], errors: [{ resource: "app", message: "Preparing wave app: it stalls.\nmore" }] },
      reason: "app: Preparing wave app: it stalls.",
    },
    {
      label: "an error of the engine",
      facts: { errors: [{ message: "the engine broke" }, { message: "twice" }] },
      reason: "the engine broke (and 1 more)",
    },
    { label: "a program without waves", facts: { waves: [] }, reason: "no wave was started" },
    {
      label: "instances that still run",
      facts: { leftovers: ["i-1", "i-2"] },
      reason: "2 recovery instances not cleaned up: i-1, i-2",
    },
  ])("fails because of $label", ({ facts, reason }) => {
    expect(concludeDrill({ ...CLEAN, ...facts })).toEqual({ outcome: "FAILED", reason });
  });

  it("is interrupted, whatever that broke", () => {
    const facts = { ...CLEAN, interrupted: true, errors: [{ message: "context canceled" }] };

    expect(concludeDrill(facts)).toEqual({ outcome: "INTERRUPTED" });
  });

  it("names what an interrupted drill could not clean up", () => {
    expect(concludeDrill({ ...CLEAN, interrupted: true, leftovers: ["i-1"] })).toEqual({
      outcome: "INTERRUPTED",
      reason: "1 recovery instance not cleaned up: i-1",
    });
  });
});
