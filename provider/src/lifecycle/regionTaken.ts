import { regionTakenText } from "../vocabulary";
import type { StatusLine } from "../wave/context";

/** Regions of which this process has spoken. */
const spokenOf = new Set<string>();

/**
 * Says once in a process that the stack's Region comes before the one that this process's environment names: a program
 * that Automation API runs may have another environment, and have said nothing.
 */
export function sayRegionTaken(region: string, status: Pick<StatusLine, "warn">, spoken: Set<string> = spokenOf): void {
  const text = regionTakenText(region, process.env);
  if (text !== undefined && !spoken.has(region)) {
    spoken.add(region);
    status.warn(text);
  }
}
