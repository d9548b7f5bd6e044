import type { Answer } from "../../../policy/src/judged/answers";
import type { InterfaceEdit, TemplateChange } from "../../../policy/src/judged/change";
import type { Fact } from "../../../policy/src/judged/fact";
import type { JudgedPlan } from "../../../policy/src/judged/plan";
import type { JudgedWave } from "../../../policy/src/judged/wave";
import { configure } from "../../../policy/src/policies/settings";
import { judgeWave } from "../../../policy/src/policies/toPolicy";
import type { ConfigEntries, PlanRule, ServerRule, WaveRule } from "../../../policy/src/rule";
import { remedyFor } from "../../../policy/src/telling/commands";
import { sayFacts } from "../../../policy/src/telling/sentences";
import { aTemplate } from "./factories";

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
  const { commands, byHand } = remedyFor([fact.fix.change ?? []].flat(), undefined);
  const fix = [...(fact.fix.words === undefined ? [] : [fact.fix.words]), ...byHand, ...commands].join("; ");
  return `${detail}${sayFacts([fact])} | ${fix}`;
}

/** The command for a change of a template, by default the one that servers of the factories have. */
export function commandOf(change: Omit<TemplateChange, "kind" | "template">, template = aTemplate()): string {
  return remedyFor([{ kind: "template", template, ...change }], undefined).commands.join("; ");
}

/** The command for some members of its first network interface. */
export function commandForInterface(set: InterfaceEdit["set"], template = aTemplate()): string {
  return commandOf({ interfaces: [{ index: 0, set }] }, template);
}

/** What follows for one server from a template that names no subnet. */
export function noSubnet(consequence: string): string {
  return `would start in the default VPC, as their launch templates name no subnet: ${consequence}`;
}
