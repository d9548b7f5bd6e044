import type { Answer } from "../../../policy/src/judged/answers";
import type { JudgedPlan } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, PlanRule, ServerRule, WaveRule } from "../../../policy/src/rule";

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
      return judgement.advice.map(({ seen, wanted, fix }) => `${seen}, ${wanted} | ${fix}`).join(" & ");
    case "unknown":
      return `${judgement.because}: ${judgement.what}`;
    default:
      return judgement.status;
  }
}
