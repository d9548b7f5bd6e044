import { PLAIN } from "pulumi-drillwave/show";
import { describe, expect, it } from "vitest";
import { errorLine, policyLine, showResults } from "../../../../scripts/drill/results";
import { aFailedServer, aWave } from "./aWave";

describe(showResults.name, () => {
  it("prints the tables of `drillwave show`, and each cause once: a failed wave's error says what its servers say", () => {
    const lines: string[] = [];
    const screen = { line: (text: string) => lines.push(text), note: () => {}, look: { paint: PLAIN } };
    const app = aWave("app", { verdict: "FAILED", servers: [aFailedServer()], warnings: ["One."] });
    const errors = [{ resource: "app", message: "Judging the wave: …" }, { message: "It broke." }];
    const advice = [{ policy: "rule", resource: "app", message: "Look." }];
    const violations = [{ policy: "rule", message: "No." }];
    showResults({ waves: [aWave("database"), app], errors, advice, violations }, screen);
    expect(lines.slice(0, 2)).toEqual(["", expect.stringContaining("wave      verdict  servers")]);
    expect(lines.slice(-6)).toEqual([
      "",
      "failed   app: app-2 (s-0123456789abcdef0) did not recover: LAUNCH_FAILED: Insufficient capacity.",
      "error    It broke.",
      "policy   rule: No.",
      "advice   app: rule: Look.",
      "warning  app: One.",
    ]);
  });

  it("prints no table of a drill without servers", () => {
    const lines: string[] = [];
    const screen = { line: (text: string) => lines.push(text), note: () => {}, look: { paint: PLAIN } };
    showResults({ waves: [], errors: [{ message: "It broke." }], advice: [], violations: [] }, screen);
    expect(lines).toEqual(["error    It broke."]);
  });
});

describe(policyLine.name, () => {
  it("names the resource, unless the rule judges the stack", () => {
    expect(policyLine({ policy: "rule", resource: "app", message: "No." })).toBe("app: rule: No.");
    expect(policyLine({ policy: "rule", message: "No." })).toBe("rule: No.");
  });
});

describe(errorLine.name, () => {
  it("names the resource, if it is about one", () => {
    expect(errorLine({ resource: "app", message: "No." })).toBe("app: No.");
    expect(errorLine({ message: "No." })).toBe("No.");
  });
});
