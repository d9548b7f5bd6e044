import type { JudgedWave } from "../judged/wave";
import type { RuleName } from "../rule";
import type { Waiver } from "../waivers/waiver";

/**
 * What the policies of one pack tell each other during one preview or `up`: the engine asks each policy by itself. The
 * stack pass comes last, when every resource has been judged.
 */
export interface Ledger {
  /** Waves as the resource pass saw them, by URN: the stack pass is shown no observation. */
  waves: Map<string, JudgedWave>;
  /** What every rule that ran is configured with. */
  waivers: Map<RuleName, readonly Waiver[]>;
  /** What waivers kept from being reported. */
  waived: { rule: RuleName; waiver: Waiver; message: string }[];
}

export function emptyLedger(): Ledger {
  return { waves: new Map(), waivers: new Map(), waived: [] };
}
