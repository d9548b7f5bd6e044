import type { Severity } from "@pulumi/policy";
import type { DrillWaveInputs } from "pulumi-drillwave/vocabulary";
import type * as v from "valibot";
import type { Control } from "./controls";
import type { Answer } from "./judged/answers";
import type { Judgement } from "./judged/judgement";
import type { JudgedPlan } from "./judged/plan";
import type { JudgedServer, JudgedWave } from "./judged/wave";

/** Name of a rule and of its policy: `drs-<subject>-<verb>-<what>`. */
export type RuleName = `drs-${string}`;

/** The page of this package, which shows its README. */
export const PACKAGE_PAGE = "https://www.npmjs.com/package/pulumi-drillwave-policy";

/** The page of a rule: a heading of the README. */
export function rulePage(rule: RuleName): string {
  return `${PACKAGE_PAGE}#${rule}`;
}

/** The level of a rule in a set. */
export type Level = "advisory" | "mandatory" | "disabled";

/** What a pack's code and its configuration file may say for a level. */
export type EnforcementLevel = Level | "remediate";

/** Members of a rule's configuration; each has a default. */
export type ConfigEntries = v.ObjectEntries;

/** A rule's configuration, complete. */
export type Config<Entries extends ConfigEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/** What every rule says of itself; its page and its policy are made of this. */
export interface RuleFacts<Entries extends ConfigEntries = ConfigEntries, Name extends RuleName = RuleName> {
  name: Name;
  displayName: string;
  /** One sentence: what the rule wants. */
  wants: string;
  /** Why, with sources: one paragraph of its page. */
  why: string;
  /** How a violation is fixed, in general. */
  fix: string;
  severity: Severity;
  levels: { recommended: Level; strict: Level };
  /** Controls that evidence of this rule supports. */
  supports: readonly Control[];
  config: Entries;
  /** The roles that a configuration speaks of: a server's is known when a rule's configuration names it. */
  rolesIn?(config: Config<Entries>): readonly string[];
}

/** Judges one server of a wave. */
export interface ServerRule<Entries extends ConfigEntries, Name extends RuleName = RuleName>
  extends RuleFacts<Entries, Name> {
  judgeServer(server: JudgedServer, config: Config<Entries>): Judgement;
}

/** Judges a wave as a whole. */
export interface WaveRule<Entries extends ConfigEntries, Name extends RuleName = RuleName>
  extends RuleFacts<Entries, Name> {
  judgeWave(wave: JudgedWave, config: Config<Entries>): Judgement;
  /** The inputs to change so that the rule is satisfied, where that is safe; undefined: nothing to do. */
  remedy?(wave: JudgedWave, config: Config<Entries>): Partial<DrillWaveInputs> | undefined;
  /** The remedy also applies to the wave's guard, to its inputs of the same names. */
  remediesGuard?: true;
}

/** Judges the waves of a program together, or one of them by the record of its last drill. */
export interface PlanRule<Entries extends ConfigEntries, Name extends RuleName = RuleName>
  extends RuleFacts<Entries, Name> {
  judgePlan(plan: JudgedPlan, config: Config<Entries>): Answer[];
}

export type Rule<Entries extends ConfigEntries = ConfigEntries> =
  | ServerRule<Entries>
  | WaveRule<Entries>
  | PlanRule<Entries>;

/** Each of these returns its rule unchanged; it lets TypeScript infer the rule's name and the type of its configuration. */
export const serverRule = <Entries extends ConfigEntries, Name extends RuleName>(rule: ServerRule<Entries, Name>) =>
  rule;
export const waveRule = <Entries extends ConfigEntries, Name extends RuleName>(rule: WaveRule<Entries, Name>) => rule;
export const planRule = <Entries extends ConfigEntries, Name extends RuleName>(rule: PlanRule<Entries, Name>) => rule;
