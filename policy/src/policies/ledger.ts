import type { JudgedWave } from "../judged/wave";
import type { RuleName } from "../rule";
import type { Waiver } from "../waivers/waiver";

/**
 * What the policies of one pack share during one preview or `up`: the engine calls each policy on its own. The stack
 * pass comes last, when every resource has been judged.
 */
export interface Ledger {
  /** Waves as the resource pass saw them, by URN: the stack pass is shown no observation. */
  waves: Map<string, JudgedWave>;
  /** The waivers of every rule that ran. */
  waivers: Map<RuleName, readonly Waiver[]>;
  /** What waivers suppressed. */
  waived: { rule: RuleName; waiver: Waiver; message: string }[];
}

export function emptyLedger(): Ledger {
  return { waves: new Map(), waivers: new Map(), waived: [] };
}
