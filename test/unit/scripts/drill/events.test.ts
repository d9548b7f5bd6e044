import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, it } from "vitest";
import { errorText, operationReport } from "../../../../scripts/drill/events";

const URN = "urn:pulumi:drill::three-tier-drill::pulumi-nodejs:dynamic/drs:DrillWave::database";
const AT = { sequence: 1, timestamp: 1 };

function diagnostic(message: string, urn?: string): EngineEvent {
  return { ...AT, diagnosticEvent: { message, color: "never", severity: "error", ...(urn ? { urn } : {}) } };
}

function finding(enforcementLevel: string, message: string, resourceUrn = URN): EngineEvent {
  const policyEvent = {
    resourceUrn,
    message,
    color: "never",
    policyName: "rule",
    policyPackName: "drillwave",
    policyPackVersion: "0.1.0",
    policyPackVersionTag: "0.1.0",
    enforcementLevel,
  };
  return { ...AT, policyEvent: policyEvent as NonNullable<EngineEvent["policyEvent"]> };
}

describe(operationReport.name, () => {
  it("tells mandatory findings from advice, without the rule's own description", () => {
    expect(
      operationReport(
        [finding("mandatory", "What the rule is for.\nNot so.\nNor so.\n"), finding("advisory", "Just this.\n")],
        "exit status 255",
      ),
    ).toEqual({
      succeeded: false,
      planned: [],
      violations: [{ policy: "rule", resource: "database", message: "Not so. Nor so." }],
      advice: [{ policy: "rule", resource: "database", message: "Just this." }],
      errors: [],
    });
  });

  it("names no resource for what several waves share: the engine reports it of the stack", () => {
    const stack = "urn:pulumi:drill::three-tier-drill::pulumi:pulumi:Stack::three-tier-drill-drill";
    const { advice } = operationReport([finding("advisory", "Of them all.\n", stack)], undefined);
    expect(advice).toEqual([{ policy: "rule", message: "Of them all." }]);
  });

  it("keeps errors by their resource, and drops the engine's closing words", () => {
    expect(
      operationReport([diagnostic("It stalls.\n", URN), diagnostic("update failed\n")], "exit status 255"),
    ).toEqual({
      succeeded: false,
      planned: [],
      violations: [],
      advice: [],
      errors: [{ resource: "database", message: "It stalls." }],
    });
  });

  it("tells the failure itself when no event told a cause", () => {
    expect(operationReport([], "pulumi is not to be found").errors).toEqual([{ message: "pulumi is not to be found" }]);
  });

  it("tells once what the engine tells with a stack and without", () => {
    const events = [
      diagnostic("Unhandled exception: Error: It stalls.\n    at run (a.js:1:2)\n"),
      diagnostic("It stalls."),
    ];

    expect(operationReport(events, "exit status 255").errors).toEqual([{ message: "It stalls." }]);
  });

  it("keeps the same words of two resources", () => {
    const other = URN.replace("database", "app");

    expect(operationReport([diagnostic("It stalls.", URN), diagnostic("It stalls.", other)], "").errors).toEqual([
      { resource: "database", message: "It stalls." },
      { resource: "app", message: "It stalls." },
    ]);
  });

  it("names the waves that a preview would start", () => {
    const metadata = { op: "create", type: "pulumi-nodejs:dynamic/drs:DrillWave", urn: URN, provider: "" } as const;
    const planned = { ...AT, resourcePreEvent: { metadata, planning: true } };

    expect(operationReport([planned, { ...AT, resourcePreEvent: { metadata } }]).planned).toEqual(["database"]);
  });

  it("has nothing to say about an operation that went well", () => {
    expect(operationReport([])).toEqual({
      succeeded: true,
      planned: [],
      violations: [],
      advice: [],
      errors: [],
    });
  });
});

describe(errorText.name, () => {
  it.each([
    {
      label: "drops class and stack of what a program threw",
      given:
        "Unhandled exception: DrsRequestError: calling drs:X: it broke\n    at f (/a/b.js:1:2)\n    at async g (c.js:3:4)",
      expected: "calling drs:X: it broke",
    },
    {
      label: "keeps what a program said that only looks like a class",
      given: "Unhandled exception: wave app: it broke",
      expected: "wave app: it broke",
    },
    { label: "drops the engine's counting", given: "1 error occurred:\n\t* It stalls.\n\n", expected: "It stalls." },
    {
      label: "keeps every counted error",
      given: "2 errors occurred:\n\t* It stalls.\n\t* So does this.",
      expected: "It stalls.; So does this.",
    },
    { label: "ends a sentence once", given: "no capacity.. What launched…", expected: "no capacity. What launched…" },
    { label: "leaves an ellipsis alone", given: "waiting...", expected: "waiting..." },
    { label: "puts several lines on one", given: "It stalls.\n  Look there.\n", expected: "It stalls. Look there." },
    {
      label: "says what to do about an account without DRS",
      given: "calling drs:X: UninitializedAccountException: Account is not initialized (request r)",
      expected:
        'calling drs:X: UninitializedAccountException: Account is not initialized (request r). Initialize DRS in this account and region first; in a world file, "initialized" must not be false.',
    },
  ])("$label", ({ given, expected }) => {
    expect(errorText(given)).toBe(expected);
  });
});
