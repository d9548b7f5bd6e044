import { describe, expect, it } from "vitest";
import type { PlannedWave } from "../../../policy/src/judged/plan";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, Rule } from "../../../policy/src/rule";
import { RULES } from "../../../policy/src/rules";
import { roleAmong } from "../../../provider/src/vocabulary";
import { aPlannedWave, changedWave } from "./factories";
import { VIOLATIONS } from "./violations";

/** What the rule makes of its example, where databases have this role. */
function statusesOf<Entries extends ConfigEntries>(rule: Rule<Entries>, role: string): string[] {
  const { waves: shown = [], config: given = {} } = VIOLATIONS[rule.name] ?? {};
  const { config } = configure(rule, "recommended", {}).read(given);
  const waves = shown.map((each) => respelt(aPlannedWave({ ...each, isNew: each.record === undefined }), role));
  const answers =
    "judgePlan" in rule
      ? rule.judgePlan({ waves, settings: new Map() }, config)
      : waves.flatMap(({ wave }) => judgeWave(rule, wave, config));
  return answers.map(({ judgement }) => judgement.status);
}

function respelt(planned: PlannedWave, role: string): PlannedWave {
  const { sourceServers, selector } = planned.wave.inputs;
  const isDatabase = (given: string | undefined) => roleAmong(given, ["database"]) !== undefined;
  const servers = sourceServers?.map((each) => (isDatabase(each.role) ? { ...each, role } : each));
  const selecting = selector !== undefined && isDatabase(selector.role) ? { ...selector, role } : selector;
  return { ...planned, wave: changedWave(planned.wave, { sourceServers: servers, selector: selecting }) };
}

describe("a role in other letters, with space around it or by another word", () => {
  it.each(RULES.map((rule) => [rule.name, rule] as const))("is the same role to %s", (_name, rule) => {
    const ofRole = (role: string) => statusesOf<ConfigEntries>(rule, role);
    for (const role of ["DATABASE", " db ", "SQL Server"]) {
      expect(ofRole(role)).toEqual(ofRole("database"));
    }
  });
});
