import type { RuleName } from "../rule";
import type { Waiver } from "./waiver";

/** What a waiver suppressed. */
export interface WaivedReport {
  rule: RuleName;
  waiver: Pick<Waiver, "reason" | "owner" | "expires">;
  /** What the rule would have said. */
  message: string;
}

const LINE =
  /^(drs-[a-z0-9-]+) is waived until (\d{4}-\d{2}-\d{2}) by ("(?:[^"\\]|\\.)*") \(("(?:[^"\\]|\\.)*")\): (.*)$/s;

/** One line for people, which {@link readWaiverLine} reads back: the engine's event log has no other place for it. */
export function waiverLine({ rule, waiver: { expires, owner, reason }, message }: WaivedReport): string {
  return `${rule} is waived until ${expires} by ${JSON.stringify(owner)} (${JSON.stringify(reason)}): ${message}`;
}

/** The report of a line; undefined for any other text. */
export function readWaiverLine(line: string): WaivedReport | undefined {
  const [, rule, expires, owner, reason, message] = LINE.exec(line) ?? [];
  if (rule === undefined || expires === undefined || owner === undefined || reason === undefined) {
    return undefined;
  }
  const name: RuleName = `drs-${rule.slice("drs-".length)}`;
  const waiver = { expires, owner: String(JSON.parse(owner)), reason: String(JSON.parse(reason)) };
  return { rule: name, waiver, message: message ?? "" };
}
