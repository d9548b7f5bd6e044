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

/** Members of a rule's configuration; each has a default. */
export type ConfigEntries = v.ObjectEntries;

/** A rule's configuration, complete. */
export type Config<Entries extends ConfigEntries> = v.InferOutput<v.StrictObjectSchema<Entries, undefined>>;

/** What every rule says of itself; its page and its policy are made of this. */
export interface RuleFacts<Entries extends ConfigEntries = ConfigEntries> {
  name: RuleName;
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
}

/** Judges one server of a wave. */
export interface ServerRule<Entries extends ConfigEntries> extends RuleFacts<Entries> {
  judgeServer(server: JudgedServer, config: Config<Entries>): Judgement;
}

/** Judges a wave as a whole. */
export interface WaveRule<Entries extends ConfigEntries> extends RuleFacts<Entries> {
  judgeWave(wave: JudgedWave, config: Config<Entries>): Judgement;
  /** The inputs to change so that the rule is satisfied, where that is safe; undefined: nothing to do. */
  remedy?(wave: JudgedWave, config: Config<Entries>): Partial<DrillWaveInputs> | undefined;
  /** The remedy also applies to the wave's guard, to its inputs of the same names. */
  remediesGuard?: true;
}

/** Judges the waves of a program together, or one of them by the record of its last drill. */
export interface PlanRule<Entries extends ConfigEntries> extends RuleFacts<Entries> {
  judgePlan(plan: JudgedPlan, config: Config<Entries>): Answer[];
}

export type Rule<Entries extends ConfigEntries = ConfigEntries> =
  | ServerRule<Entries>
  | WaveRule<Entries>
  | PlanRule<Entries>;

/** Each of these returns its rule unchanged; it lets TypeScript infer the type of the rule's configuration. */
export const serverRule = <Entries extends ConfigEntries>(rule: ServerRule<Entries>) => rule;
export const waveRule = <Entries extends ConfigEntries>(rule: WaveRule<Entries>) => rule;
export const planRule = <Entries extends ConfigEntries>(rule: PlanRule<Entries>) => rule;
