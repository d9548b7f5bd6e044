import { describe, expect, it } from "vitest";
import { closingLine, concludeDrill, type DrillFacts, isCutOff } from "../../../../scripts/drill/conclusion";
import type { DrillRecord } from "../../../../scripts/drill/record";
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
      facts: { waves: [aWave("database"), { ...unfinished, outputs: withoutVerdict }] },
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

describe(closingLine.name, () => {
  it("sums up a drill that passed by its worst numbers", () => {
    const waves = [
      aWave("database", { servers: [aServer(), aServer()], recoveryTimeSeconds: 539, recoveryPointSeconds: 2 }),
      aWave("app", { recoveryTimeSeconds: 62, recoveryPointSeconds: 4 }),
      aWave("web"),
    ];

    expect(closingLine({ outcome: "PASSED" }, waves)).toBe(
      "drill PASSED: 3 waves, 4 servers, worst recovery 8m59s, worst data loss 4s",
    );
  });

  it("says so when no wave knows its data loss", () => {
    const { recoveryPointSeconds: _, ...outputs } = aWave("app").outputs;

    expect(closingLine({ outcome: "DEGRADED" }, [{ ...aWave("app"), outputs }])).toBe(
      "drill DEGRADED: 1 wave, 1 server, worst recovery 8m59s, worst data loss unknown",
    );
  });

  it.each([
    { given: { outcome: "FAILED", reason: "no wave was started" }, expected: "drill FAILED: no wave was started" },
    { given: { outcome: "INTERRUPTED" }, expected: "drill INTERRUPTED" },
    { given: { outcome: "INTERRUPTED", reason: "i-1 is left" }, expected: "drill INTERRUPTED: i-1 is left" },
  ] as const)("says $expected", ({ given, expected }) => {
    expect(closingLine(given, [aWave("app")])).toBe(expected);
  });
});

const PREVIEW = { succeeded: true, planned: ["database", "app"] };
const { verdict: _verdict, ...running } = aWave("app").outputs;

function record(change: Partial<DrillRecord>): DrillRecord {
  return { waves: [], violations: [], advice: [], errors: [], ...change };
}

describe(isCutOff.name, () => {
  it.each([
    { label: "nothing when every wave was judged", waves: [aWave("database"), aWave("app")], expected: false },
    { label: "a wave that never started", waves: [aWave("database")], expected: true },
    {
      label: "a wave that was not judged",
      waves: [aWave("database"), { ...aWave("app"), outputs: running }],
      expected: true,
    },
    {
      label: "nothing that a failed wave had ended",
      waves: [aWave("database", { verdict: "FAILED" })],
      expected: false,
    },
  ])("cuts off $label", ({ waves, expected }) => {
    expect(isCutOff(PREVIEW, record({ waves }))).toBe(expected);
  });

  it("cuts off a preview, unless policy had ended that", () => {
    const preview = { succeeded: false, planned: [] };

    expect(isCutOff(preview, record({}))).toBe(true);
    expect(isCutOff(preview, record({ violations: [{ policy: "rule", message: "No." }] }))).toBe(false);
  });
});
