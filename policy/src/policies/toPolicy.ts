import {
  type ResourceRemediation,
  type ResourceValidationPolicy,
  type StackValidationPolicy,
  validateResourceOfType,
} from "@pulumi/policy";
import { DRILL_GUARD_TYPE, DRILL_WAVE_TYPE } from "pulumi-drillwave/vocabulary";
import { CONTROLS } from "../controls";
import { type Answer, answersAbout, judgeEachServer } from "../judged/answers";
import { attempt, Unanswerable } from "../judged/judgement";
import type { JudgedWave } from "../judged/wave";
import {
  type Config,
  type ConfigEntries,
  type PlanRule,
  type RuleFacts,
  rulePage,
  type ServerRule,
  type WaveRule,
} from "../rule";
import { waiverOf } from "../waivers/waiver";
import type { Ledger } from "./ledger";
import { planOf } from "./planOf";
import { LAUNCH_CONFIGURATION_CLASS, WAVE_CLASS } from "./pulumiPolicy";
import { completeSettings, rememberSettings } from "./readSettings";
import { readWave, showsNothing, unseenWave } from "./readWave";
import type { RuleConfiguration } from "./settings";
import { collect, forget, tellBlocking, tellRest } from "./tellFindings";

/** A policy that judges each wave, or each of its servers, when the engine registers it, and tells the rest in the stack pass. */
export function toWavePolicy<Entries extends ConfigEntries>(
  rule: ServerRule<Entries> | WaveRule<Entries>,
  configuration: RuleConfiguration<Entries>,
  ledger: Ledger,
): ResourceValidationPolicy & StackValidationPolicy {
  return {
    ...factsOf(rule, configuration),
    ...remediation(rule, configuration),
    validateResource: validateResourceOfType(WAVE_CLASS, (_props, args, report) => {
      const wave = readWave(args, new Date());
      const { config, unknown, waivers } = configuration.read(args.getConfig());
      ledger.waivers.set(rule.name, waivers);
      ledger.waves.set(wave.urn, showsNothing(wave) ? unseenWave(args, OUTSIDE_TARGET) : wave);
      // Nothing that this run does depends on a wave outside `--target`.
      if (showsNothing(wave) || wave.unseen !== undefined) {
        args.notApplicable("this run does not look at the wave");
      }
      const answers = judgeWave(rule, wave, config);
      forget(rule.name, wave.urn, ledger);
      const found = collect(answers, { rule: rule.name, unknown, waivers }, ledger);
      const hasMore = tellBlocking(found, rule.name, ledger, report);
      if (areNotApplicable(answers)) {
        args.notApplicable(NOTHING_TO_JUDGE);
      }
      if (hasMore) {
        args.notApplicable(TOLD_AT_THE_END);
      }
    }),
    validateStack: (args, report) => {
      completeSettings(args.resources, ledger);
      if (tellRest(rule.name, ledger, report) === 0) {
        args.notApplicable(NOTHING_LEFT);
      }
    },
  };
}

/** Said by a rule that judged nothing: without it, the engine would count the rule as passed. */
const NOTHING_TO_JUDGE = "nothing here is what the rule is about";

/** Said of a wave of which something is told in the stack pass: without it, the engine would count the rule as passed. */
const TOLD_AT_THE_END = "what was found is told at the end";

/** Said by a rule about single waves in the stack pass, which only tells. */
const NOTHING_LEFT = "the waves were judged one by one";

/** Said where another rule has told all of it. */
const TOLD_BEFORE = "what could not be judged is told under another rule";

function areNotApplicable(answers: readonly Answer[]): boolean {
  return answers.every(({ judgement }) => judgement.status === "notApplicable");
}

/** Outside `--target` the engine shows no inputs of a wave that is not in state. */
const OUTSIDE_TARGET = new Unanswerable("not observed", "the wave is outside --target", true);

/** What a rule answers about a wave: one answer, or one for each server. */
export function judgeWave<Entries extends ConfigEntries>(
  rule: ServerRule<Entries> | WaveRule<Entries>,
  wave: JudgedWave,
  config: Config<Entries>,
): Answer[] {
  return answersAbout(wave, () =>
    "judgeWave" in rule
      ? [{ wave, judgement: rule.judgeWave(wave, config) }]
      : judgeEachServer(wave, (server) => rule.judgeServer(server, config)),
  );
}

/** A policy that judges all waves together, once they have been registered. */
export function toPlanPolicy<Entries extends ConfigEntries>(
  rule: PlanRule<Entries>,
  configuration: RuleConfiguration<Entries>,
  ledger: Ledger,
): StackValidationPolicy {
  return {
    ...factsOf(rule, configuration),
    validateStack: (args, report) => {
      const { config, unknown, waivers } = configuration.read(args.getConfig());
      ledger.waivers.set(rule.name, waivers);
      completeSettings(args.resources, ledger);
      const answers = rule.judgePlan(planOf(args.resources, ledger), config);
      const found = collect(answers, { rule: rule.name, unknown, waivers }, ledger);
      ledger.untold.push(...found);
      const told = tellRest(rule.name, ledger, report);
      if (areNotApplicable(answers)) {
        args.notApplicable(NOTHING_TO_JUDGE);
      }
      if (found.length > 0 && told === 0) {
        args.notApplicable(TOLD_BEFORE);
      }
    },
  };
}

/**
 * The policy, which also keeps what the engine shows of each `LaunchConfiguration`: fixes that an `up` tells before its end
 * name the line of code that makes them. One policy is enough, and its level has to be another than disabled.
 */
export function withSettings(
  policy: StackValidationPolicy,
  ledger: Ledger,
): ResourceValidationPolicy & StackValidationPolicy {
  return {
    ...policy,
    validateResource: validateResourceOfType(LAUNCH_CONFIGURATION_CLASS, (_props, args) => {
      rememberSettings(args, ledger);
      args.notApplicable(TOLD_AT_THE_END);
    }),
  };
}

/** What the policy says of itself. A policy can name one framework, so further controls become tags. */
function factsOf<Entries extends ConfigEntries>(rule: RuleFacts<Entries>, configuration: RuleConfiguration<Entries>) {
  const [first, ...others] = rule.supports;
  const { level, schema } = configuration;
  return {
    name: rule.name,
    displayName: rule.displayName,
    description: rule.wants,
    remediationSteps: rule.fix,
    severity: rule.severity,
    enforcementLevel: level,
    configSchema: schema,
    url: rulePage(rule.name),
    tags: ["disaster-recovery", ...others.map((control) => `supports:${control}`)],
    ...(first === undefined ? {} : { framework: frameworkOf(first) }),
  };
}

function frameworkOf(control: keyof typeof CONTROLS) {
  const { name, version, reference, specification } = CONTROLS[control];
  return { name, version, reference: `supports ${reference}`, specification };
}

function remediation<Entries extends ConfigEntries>(
  rule: ServerRule<Entries> | WaveRule<Entries>,
  configuration: RuleConfiguration<Entries>,
): { remediateResource?: ResourceRemediation } {
  if (!("remedy" in rule) || rule.remedy === undefined) {
    return {};
  }
  const { remedy } = rule;
  return {
    remediateResource: (args) => {
      if (args.type !== DRILL_WAVE_TYPE && !(rule.remediesGuard === true && args.type === DRILL_GUARD_TYPE)) {
        return undefined;
      }
      const wave = readWave(args, new Date());
      const { config, waivers } = configuration.read(args.getConfig());
      // What is waived stays as it is; the waiver counts as used when the wave is judged.
      if (waiverOf({ wave }, waivers) !== undefined) {
        return undefined;
      }
      const change = attempt(
        () => remedy(wave, config),
        () => undefined,
      );
      // In place: a copy would read the inputs that are unknown at preview, which throws, and lose `__provider`.
      return change === undefined ? undefined : Object.assign(args.props, change);
    },
  };
}
