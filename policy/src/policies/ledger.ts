import type { ManagedSettings } from "../judged/managedSettings";
import type { JudgedWave } from "../judged/wave";
import type { RuleName } from "../rule";
import type { Finding } from "../telling/finding";
import type { Commanded, Message } from "../telling/tell";
import type { Waiver } from "../waivers/waiver";
import type { EngineSession } from "./engineSession";

/**
 * What the policies of one pack share during one preview or `up`: the engine calls each policy on its own. The stack
 * pass comes last, when every resource has been judged.
 */
export interface Ledger {
  /** What the engine said before it showed anything. */
  session: EngineSession;
  /** Waves as the resource pass saw them, by URN: the stack pass is shown no observation. */
  waves: Map<string, JudgedWave>;
  /** The settings that the program manages, by URN: as their check read them, in the stack pass also those not seen before. */
  managed: Map<string, ManagedSettings>;
  /** The stack pass has added what it shows of them. */
  hasAllManaged: boolean;
  /** What rules found and nobody has told. */
  untold: Finding[];
  /** What the stack pass has told. */
  told: Message[];
  /** Launch templates for which a command was printed. */
  commanded: Commanded;
  /** The waivers of every rule that ran. */
  waivers: Map<RuleName, readonly Waiver[]>;
  /** What waivers suppressed. */
  waived: { rule: RuleName; waiver: Waiver; finding: Finding }[];
}

export function emptyLedger(session: EngineSession): Ledger {
  return {
    session,
    waves: new Map(),
    managed: new Map(),
    hasAllManaged: false,
    untold: [],
    told: [],
    commanded: new Map(),
    waivers: new Map(),
    waived: [],
  };
}
