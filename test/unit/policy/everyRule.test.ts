import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drillPolicies } from "../../../policy/src/policies/drillPolicies";
import { RULES } from "../../../policy/src/rules";
import { readWaiverLine } from "../../../policy/src/waivers/waiverLine";
import { aPlannedWave, DB, OBSERVED_AT, WEB } from "./factories";
import { type Reported, runPolicies } from "./runPolicies";
import { VIOLATIONS, type Violation } from "./violations";

const strict = () => drillPolicies({ set: "strict" });

async function reportsOf(rule: string, { waves, config = {} }: Violation, more: object = {}): Promise<Reported[]> {
  return runPolicies(strict(), waves, { [rule]: { ...config, ...more } });
}

beforeAll(() => {
  vi.useFakeTimers({ now: new Date(OBSERVED_AT), toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

describe("every rule", () => {
  it("has nothing to say of what complies", async () => {
    expect(await runPolicies(strict(), [aPlannedWave()])).toEqual([]);
  });

  it.each(RULES)("$name has an example of what violates it", ({ name }) => {
    expect(Object.keys(VIOLATIONS)).toContain(name);
  });

  it.each(Object.entries(VIOLATIONS))(
    "%s alone speaks of what violates it alone, as advice",
    async (rule, violation) => {
      const reports = await reportsOf(rule, violation);
      expect([...new Set(reports.map(({ policy }) => policy))]).toEqual([rule]);
      for (const { message } of reports) {
        // Subject: seen, wanted. Fix: how (link)
        expect(message).toMatch(/^[^:]+(\([^)]*\))?: .+, must .+\. Fix: .+ \(https:\/\/[^ ]+\)$/s);
        expect(message).not.toMatch(/undefined|\[object/);
      }
    },
  );

  it.each(Object.entries(VIOLATIONS))(
    "%s gives commands that a shell takes as they stand, caveats and all",
    async (rule, violation) => {
      for (const { message } of await reportsOf(rule, violation)) {
        const [, command] = / Fix: (aws .+) \(https:[^ ]+\)$/s.exec(message) ?? [];
        // What a person has to fill in stands in angle brackets.
        const filled = command?.replace(/<[a-z][^>]*>/g, "x");
        if (filled !== undefined)
          expect(() => execFileSync("bash", ["-n", "-c", filled], { stdio: "pipe" })).not.toThrow();
      }
    },
  );

  it.each(Object.keys(VIOLATIONS))("%s keeps quiet about what is waived, and the waiver is listed", async (rule) => {
    const violation = VIOLATIONS[rule] ?? { waves: [] };
    const common = { reason: "moved next week", owner: "dr-team", expires: "2999-12-31" };
    const subjects = [...violation.waves.map(({ wave }) => ({ wave: wave.name })), { server: DB }, { server: WEB }];
    const waivers = subjects.map((subject) => ({ ...subject, ...common }));
    const reports = await reportsOf(rule, violation, { waivers });
    const active = reports.filter(({ policy }) => policy === "drs-waiver-list-active");
    expect(active.map(({ message }) => readWaiverLine(message)?.rule)).toEqual(active.map(() => rule));
    expect(active.length).toBeGreaterThan(0);
    const others = ["drs-waiver-list-active", "drs-waiver-disallow-unused"];
    expect(reports.filter(({ policy }) => !others.includes(policy))).toEqual([]);
  });

  it.each(Object.entries(VIOLATIONS))(
    "%s is silent when it is not among the policies of a pack",
    async (rule, violation) => {
      const policies = strict().filter(({ name }) => name !== rule);
      expect(await runPolicies(policies, violation.waves, {})).toEqual([]);
    },
  );
});
