import type { DrillWaveIntent, Observation } from "pulumi-drillwave/vocabulary";

/** What a rule makes of a wave. A rule judges; policies.ts decides how loud that is. */
export type Judgement =
  | { status: "compliant" }
  | { status: "notApplicable" }
  /** One sentence for each thing that is wrong: what is stored or declared where, and what mends it. */
  | { status: "violation"; messages: string[] }
  /** Not compliant and not wrong: what could not be seen, and why. */
  | { status: "unknown"; reason: string };

/** A wave as a resource policy sees it: its args, and what check observed in AWS. */
export type JudgedWave = DrillWaveIntent & { observed?: Observation };
