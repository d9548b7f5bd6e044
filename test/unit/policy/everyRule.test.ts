import { execFileSync } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { drillPolicies } from "../../../policy/src/policies/drillPolicies";
import { RULES } from "../../../policy/src/rules";
import { readWaiverLine } from "../../../policy/src/waivers/waiverLine";
import { aPlannedWave, DB, OBSERVED_AT, WEB } from "./factories";
import { FIXED_WITHOUT_COMMAND } from "./fixedWithoutCommand";
import { type Reported, runPolicies } from "./runPolicies";
import { VIOLATIONS, type Violation } from "./violations";

const strict = () => drillPolicies({ set: "strict" });

async function reportsOf(
  rule: string,
  { waves, settings = [], config = {} }: Violation,
  more: object = {},
): Promise<Reported[]> {
  return runPolicies(strict(), [...settings, ...waves], { [rule]: { ...config, ...more } });
}

function violationOf(rule: string): Violation {
  const violation = VIOLATIONS[rule];
  if (violation === undefined) {
    throw new Error(`${rule} has no example of what violates it`);
  }
  return violation;
}

/**
 * The AWS CLI commands that fix what the message is about, each with the caveat behind it. Prose may stand before one;
 * what a person has to fill in, in angle brackets, is filled in.
 */
function commandsOf(message: string): string[] {
  const [, fix = ""] = / Fix: (.+) \(https:[^ ]+\)$/s.exec(message) ?? [];
  const commands = fix.split(/(?<!\$\()(?=\baws (?:drs|ec2) )/).filter((part) => part.startsWith("aws "));
  return commands.map((command) => command.replace(/<[a-z][^>]*>/g, "x"));
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
        // Subjects what is so: why. Fix: how (link)
        expect(message).toMatch(/^\S.+[^.]\. Fix: .+ \(https:\/\/[^ ]+\)$/s);
        expect(message).not.toMatch(/undefined|\[object/);
      }
    },
  );

  it.each(Object.keys(VIOLATIONS).filter((rule) => !(rule in FIXED_WITHOUT_COMMAND)))(
    "%s gives commands that a shell takes as they stand, caveats and all",
    async (rule) => {
      const messages = (await reportsOf(rule, violationOf(rule))).map(({ message }) => message);
      expect(messages.filter((message) => commandsOf(message).length === 0)).toEqual([]);
      for (const command of messages.flatMap(commandsOf)) {
        expect(() => execFileSync("bash", ["-n", "-c", command], { stdio: "pipe" }), command).not.toThrow();
      }
    },
  );

  it.each(Object.keys(FIXED_WITHOUT_COMMAND))("%s gives no command, because the fix is not a command", async (rule) => {
    const reports = await reportsOf(rule, violationOf(rule));
    expect(reports.flatMap(({ message }) => commandsOf(message))).toEqual([]);
  });

  it.each(Object.keys(VIOLATIONS))("%s says it in a few lines, commands aside", async (rule) => {
    for (const { message } of await reportsOf(rule, violationOf(rule))) {
      const prose = message.replace(/ \(https:[^ ]+\)$/, "").replace(/(?:for \w+ in |\baws (?:drs|ec2) ).*$/s, "");
      expect(prose.length > 350 ? prose : "short").toBe("short");
    }
  });

  it("would notice a command that is cut off", () => {
    const broken = commandsOf("db-1: …. Fix: aws drs describe-source-servers --query 'items[0] (https://example.com)");
    expect(broken).toEqual(["aws drs describe-source-servers --query 'items[0]"]);
    expect(() => execFileSync("bash", ["-n", "-c", broken.join()], { stdio: "pipe" })).toThrow();
  });

  it.each(Object.keys(VIOLATIONS))("%s keeps quiet about what is waived, and the waiver is listed", async (rule) => {
    const violation = violationOf(rule);
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
      expect(await runPolicies(policies, [...(violation.settings ?? []), ...violation.waves], {})).toEqual([]);
    },
  );
});
