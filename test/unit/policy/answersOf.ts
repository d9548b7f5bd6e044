import type { Answer } from "../../../policy/src/judged/answers";
import type { Fact } from "../../../policy/src/judged/fact";
import type { JudgedPlan } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, PlanRule, ServerRule, WaveRule } from "../../../policy/src/rule";
import { remedyFor } from "../../../policy/src/telling/commands";
import { sayFacts } from "../../../policy/src/telling/sentences";

/** An answer as one text: its status, or each thing it says. */
export type Said = string;

/** What the rule makes of the wave, an entry a subject; configuration as in a pack's file, completed by its defaults. */
export function waveAnswers<Entries extends ConfigEntries>(
  rule: ServerRule<Entries> | WaveRule<Entries>,
  wave: JudgedWave,
  given: object = {},
): Said[] {
  return judgeWave(rule, wave, configure(rule, "recommended", {}).read(given).config).map(say);
}

/** What the rule makes of the plan, an entry an answer, with the wave and server that it is about. */
export function planAnswers<Entries extends ConfigEntries>(
  rule: PlanRule<Entries>,
  plan: JudgedPlan,
  given: object = {},
): Said[] {
  const { config } = configure(rule, "recommended", {}).read(given);
  return rule.judgePlan(plan, config).map((answer) => `${subject(answer)}${say(answer)}`);
}

function subject({ wave, server }: Answer): string {
  const names = [wave?.name, server?.name].filter((name) => name !== undefined);
  return names.length === 0 ? "" : `${names.join(", ")}: `;
}

function say({ judgement }: Pick<Answer, "judgement">): Said {
  switch (judgement.status) {
    case "violation":
      return judgement.facts.map(sayFact).join(" & ");
    case "unknown":
      return `${judgement.because}: ${judgement.what}`;
    default:
      return judgement.status;
  }
}

/** `says at: why | fix`, with the fix's commands as they would be printed for this fact alone. */
export function sayFact(fact: Fact): string {
  const detail = fact.detail === undefined ? "" : `(${fact.detail}) `;
  const { commands, byHand } = remedyFor(fact.fix.change === undefined ? [] : [fact.fix.change], undefined);
  const fix = [...(fact.fix.words === undefined ? [] : [fact.fix.words]), ...byHand, ...commands].join("; ");
  return `${detail}${sayFacts([fact])} | ${fix}`;
}
